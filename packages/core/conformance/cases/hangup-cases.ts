import { equal } from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.ts';

/** What hanging up promises. */
export const hangupCases: readonly CaseDefinition[] = [
  {
    name: 'hanging up a call that rings or talks really ends it: ended',
    check: async (scene) => {
      const call = await scene.dial();
      equal((await scene.hangUp(call)).status, 'ended', 'Hanging up a live call must answer ended.');
      await scene.assertState(call.callId, 'ended', 'After hanging up');
    },
  },
  {
    name: 'hanging up a call that was answered really ends it: ended',
    check: async (scene) => {
      const call = await scene.dialAnswered();
      equal((await scene.hangUp(call)).status, 'ended', 'Hanging up a live call must answer ended.');
      await scene.assertState(call.callId, 'ended', 'After hanging up');
    },
  },
  {
    name: 'hanging up a call that has ended is a success that says so: already_ended, never CALL_NOT_FOUND',
    check: async (scene) => {
      const call = await scene.dial();
      await scene.hangUp(call);
      equal((await scene.phone.hangupCall(call)).status, 'already_ended', 'Hanging up an ended call must answer already_ended.');
    },
  },
  {
    name: 'hanging up a call that the other side has ended is already_ended',
    requires: ['end-call-from-outside'],
    check: async (scene) => {
      const call = await scene.dialAnswered();
      await scene.endCallFromOutside(call);
      equal((await scene.phone.hangupCall(call)).status, 'already_ended', 'Hanging up an ended call must answer already_ended.');
    },
  },
  {
    name: 'hanging up an id that nobody knows is CALL_NOT_FOUND, never already_ended',
    check: async (scene) => {
      const work = scene.phone.hangupCall(scene.unknownCall);
      await scene.fails('Hanging up an unknown call', work, { codes: ['CALL_NOT_FOUND'], effect: 'none', retryable: false });
    },
  },
  {
    name: 'hanging up an id that nobody knows does not end the call that its agent is on',
    check: async (scene) => {
      const { agent, unknownCallId } = scene.cast;
      const call = await scene.dialAnswered();
      const work = scene.phone.hangupCall({ callId: unknownCallId, agentExtension: agent });
      await scene.fails('Hanging up an unknown call', work, { codes: ['CALL_NOT_FOUND'], effect: 'none' });
      await scene.assertState(call.callId, 'live', "After hanging up an unknown id in the agent's name");
    },
  },
  {
    name: "hanging up an agent's earlier call does not end the one that the agent is on now",
    check: async (scene) => {
      const earlier = await scene.dial();
      await scene.hangUp(earlier);
      const present = await scene.dial({ destination: scene.cast.otherDestination });
      equal(
        (await scene.phone.hangupCall(earlier)).status,
        'already_ended',
        'Hanging up an ended call must answer already_ended.',
      );
      await scene.assertState(present.callId, 'live', "After hanging up the agent's earlier call");
    },
  },
  {
    name: "hanging up ends the call that is named and never another agent's",
    check: async (scene) => {
      const { otherAgent, otherDestination } = scene.cast;
      const other = await scene.dial({ agentExtension: otherAgent, destination: otherDestination });
      const call = await scene.dial();
      await scene.hangUp(call);
      await scene.assertState(call.callId, 'ended', 'After hanging up');
      await scene.assertState(other.callId, 'live', "After hanging up the first agent's call");
    },
  },
  {
    name: 'hanging up is never reported as done when the switch did not say so',
    requires: ['trouble:lose-answer'],
    check: async (scene) => {
      const call = await scene.dial();
      await scene.provoke('lose-answer');
      // Hanging up twice is harmless: a driver may ask again, and be told that the call is over.
      const hangup = scene.phone.hangupCall(call);
      const result = await hangup.catch(() => undefined);
      if (result?.status === 'already_ended')
        return scene.assertState(call.callId, 'ended', 'When hanging up answers already_ended');
      await scene.fails('Hanging up with the answer lost', hangup, { effect: 'unknown' });
    },
  },
  {
    name: 'hanging up with refused credentials fails, and the call goes on',
    requires: ['trouble:bad-credentials'],
    check: async (scene) => {
      const call = await scene.dial();
      await scene.provoke('bad-credentials');
      const expected = { codes: ['UNAUTHENTICATED', 'FORBIDDEN'], effect: 'none' } as const;
      await scene.fails('Hanging up with bad credentials', scene.phone.hangupCall(call), expected);
      await scene.assertState(call.callId, 'live', 'After hanging up with bad credentials');
    },
  },
];
