import type { ScreenPopEvent } from '../screen-pop-event.ts';

/**
 * What makes an event of a brand this one and no other: its call, what happened, when, and to whom: a call that rings two
 * agents at once pops on both screens. Where the vendor does not say when, its own id of the event stands in.
 */
export function describeEventIdentity({ callId, event, occurredAt, eventId, agent }: ScreenPopEvent): string {
  const moment = occurredAt?.getTime() ?? eventId ?? null;
  return JSON.stringify([callId, event, moment, agent?.extension ?? null]);
}
