import type { AgentExtension, AgentStatus } from '@elasticfunnels/switch-core';
import { type AgentRow, findAgent } from '../api/look-ups.ts';
import type { VicidialClient } from '../api/vicidial-client.ts';
import { isOnCall } from '../calls/call-identity.ts';
import { agentNotFound } from './agent-errors.ts';
import { referTo } from './find-call.ts';
import type { Undertaking } from './undertaking.ts';

/**
 * What an agent does. `ready` is who waits for calls; who may dial by hand is paused, and so `not_ready`.
 *
 * @throws SwitchError `AGENT_NOT_FOUND`
 */
export async function getAgentStatus(
  client: VicidialClient,
  undertaking: Undertaking,
  agent: AgentExtension,
): Promise<AgentStatus> {
  const lookUp = await findAgent(client, undertaking, agent);
  if (lookUp.found === 'unknown') throw agentNotFound();
  if (lookUp.found === 'logged_out') return { state: 'logged_out' };
  const state = stateOf(lookUp.agent);
  return { state, ...(state === 'on_call' && isOnCall(lookUp.agent) ? { call: referTo(lookUp.agent) } : {}) };
}

function stateOf({ status, subStatus }: AgentRow): AgentStatus['state'] {
  switch (status) {
    case 'READY':
    case 'CLOSER':
      return 'ready';
    case 'INCALL':
    case 'QUEUE':
      return 'on_call';
    default:
      return subStatus === 'DISPO' ? 'wrap_up' : 'not_ready';
  }
}
