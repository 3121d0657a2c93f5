import { equal, ok } from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.ts';

/** What dialling the same again promises: one intent rings once. */
export const dialRepetitionCases: readonly CaseDefinition[] = [
  {
    name: 'a dial that is repeated with its idempotency key rings once, gives the same call, and says that it is replayed',
    requires: ['idempotency'],
    check: async (scene) => {
      const options = { idempotencyKey: 'conformance-repeated' };
      const first = await scene.dial({}, options);
      const again = await scene.phone.makeCall(scene.request(), options);
      ok(again.replayed === true, 'A dial that is answered by an earlier one must say so: replayed.');
      equal((await scene.refer(again)).callId, first.callId, 'A replayed dial must give the call of the first.');
      await scene.assertRings(1, 'After a dial and its repetition with the same key');
    },
  },
  {
    name: 'a dial that is repeated with its idempotency key after the call has ended does not ring again',
    requires: ['idempotency'],
    check: async (scene) => {
      const options = { idempotencyKey: 'conformance-after-end' };
      const first = await scene.dial({}, options);
      await scene.hangUp(first);
      const again = await scene.phone.makeCall(scene.request(), options);
      ok(again.replayed === true, 'A dial that is answered by an earlier one must say so: replayed.');
      await scene.assertRings(1, 'After a dial, hanging up, and the repetition of the dial with its key');
    },
  },
  {
    name: 'the idempotency key of one dial is refused for another, which rings nobody',
    requires: ['idempotency'],
    check: async (scene) => {
      const { otherAgent, otherDestination } = scene.cast;
      const options = { idempotencyKey: 'conformance-other-body' };
      await scene.dial({}, options);
      const other = scene.request({ agentExtension: otherAgent, destination: otherDestination });
      await scene.fails("A dial with another dial's key", scene.phone.makeCall(other, options), {
        effect: 'none',
        retryable: false,
      });
      await scene.assertRings(0, "After a dial with another dial's key", otherDestination);
    },
  },
  {
    name: 'two identical dials at the same time ring once, and both get the call',
    requires: ['host'],
    check: async (scene) => {
      const [first, second] = await Promise.all([scene.phone.makeCall(scene.request()), scene.phone.makeCall(scene.request())]);
      equal((await scene.refer(second)).callId, (await scene.refer(first)).callId, 'Both dials must get the same call.');
      ok(
        [first, second].filter(({ replayed }) => replayed === true).length === 1,
        'One of the two dials must say that it is replayed.',
      );
      await scene.assertRings(1, 'After two identical dials at the same time');
    },
  },
  {
    name: 'a dial that follows an identical one within moments joins it instead of ringing again',
    requires: ['host'],
    check: async (scene) => {
      const first = await scene.dial();
      const again = await scene.phone.makeCall(scene.request());
      ok(again.replayed === true, 'A dial that joins an earlier one must say so: replayed.');
      equal((await scene.refer(again)).callId, first.callId, 'A dial that joins an earlier one must get its call.');
      await scene.assertRings(1, 'After two identical dials within moments');
    },
  },
  {
    name: 'the same number written differently is the same destination, and rings once',
    requires: ['host'],
    check: async (scene) => {
      const { destination } = scene.cast;
      const spaced = destination.replace(/(\d{3})(\d{4})$/, '$1 $2');
      await scene.dial();
      const again = await scene.phone.makeCall(scene.request({ destination: spaced }));
      ok(again.replayed === true, 'A dial that joins an earlier one must say so: replayed.');
      await scene.assertRings(1, 'After the same number, written in two ways');
      if (spaced !== destination) await scene.assertRings(0, 'After the same number, written in two ways', spaced);
    },
  },
];
