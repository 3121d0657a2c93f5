import { equal, ok } from 'node:assert/strict';
import { parseCallId } from '@elasticfunnels/switch-core';
import type { CaseDefinition } from '../conformance-case.ts';

const AWKWARD_IDS: readonly { readonly kind: string; readonly id: string }[] = [
  { kind: 'of nineteen digits, which no number can hold,', id: '9007199254740993007' },
  { kind: 'with leading zeros', id: '000300000115271' },
  { kind: 'that looks like an exponent', id: '3e15' },
  { kind: 'in mixed case', id: 'AbCdEf-0aF9' },
  { kind: 'with slashes, percent and plus signs', id: 'M/2026+01%2F05?x=1&y=2#z' },
];

/** What an id promises: it is a text, and nobody touches it. */
export const callIdCases: readonly CaseDefinition[] = [
  {
    name: "the id of a call is the switch's own, character for character",
    check: async (scene) => {
      const { callId } = await scene.dial();
      equal(typeof callId, 'string', 'The id of a call must be a text.');
      const known = (await scene.witness.calls()).map((call) => call.callId);
      ok(known.includes(callId), "The driver's id of the call must be the switch's own.");
    },
  },
  {
    name: 'one id leads to the same call in every operation: transfer, hanging up, recording',
    check: async (scene) => {
      const call = await scene.transferAway(await scene.dialAnswered());
      const { callId } = call;
      await scene.phone.hangupCall(call);
      await scene.assertState(callId, 'ended', 'After hanging up by the id that dialling gave');
      const { status } = await scene.phone.getCallRecordingUrl(call);
      ok(
        ['pending', 'available', 'none'].includes(status),
        `The recording must be pending, available or none, not ${String(status)}.`,
      );
    },
  },
  ...AWKWARD_IDS.map(
    ({ kind, id }): CaseDefinition => ({
      name: `an id ${kind} survives unchanged, and leads to its call`,
      requires: ['choose-call-id'],
      check: async (scene) => {
        await scene.chooseCallId(parseCallId(id));
        const call = await scene.dial();
        equal(call.callId, id, 'The id must come back as the switch gave it.');
        equal((await scene.hangUp(call)).status, 'ended', 'The id must lead to its call.');
        await scene.assertState(id, 'ended', 'After hanging up');
      },
    }),
  ),
];
