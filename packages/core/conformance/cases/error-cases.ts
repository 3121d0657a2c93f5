import { equal, ok } from 'node:assert/strict';
import type { SwitchError } from '@elasticfunnels/switch-core';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Facility, Trouble } from '../conformance-subject.ts';
import type { Scene } from '../scene.ts';

/** Errors that every switch can be brought to, without any trouble. */
async function collectErrors(scene: Scene): Promise<readonly SwitchError[]> {
  const { transferTarget: targetExtension } = scene.cast;
  const call = await scene.dialAnswered();
  return [
    await scene.fails('Hanging up an unknown call', scene.phone.hangupCall(scene.unknownCall)),
    await scene.fails('A transfer of an unknown call', scene.phone.transferCall({ call: scene.unknownCall, targetExtension })),
    await scene.fails(
      'A transfer to an unknown target',
      scene.phone.transferCall({ call, targetExtension: scene.cast.unknownTarget }),
    ),
    await scene.fails(
      'An aborted dial',
      scene.phone.makeCall(scene.request({ agentExtension: scene.cast.otherAgent }), { signal: AbortSignal.abort() }),
    ),
  ];
}

/** Every operation fails under each of these; what it says must be fit for an operator's eyes. */
const LEAKY: readonly Trouble[] = [
  'refuse-before-dial',
  'lose-answer',
  'server-error',
  'garbled-answer',
  'bad-credentials',
  'unreachable',
];

const leakCases = LEAKY.map((trouble): CaseDefinition => {
  const facility: Facility = `trouble:${trouble}`;
  return {
    name: `an error shows no secret, no unmasked number and no stack: under ${trouble}`,
    requires: [facility],
    check: async (scene) => {
      await scene.provoke(trouble);
      await scene.fails(`A dial under ${trouble}`, scene.phone.makeCall(scene.request()));
      if (trouble === 'refuse-before-dial') return;
      const reading = scene.phone.getCallRecordingUrl(scene.unknownCall);
      await scene.fails(`Asking for a recording under ${trouble}`, reading);
    },
  };
});

/** What every error promises. */
export const errorCases: readonly CaseDefinition[] = [
  {
    name: 'every failure is a SwitchError of a known code, with an effect and a hint, and JSON without stack and cause',
    check: async (scene) => {
      ok((await collectErrors(scene)).length > 0, 'There must be errors to look at.');
    },
  },
  {
    name: 'an error on a barred destination does not show the number',
    requires: ['blocked-destinations'],
    check: async (scene) => {
      const { blockedDestination: destination } = scene.cast;
      await scene.fails('A dial of a barred destination', scene.phone.makeCall(scene.request({ destination })), {
        effect: 'none',
      });
    },
  },
  ...leakCases,
  {
    name: "an error names its operation, plugin and brand, and the caller's correlation id",
    requires: ['host'],
    check: async (scene) => {
      const correlationId = 'conformance-correlation';
      const work = scene.phone.hangupCall(scene.unknownCall, { correlationId });
      const error = await scene.fails('Hanging up an unknown call', work);
      equal(error.operation, 'hangupCall', 'An error must name its operation.');
      equal(error.correlationId, correlationId, "An error must carry the caller's correlation id.");
      ok(error.plugin !== undefined && error.plugin !== '', 'An error must name its plugin.');
      ok(error.brand !== undefined && error.brand !== '', 'An error must name its brand.');
    },
  },
];
