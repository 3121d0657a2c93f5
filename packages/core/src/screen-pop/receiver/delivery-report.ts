import type { BrandId } from '../../call/ids.ts';
import type { PhoneNumber } from '../../call/phone-number.ts';
import type { CustomerMatch } from '../customers/customer-directory.ts';
import type { DeliveryProof } from '../screen-pop.ts';
import type { ScreenPopEvent } from '../screen-pop-event.ts';
import type { DeliveryOutcome, DeliveryReason } from './delivery-answers.ts';

/** What became of one delivery, for whoever watches: everything that was found out before it was answered. */
export interface DeliveryReport {
  /** Absent where the path names no brand of this host. */
  readonly brand?: BrandId;
  /** Where it came from, as `sourceOf` says. */
  readonly source: string;
  /** The HTTP status that the sender was given. */
  readonly status: number;
  readonly outcome: DeliveryOutcome;
  readonly reason: DeliveryReason;
  /** What is wrong with the payload, in names of fields and never in their values. */
  readonly detail?: string;
  /** The sender's own id of the delivery; only once it was verified. */
  readonly deliveryId?: string;
  readonly proof?: DeliveryProof;
  readonly event?: ScreenPopEvent;
  readonly number?: PhoneNumber;
  readonly customer?: CustomerMatch;
  /** Under which it was published. */
  readonly entryId?: string;
  readonly durationMs: number;
}
