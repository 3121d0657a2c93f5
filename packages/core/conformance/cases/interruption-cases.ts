import { ok } from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Scene } from '../scene.ts';
import { hold, until, within } from '../settling.ts';

/** Long enough for a request to a service near by to arrive, in milliseconds. */
const DEADLINE_MS = 250;
/** How long after its deadline, or after it was aborted, an operation may take to settle, in milliseconds. */
const MARGIN_MS = 1_000;
/** How long a dial may take to reach the switch, in milliseconds. */
const ARRIVAL_MS = 2_000;

const DOUBT = { codes: ['OUTCOME_UNKNOWN'], effect: 'unknown', retryable: false } as const;

function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  return within(DEADLINE_MS + MARGIN_MS, what, work);
}

async function untilItRings(scene: Scene): Promise<void> {
  const { destination } = scene.cast;
  await until(ARRIVAL_MS, 'The dial must reach the switch', async () => (await scene.witness.rings(destination)) > 0);
}

/** What giving up promises: it never hangs, and never says "nothing happened" when a phone may ring. */
export const interruptionCases: readonly CaseDefinition[] = [
  {
    name: 'a dial that is aborted before it is sent is ABORTED with effect none, and rings nobody',
    check: async (scene) => {
      const work = scene.phone.makeCall(scene.request(), { signal: AbortSignal.abort() });
      await scene.fails('A dial that is aborted before it is sent', work, { codes: ['ABORTED'], effect: 'none' });
      await scene.assertRings(0, 'After a dial that was aborted before it was sent');
    },
  },
  {
    name: 'hanging up that is aborted before it is sent has effect none, and the call goes on',
    check: async (scene) => {
      const call = await scene.dial();
      const work = scene.phone.hangupCall(call, { signal: AbortSignal.abort() });
      await scene.fails('Hanging up that is aborted before it is sent', work, { codes: ['ABORTED'], effect: 'none' });
      await scene.assertState(call.callId, 'live', 'After hanging up that was aborted before it was sent');
    },
  },
  {
    name: 'a dial that is aborted after it was sent is OUTCOME_UNKNOWN with effect unknown, at once',
    requires: ['trouble:slow'],
    check: async (scene) => {
      await scene.provoke('slow');
      const controller = new AbortController();
      const work = hold(scene.phone.makeCall(scene.request(), { signal: controller.signal }));
      await untilItRings(scene);
      controller.abort();
      const what = 'A dial that is aborted after it was sent';
      await within(MARGIN_MS, what, scene.fails(what, work, DOUBT));
      await scene.assertRings(1, 'After a dial that was aborted after it was sent');
    },
  },
  {
    name: 'a dial settles by its deadline, as OUTCOME_UNKNOWN, and is not repeated',
    requires: ['trouble:slow'],
    check: async (scene) => {
      await scene.provoke('slow');
      const what = 'A dial with a deadline';
      await inTime(what, scene.fails(what, scene.phone.makeCall(scene.request(), { deadlineMs: DEADLINE_MS }), DOUBT));
      await scene.assertRings(1, 'After a dial whose deadline passed');
    },
  },
  {
    name: 'hanging up settles by its deadline, as TIMED_OUT with effect unknown',
    requires: ['trouble:slow'],
    check: async (scene) => {
      const call = await scene.dial();
      await scene.provoke('slow');
      const what = 'Hanging up with a deadline';
      const work = scene.phone.hangupCall(call, { deadlineMs: DEADLINE_MS });
      await inTime(what, scene.fails(what, work, { codes: ['TIMED_OUT'], effect: 'unknown' }));
    },
  },
  {
    name: 'connect settles by its deadline, as TIMED_OUT',
    requires: ['trouble:slow'],
    check: async (scene) => {
      await scene.provoke('slow');
      const what = 'connect with a deadline';
      await inTime(what, scene.fails(what, scene.phone.connect({ deadlineMs: DEADLINE_MS }), { codes: ['TIMED_OUT'] }));
    },
  },
  {
    name: 'a signal that aborts after an operation is done changes nothing',
    check: async (scene) => {
      const controller = new AbortController();
      const result = await scene.phone.makeCall(scene.request(), { signal: controller.signal });
      controller.abort();
      const { callId } = await scene.refer(result);
      await scene.assertState(callId, 'live', 'After aborting a dial that was done');
      ok((await scene.phone.connect()).latencyMs >= 0, 'The switch must go on working.');
    },
  },
];
