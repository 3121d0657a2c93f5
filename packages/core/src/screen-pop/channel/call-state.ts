import type { ScreenPopEventName } from '../screen-pop-event.ts';

/** The states of a call in the order in which they come about; a call never goes back. */
export const CALL_STATES: readonly ScreenPopEventName[] = ['call.ringing', 'call.answered', 'call.ended', 'recording.ready'];

/** What an event makes of a call of which something may be known already. */
export interface CallProgress {
  readonly callState: ScreenPopEventName;
  /** The event is of an earlier state than the call is in. */
  readonly late: boolean;
}

/** The further of what is known and what the event says, and whether the event came too late to move the call. */
export function advanceCall(known: ScreenPopEventName | undefined, event: ScreenPopEventName): CallProgress {
  const late = known !== undefined && CALL_STATES.indexOf(event) < CALL_STATES.indexOf(known);
  return { callState: late ? known : event, late };
}
