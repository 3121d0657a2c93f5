import type { BrandId } from '../../call/ids.ts';
import type { Clock } from '../../runtime/clock.ts';
import { Deadline, sleep } from '../../runtime/interruption.ts';
import { describeEventIdentity } from '../channel/event-identity.ts';
import type { ClaimResult, DeliveryLedger } from '../screen-pop-ports.ts';
import type { ScreenPopEvent } from '../screen-pop-event.ts';
import { within } from './within.ts';

/** For how long another attempt at the same delivery is waited for, in milliseconds. */
const PATIENCE_MS = 2_000;
/** How long before the ledger is asked again, in milliseconds; the last holds for all further times. */
const PAUSES_MS = [50, 75, 100];

/** What a claim needs. */
export interface ClaimServices {
  readonly ledger: DeliveryLedger;
  readonly clock: Clock;
  /** How long the ledger may take to answer once, in milliseconds. */
  readonly storeDeadlineMs: number;
}

/** What makes a delivery this one, in each of the ways in which a sender may repeat it. */
export function listDeliveryKeys(event: ScreenPopEvent, deliveryId: string | undefined): readonly string[] {
  const keys = [`event:${describeEventIdentity(event)}`];
  if (deliveryId !== undefined) keys.push(`delivery:${deliveryId}`);
  // With its call, so that an id which a vendor counts from one for each call keeps no other call's event away; with its
  // agent, as one event may ring several, and each has a screen.
  if (event.eventId !== undefined) {
    const identity = [event.callId, event.event, event.eventId, event.agent?.extension ?? null];
    keys.push(`event-id:${JSON.stringify(identity)}`);
  }
  return keys;
}

/**
 * Claims a delivery; while another attempt holds it, asks again for up to two seconds.
 *
 * @throws what the ledger throws, and `TookTooLong`; a claim that comes after that is given back.
 */
export async function claimDelivery(brandId: BrandId, keys: readonly string[], services: ClaimServices): Promise<ClaimResult> {
  const { ledger, clock, storeDeadlineMs } = services;
  const patience = new Deadline(clock, PATIENCE_MS);
  for (let attempt = 0; ; attempt += 1) {
    const result = await within(clock, storeDeadlineMs, () => ledger.claim(brandId, keys), giveBackLate);
    if (result.status !== 'held') return result;
    const pauseMs = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 0;
    if (patience.remainingMs() < pauseMs) return result;
    await sleep(clock, pauseMs);
  }
}

// Nobody publishes on it any more, and the sender's next try should not have to wait until it expires.
function giveBackLate(result: ClaimResult): void {
  if (result.status === 'claimed') void result.claim.release().catch(() => {});
}
