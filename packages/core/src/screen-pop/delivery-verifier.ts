import type { Delivery } from './delivery.ts';
import type { DeliveryProof } from './screen-pop.ts';

/** Why a delivery is not believed: for the brand's operator, never for the sender, who always gets the same 401. */
export type UnverifiedReason =
  | 'signature_missing'
  | 'signature_wrong'
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
