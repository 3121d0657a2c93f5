import { equal, notEqual, ok } from 'node:assert/strict';
import type { CaseDefinition } from '../conformance-case.ts';

/** What a dial that goes through promises. */
export const dialCases: readonly CaseDefinition[] = [
  {
    name: 'a dial that goes through is placed, with the id of the call, or accepted, with a reference to it',
    check: async (scene) => {
      const result = await scene.phone.makeCall(scene.request());
      ok(
        result.status === 'placed' || result.status === 'accepted',
        `The status must be placed or accepted, not ${String(result.status)}.`,
      );
      const id: unknown = result.status === 'placed' ? result.call.callId : result.reference;
      ok(typeof id === 'string', `The id of a call must be a text, not a ${typeof id}.`);
      ok(id.trim() !== '', 'The id of a call must not be empty.');
      ok(result.replayed !== true, 'A first dial is not the replay of another.');
    },
  },
  {
    name: 'a dial rings the destination exactly once',
    check: async (scene) => {
      await scene.dial();
      await scene.assertRings(1, 'After one dial');
    },
  },
  {
    name: 'the call is the one that was asked for: its agent, and its destination as it was given',
    check: async (scene) => {
      const { callId } = await scene.dial();
      const call = await scene.witnessed(callId);
      equal(call.agentExtension, scene.cast.agent, "The call must be the agent's who was named.");
      equal(call.destination, scene.cast.destination, 'The destination must reach the switch as it was given.');
      ok(call.state !== 'ended', 'A call that was just placed must not have ended.');
    },
  },
  {
    name: 'the campaign and the skill of a dial reach the switch',
    requires: ['campaigns'],
    check: async (scene) => {
      const { campaignName, skillId } = scene.cast;
      const { callId } = await scene.dial({ campaignName, skillId });
      const call = await scene.witnessed(callId);
      equal(call.campaignName, campaignName, 'The campaign must reach the switch.');
      equal(call.skillId, skillId, 'The skill must reach the switch.');
    },
  },
  {
    name: 'two agents who call the same destination make two calls',
    check: async (scene) => {
      const { agent, otherAgent } = scene.cast;
      const [first, second] = await Promise.all([
        scene.dial({ agentExtension: agent }),
        scene.dial({ agentExtension: otherAgent }),
      ]);
      notEqual(first.callId, second.callId, 'Each agent must have a call of their own.');
      await scene.assertRings(2, 'After a dial of each of two agents');
    },
  },
  {
    name: 'one agent who calls two destinations, one after the other, makes two calls',
    check: async (scene) => {
      const { otherDestination } = scene.cast;
      const first = await scene.dial();
      await scene.hangUp(first);
      const second = await scene.dial({ destination: otherDestination });
      notEqual(first.callId, second.callId, 'Each destination must have a call of its own.');
      await scene.assertRings(1, 'After one dial of each destination');
      await scene.assertRings(1, 'After one dial of each destination', otherDestination);
    },
  },
  {
    name: 'after hanging up, the same destination can be called again at once, and rings',
    check: async (scene) => {
      const first = await scene.dial();
      await scene.hangUp(first);
      const again = await scene.phone.makeCall(scene.request());
      // Without findCall, whoever guards dials does not learn which call an accepted one became: it may hold the next
      // back, but not claim that it rang.
      const learns = scene.declared.includes('call.status');
      if (!learns && again.status === 'accepted' && again.replayed === true) {
        await scene.assertRings(1, 'After a dial that says that it is replayed');
        return;
      }
      notEqual(first.callId, (await scene.refer(again)).callId, 'The second call must not be the first.');
      await scene.assertRings(2, 'After dialling, hanging up and dialling again');
    },
  },
];
