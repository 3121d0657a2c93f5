import { ok } from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Scene } from '../scene.ts';

const DOUBT = { codes: ['OUTCOME_UNKNOWN'], effect: 'unknown', retryable: false } as const;

async function assertDoubt(scene: Scene, what: string): Promise<void> {
  await scene.fails(what, scene.phone.makeCall(scene.request()), DOUBT);
  await scene.assertRings(1, `After ${what}`);
}

/** What a dial promises when nobody can tell whether it went through: never to ring a person twice. */
export const dialDoubtCases: readonly CaseDefinition[] = [
  {
    name: 'a dial whose answer is lost is OUTCOME_UNKNOWN with effect unknown, is not retryable, and rings exactly once',
    requires: ['trouble:lose-answer'],
    check: async (scene) => {
      await scene.provoke('lose-answer');
      await assertDoubt(scene, 'a dial whose answer is lost');
    },
  },
  {
    name: 'a dial after which the switch fails is OUTCOME_UNKNOWN, and is not repeated',
    requires: ['trouble:server-error'],
    check: async (scene) => {
      await scene.provoke('server-error');
      await assertDoubt(scene, 'a dial after which the switch fails');
    },
  },
  {
    name: 'a dial whose answer cannot be read is OUTCOME_UNKNOWN, and is not repeated',
    requires: ['trouble:garbled-answer'],
    check: async (scene) => {
      await scene.provoke('garbled-answer');
      await assertDoubt(scene, 'a dial whose answer cannot be read');
    },
  },
  {
    name: 'after a dial of unknown outcome, the same dial at once does not ring again',
    requires: ['host', 'trouble:lose-answer'],
    check: async (scene) => {
      await scene.provoke('lose-answer');
      await assertDoubt(scene, 'a dial whose answer is lost');
      await scene.provoke(undefined);
      await scene.fails('The same dial again', scene.phone.makeCall(scene.request()), DOUBT);
      await scene.assertRings(1, 'After a dial of unknown outcome and the same again');
    },
  },
  {
    name: 'a dial of unknown outcome that is repeated with its idempotency key never rings a second time',
    requires: ['idempotency', 'trouble:lose-answer'],
    check: async (scene) => {
      const options = { idempotencyKey: 'conformance-lost-answer' };
      await scene.provoke('lose-answer');
      await scene.fails('A dial whose answer is lost', scene.phone.makeCall(scene.request(), options), DOUBT);
      await scene.provoke(undefined);
      const repeated = scene.phone.makeCall(scene.request(), options);
      const replayed = await repeated.then(
        (result) => result.replayed === true,
        () => undefined,
      );
      if (replayed === undefined) await scene.fails('The dial repeated with its key', repeated, DOUBT);
      else ok(replayed, 'A dial that is answered by an earlier one must say so: replayed.');
      await scene.assertRings(1, 'After a dial and its repetition with the same key');
    },
  },
];
