import type { Delivery } from '../delivery.ts';
import type { DeliveryProof } from '../screen-pop.ts';

/** Why a delivery is not believed: for the brand's operator, never for the sender, who always gets the same 401. */
export type UnverifiedReason =
  /** One of the three headers of a signature is not there. */
  | 'signature_missing'
  /** No signature fits, or the header is two headers joined into one. */
  | 'signature_wrong'
  /** Too long, or with a character that does not belong into an id: a full stop would move the border of what was signed. */
  | 'id_malformed'
  | 'timestamp_malformed'
  | 'timestamp_stale'
  | 'timestamp_in_future'
  | 'too_many_signatures'
  | 'secret_missing'
  | 'secret_wrong';

/** What a verifier found. */
export type Verification =
  | {
      readonly verified: true;
      readonly proof: DeliveryProof /** The sender's id of the delivery. */;
      readonly deliveryId?: string;
    }
  | { readonly verified: false; readonly reason: UnverifiedReason };

/**
 * Tells a delivery of the brand's own telephony from a forged one. Never throws.
 *
 * @example const verifier: DeliveryVerifier = new StandardWebhooksVerifier(secrets, { toleranceSeconds: 300, clock });
 */
export interface DeliveryVerifier {
  verify(delivery: Delivery): Verification;
}
