import type { Clock } from '../../runtime/clock.ts';
import type { ScreenPop, ScreenPopEntry } from '../screen-pop.ts';
import type { DeliveryClaim, ScreenPopChannel } from '../screen-pop-ports.ts';
import { within } from './within.ts';

/** What publishing needs. */
export interface PublishServices {
  readonly channel: ScreenPopChannel;
  readonly clock: Clock;
  /** How long the channel or the ledger may take to answer once, in milliseconds. */
  readonly storeDeadlineMs: number;
  /** What became of the claim matters to nobody but the operator. */
  readonly onTrouble: (reason: 'confirm_failed' | 'release_failed', error: unknown) => void;
}

/**
 * Publishes a pop on its claim. One that was published is acknowledged even when the claim cannot be confirmed: should it
 * come again, the channel publishes it no second time.
 *
 * @throws what the channel throws, and `TookTooLong`; the claim is still held then.
 */
export async function publishPop(pop: ScreenPop, claim: DeliveryClaim, services: PublishServices): Promise<ScreenPopEntry> {
  const { channel, clock, storeDeadlineMs, onTrouble } = services;
  const entry = await within(clock, storeDeadlineMs, () => channel.publish(pop));
  await within(clock, storeDeadlineMs, () => claim.confirm()).catch((error: unknown) => onTrouble('confirm_failed', error));
  return entry;
}

/** Gives a claim back, so that the sender's next try need not wait until it expires. Never throws. */
export async function giveBack(claim: DeliveryClaim, services: PublishServices): Promise<void> {
  const { clock, storeDeadlineMs, onTrouble } = services;
  await within(clock, storeDeadlineMs, () => claim.release()).catch((error: unknown) => onTrouble('release_failed', error));
}
