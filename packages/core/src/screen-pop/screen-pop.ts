import type { BrandId } from '../call/ids.ts';
import type { PhoneNumber } from '../call/phone-number.ts';
import type { CustomerMatch } from './customers/customer-directory.ts';
import type { ScreenPopEvent, ScreenPopEventName } from './screen-pop-event.ts';

/** By what a delivery was told from a forged one. A shared secret is the weaker: whoever sees one delivery has it. */
export type DeliveryProof = 'signature' | 'shared_secret';

/** What an agent's screen is given when something happens to a call. */
export interface ScreenPop {
  readonly brandId: BrandId;
  readonly event: ScreenPopEvent;
  /** The customer's number, read by the brand's number plan. */
  readonly number: PhoneNumber;
  readonly customer: CustomerMatch;
  readonly receivedAt: Date;
  readonly proof: DeliveryProof;
  /** The payload as it was parsed, for fields of the vendor's own. Plain JSON. */
  readonly raw: unknown;
}

/** A screen pop as it was published. */
export interface ScreenPopEntry {
  /** Opaque; what a subscriber that was away resumes after. */
  readonly id: string;
  readonly pop: ScreenPop;
  /** The call's state after this event: the furthest that any event so far has said, so never backwards. */
  readonly callState: ScreenPopEventName;
  /** The event is of an earlier state than the call is known to be in: it enriches, and moves nothing. */
  readonly late: boolean;
}
