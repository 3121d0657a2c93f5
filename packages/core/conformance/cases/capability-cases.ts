import { deepEqual, equal, fail, ok } from 'node:assert/strict';
import {
  type AgentExtension,
  type Capability,
  CAPABILITY_METHODS,
  type PhoneSwitch,
  parseAgentExtension,
  supports,
} from '@elasticfunnels/switch-core';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Scene } from '../scene.ts';

function having<C extends Capability>({ phone }: Scene, capability: C): PhoneSwitch<C> {
  return supports(phone, capability)
    ? phone
    : fail(`The capability ${capability} is declared, and the switch does not say that it has it.`);
}

/** Calls a method whatever the type says, as code in JavaScript could. */
async function callUndeclared({ phone }: Scene, method: string, argument: string): Promise<unknown> {
  const found: unknown = Reflect.get(phone, method);
  ok(typeof found === 'function', `An undeclared ${method} must answer CAPABILITY_MISSING, not be absent.`);
  return Reflect.apply(found, phone, [argument]);
}

function undeclared(capability: Capability, method: string, argument: (scene: Scene) => string): CaseDefinition {
  return {
    name: `${method} of a switch without ${capability} is CAPABILITY_MISSING, never a silent nothing`,
    requires: ['host', `no ${capability}`],
    check: async (scene) => {
      const work = callUndeclared(scene, method, argument(scene));
      await scene.fails(method, work, { codes: ['CAPABILITY_MISSING'], effect: 'none', retryable: false });
    },
  };
}

async function stateOf(scene: Scene, agent: AgentExtension): Promise<string> {
  return (await having(scene, 'agent.status').getAgentStatus(agent)).state;
}

/** What declaring a capability, or not declaring it, promises. */
export const capabilityCases: readonly CaseDefinition[] = [
  {
    name: 'the switch has the capabilities that its plugin declares, and the methods that come with them',
    check: async ({ phone, declared }) => {
      deepEqual([...phone.capabilities].sort(), [...declared].sort(), 'The switch must have exactly the declared capabilities.');
      for (const method of declared.flatMap((capability) => CAPABILITY_METHODS[capability])) {
        equal(typeof Reflect.get(phone, method), 'function', `The declared capabilities come with ${method}().`);
      }
    },
  },
  undeclared('agent.status', 'getAgentStatus', ({ cast }) => cast.agent),
  undeclared('call.status', 'findCall', ({ cast }) => cast.unknownCallId),
  {
    name: 'the status of an agent tells ready from logged out',
    requires: ['agent.status', 'agent-refusals'],
    check: async (scene) => {
      const { agent, readyAgent = agent } = scene.cast;
      equal(await stateOf(scene, readyAgent), 'ready', 'An agent who is ready must be told as ready.');
      equal(
        await stateOf(scene, scene.cast.loggedOutAgent),
        'logged_out',
        'An agent who is not logged in must be told as logged_out.',
      );
    },
  },
  {
    name: 'the status of an agent on a call is on_call, and names that call where it names one',
    requires: ['agent.status'],
    check: async (scene) => {
      const { callId } = await scene.dialAnswered();
      const { state, call } = await having(scene, 'agent.status').getAgentStatus(scene.cast.agent);
      equal(state, 'on_call', 'An agent who is on a call must be told as on_call.');
      if (call !== undefined) equal(call.callId, callId, 'The call of the status must be the one that the agent is on.');
    },
  },
  {
    name: 'the status of an agent whom nobody knows is AGENT_NOT_FOUND',
    requires: ['agent.status', 'agent-refusals'],
    check: async (scene) => {
      const unknown = parseAgentExtension(scene.cast.unknownAgent);
      const work = having(scene, 'agent.status').getAgentStatus(unknown);
      await scene.fails('The status of an unknown agent', work, { codes: ['AGENT_NOT_FOUND'], effect: 'none' });
    },
  },
  {
    name: 'findCall finds the call that a dial has become, and for a reference that nobody knows nothing',
    requires: ['call.status'],
    check: async (scene) => {
      const phone = having(scene, 'call.status');
      const result = await phone.makeCall(scene.request());
      const { callId } = await scene.refer(result);
      const found = await phone.findCall(result.status === 'accepted' ? result.reference : callId);
      if (result.status === 'accepted') ok(found !== undefined, 'The call of an accepted dial must be found by its reference.');
      if (found !== undefined) equal(found.callId, callId, 'findCall must find the call that the dial has become, and no other.');
      equal(await phone.findCall(scene.cast.unknownCallId), undefined, 'An unknown reference must find nothing.');
    },
  },
];
