import type { ScreenPopEvent } from './screen-pop-event.ts';

/**
 * What makes an event of a brand this one and no other: its call, what happened, and when. Where the vendor does not say
 * when, its own id of the event and the agent stand in: a call that is offered to a second agent rings a second time.
 */
export function describeEventIdentity({ callId, event, occurredAt, eventId, agent }: ScreenPopEvent): string {
  const moment = occurredAt === undefined ? [eventId ?? null, agent?.extension ?? null] : [occurredAt.getTime()];
  return JSON.stringify([callId, event, ...moment]);
}
