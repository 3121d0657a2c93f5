import type { ConnectResult } from '@elasticfunnels/switch-core';
import { listAgents } from '../api/look-ups.ts';
import type { VicidialClient } from '../api/vicidial-client.ts';
import type { Undertaking } from './undertaking.ts';

/**
 * Proves the credentials at both scripts: at the second by a command that lacks its value, which is refused after
 * the login and does nothing. `version` proves nothing, as it is answered before the login.
 */
export async function connect(client: VicidialClient, undertaking: Undertaking): Promise<ConnectResult> {
  const { remainingMs } = undertaking;
  const latency = (): { latencyMs: number } => ({ latencyMs: Math.round(remainingMs - undertaking.remainingMs) });
  // The first that refuses ends it: each try with a wrong password counts towards the lock-out.
  await listAgents(client, undertaking);
  const agentApi = await client.agentApi(undertaking, {
    function: 'external_status',
    kind: 'question',
    parameters: { agent_user: '', value: '' },
    read: (answer) => (answer.kind === 'unreadable' ? undefined : 'something else'),
    recover: ({ text }) => (/^external_status not valid$/i.test(text) ? 'logged in' : undefined),
  });
  if (agentApi === 'logged in') return { status: 'verified', ...latency() };
  return { status: 'reachable', reason: 'the Agent API answered an empty command in a way that tells nothing', ...latency() };
}
