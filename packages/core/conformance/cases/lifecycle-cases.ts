import { equal, ok } from 'node:assert/strict';
import { SwitchError } from '@elasticfunnels/switch-core';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Scene } from '../scene.ts';
import { within } from '../settling.ts';

const CLOSED = { codes: ['CLOSED'], effect: 'none', retryable: false } as const;
/** How long closing may take when nothing stands in its way, in milliseconds. */
const CLOSING_MS = 2_000;

function closed(operation: string, work: (scene: Scene) => Promise<unknown>): CaseDefinition {
  return {
    name: `${operation} after close is CLOSED with effect none, and reaches nobody`,
    requires: ['host'],
    check: async (scene) => {
      await scene.phone.close();
      await scene.fails(`${operation} after close`, work(scene), CLOSED);
      await scene.assertNothingHappened(`After ${operation} of a closed switch`);
    },
  };
}

/** What closing promises. */
export const lifecycleCases: readonly CaseDefinition[] = [
  {
    name: 'close may be called twice, also at the same time',
    check: async ({ phone }) => {
      await within(CLOSING_MS, 'Closing', Promise.all([phone.close(), phone.close()]));
      await within(CLOSING_MS, 'Closing again', phone.close());
    },
  },
  {
    name: 'close leaves calls alone: the one that is under way goes on',
    check: async (scene) => {
      const call = await scene.dialAnswered();
      await scene.phone.close();
      await scene.assertState(call.callId, 'live', 'After close');
    },
  },
  {
    name: 'a dial that is under way while the switch closes ends with the truth about what rang',
    check: async (scene) => {
      const dialling = scene.phone.makeCall(scene.request());
      const closing = scene.phone.close();
      const outcome = await dialling.then(
        () => 'done' as const,
        (thrown: unknown) => (SwitchError.is(thrown) ? thrown.effect : ('no SwitchError' as const)),
      );
      await within(CLOSING_MS, 'Closing with a dial under way', closing);
      ok(outcome !== 'no SwitchError', 'A dial that fails must throw a SwitchError.');
      if (outcome === 'unknown') return;
      const rings = await scene.witness.rings(scene.cast.destination);
      equal(rings, outcome === 'none' ? 0 : 1, `The dial ended as ${outcome}, and the destination rang ${rings} times.`);
    },
  },
  {
    name: 'a dial that is under way while the switch closes is let finish, and so is its answer',
    requires: ['host'],
    check: async (scene) => {
      const dialling = scene.phone.makeCall(scene.request());
      const closing = scene.phone.close();
      const { status } = await dialling;
      ok(status === 'placed' || status === 'accepted', 'A dial under way must be let finish.');
      await within(CLOSING_MS, 'Closing with a dial under way', closing);
      await scene.assertRings(1, 'After a dial that was under way while the switch closed');
    },
  },
  closed('connect', ({ phone }) => phone.connect()),
  closed('makeCall', (scene) => scene.phone.makeCall(scene.request())),
  closed('hangupCall', ({ phone, unknownCall }) => phone.hangupCall(unknownCall)),
  closed('transferCall', ({ phone, cast, unknownCall }) =>
    phone.transferCall({ call: unknownCall, targetExtension: cast.transferTarget }),
  ),
  closed('getCallRecordingUrl', ({ phone, unknownCall }) => phone.getCallRecordingUrl(unknownCall)),
];
