import { expect, test } from 'vitest';
import { advanceCall, CALL_STATES } from './call-state.ts';

test.each(
  CALL_STATES.flatMap((known, place) => CALL_STATES.map((event, eventPlace) => ({ known, event, late: eventPlace < place }))),
)('known as $known, then $event: late $late', ({ known, event, late }) => {
  expect(advanceCall(known, event)).toEqual({ callState: late ? known : event, late });
});

test.each(CALL_STATES)('a call of which nothing is known is in the state that the first event says: %s', (event) => {
  expect(advanceCall(undefined, event)).toEqual({ callState: event, late: false });
});
