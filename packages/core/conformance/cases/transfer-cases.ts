import { equal, ok } from 'node:assert/strict';
import type { CallReference, SwitchErrorCode, TransferKind } from '@elasticfunnels/switch-core';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Trouble } from '../conformance-subject.ts';
import type { Scene } from '../scene.ts';

async function assertWithAgent(scene: Scene, { callId }: CallReference, why: string): Promise<void> {
  const { holder, state, transfers } = await scene.witnessed(callId);
  ok(state !== 'ended', `${why}: the call must go on.`);
  ok(
    holder === scene.cast.agent && transfers.length === 0,
    `${why}: the call must still be with the agent, and is with ${holder}.`,
  );
}

async function assertHandedOver(scene: Scene, { callId }: CallReference, kind?: TransferKind): Promise<void> {
  const { holder, state, transfers } = await scene.witnessed(callId);
  equal(holder, scene.cast.transferTarget, 'After a transfer the target must have the call.');
  ok(state !== 'ended', 'A transferred call must go on.');
  equal(transfers.length, 1, 'One transfer must hand the call over once.');
  const done = transfers[0]?.kind;
  if (kind !== undefined && done !== undefined)
    equal(done, kind, 'A stated kind of transfer must never be replaced by the other.');
}

const DOUBT = { effect: 'unknown', retryable: false } as const;

function doubtCase(name: string, trouble: Trouble, codes: readonly SwitchErrorCode[] = ['OUTCOME_UNKNOWN']): CaseDefinition {
  return {
    name,
    requires: [`trouble:${trouble}`],
    check: async (scene) => {
      const call = await scene.dialAnswered();
      await scene.provoke(trouble);
      const { transferTarget: targetExtension } = scene.cast;
      await scene.fails('The transfer', scene.phone.transferCall({ call, targetExtension }), { ...DOUBT, codes });
      const { transfers } = await scene.witnessed(call.callId);
      ok(transfers.length <= 1, `A transfer must not be repeated, and was done ${transfers.length} times.`);
    },
  };
}

const doubtCases: readonly CaseDefinition[] = [
  doubtCase('a transfer whose answer is lost is OUTCOME_UNKNOWN with effect unknown, and is not repeated', 'lose-answer'),
  doubtCase('a transfer after which the switch fails is OUTCOME_UNKNOWN, and is not repeated', 'server-error'),
  // A driver may tell what it found; behind the host that, too, is OUTCOME_UNKNOWN.
  doubtCase('a transfer whose answer cannot be read is not reported as done, and is not repeated', 'garbled-answer', [
    'OUTCOME_UNKNOWN',
    'CONTRACT_VIOLATED',
  ]),
];

/** What transferring promises. */
export const transferCases: readonly CaseDefinition[] = [
  {
    name: 'a transfer really hands the call to the target, once, and the call goes on',
    check: async (scene) => {
      const call = await scene.dialAnswered();
      const result = await scene.phone.transferCall({ call, targetExtension: scene.cast.transferTarget });
      equal(result.status, 'transferred', 'A transfer that is done must answer transferred.');
      await assertHandedOver(scene, call);
    },
  },
  {
    name: 'a blind transfer is done as a blind one',
    check: async (scene) => {
      const call = await scene.dialAnswered();
      await scene.phone.transferCall({ call, targetExtension: scene.cast.transferTarget, kind: 'blind' });
      await assertHandedOver(scene, call, 'blind');
    },
  },
  {
    name: 'an attended transfer is done as an attended one, never quietly as a blind one',
    requires: ['transfer.attended'],
    check: async (scene) => {
      const call = await scene.dialAnswered();
      await scene.phone.transferCall({ call, targetExtension: scene.cast.transferTarget, kind: 'attended' });
      await assertHandedOver(scene, call, 'attended');
    },
  },
  {
    name: 'an attended transfer by a switch that cannot do one is CAPABILITY_MISSING, and the call stays with the agent',
    requires: ['no transfer.attended'],
    check: async (scene) => {
      const call = await scene.dialAnswered();
      const work = scene.phone.transferCall({ call, targetExtension: scene.cast.transferTarget, kind: 'attended' });
      await scene.fails('An attended transfer', work, { codes: ['CAPABILITY_MISSING'], effect: 'none', retryable: false });
      await assertWithAgent(scene, call, 'After a refused attended transfer');
    },
  },
  {
    name: 'a transfer to an extension that cannot take it is refused with effect none, and the call stays with the agent',
    check: async (scene) => {
      const call = await scene.dialAnswered();
      const work = scene.phone.transferCall({ call, targetExtension: scene.cast.unknownTarget });
      const codes = ['AGENT_NOT_FOUND', 'AGENT_NOT_READY', 'DESTINATION_INVALID', 'REJECTED'] as const;
      await scene.fails('A transfer to an unknown target', work, { codes, effect: 'none', retryable: false });
      await assertWithAgent(scene, call, 'After a refused transfer');
    },
  },
  {
    name: "a transfer of an id that nobody knows is CALL_NOT_FOUND, and the agent's own call stays",
    check: async (scene) => {
      const { agent, transferTarget: targetExtension, unknownCallId: callId } = scene.cast;
      const present = await scene.dialAnswered();
      const work = scene.phone.transferCall({ call: { callId, agentExtension: agent }, targetExtension });
      await scene.fails('A transfer of an unknown call', work, { codes: ['CALL_NOT_FOUND'], effect: 'none', retryable: false });
      await assertWithAgent(scene, present, 'After a transfer of an unknown call');
    },
  },
  {
    name: 'a transfer of a call that has ended is CALL_ENDED, never CALL_NOT_FOUND',
    check: async (scene) => {
      const call = await scene.dial();
      await scene.hangUp(call);
      const work = scene.phone.transferCall({ call, targetExtension: scene.cast.transferTarget });
      await scene.fails('A transfer of an ended call', work, { codes: ['CALL_ENDED'], effect: 'none', retryable: false });
    },
  },
  {
    name: "a transfer hands over the call that is named and never another agent's",
    check: async (scene) => {
      const { agent, otherAgent, otherDestination, transferTarget: targetExtension } = scene.cast;
      const own = await scene.dialAnswered({ agentExtension: agent });
      const other = await scene.dialAnswered({ agentExtension: otherAgent, destination: otherDestination });
      await scene.phone.transferCall({ call: other, targetExtension });
      await assertHandedOver(scene, other);
      await assertWithAgent(scene, own, "After a transfer of another agent's call");
    },
  },
  {
    name: 'a transferred call keeps its id: it can be hung up by it',
    check: async (scene) => {
      const call = await scene.dialAnswered();
      const transferred = await scene.transferAway(call);
      equal((await scene.phone.hangupCall(transferred)).status, 'ended', 'Hanging up a transferred call must end it.');
      await scene.assertState(call.callId, 'ended', 'After hanging up a transferred call');
    },
  },
  ...doubtCases,
];
