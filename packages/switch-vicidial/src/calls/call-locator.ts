import { type CallReference, SwitchError } from '@elasticfunnels/switch-core';
import { type AgentRow, findAgent, findLoggedCall, isCallId, listAgents, type LoggedCall } from '../api/look-ups.ts';
import type { VicidialClient } from '../api/vicidial-client.ts';
import type { Undertaking } from '../operations/undertaking.ts';
import { findLeadId, isContinuation, isDisposing, isOnCall, mayContinue } from './call-identity.ts';

/** Where a call is now. Commands go to an agent's screen, so one that is on none cannot be acted on. */
export type CallPlace =
  | { readonly at: 'screen'; readonly screen: CallScreen }
  /** Over, as far as agents have to do with it; `disposing`: one has still to say what came of it. */
  | { readonly at: 'over'; readonly disposing: boolean }
  /** It goes on, on nobody's screen: in a queue, or its agent has gone. */
  | { readonly at: 'nobody' };

/** A call on an agent's screen. */
export interface CallScreen {
  readonly user: string;
  /** As the screen knows it: another than the one asked for after a transfer. */
  readonly callId: string;
  readonly leadId: string;
  readonly phase: 'ringing' | 'talking' | 'dead';
}

/**
 * Finds out where a call is, as no command of ViciDial names one: whoever acts by agent alone may act on the next call.
 *
 * @throws SwitchError `CALL_NOT_FOUND` for an id that neither a screen nor the log knows.
 */
export async function locateCall(client: VicidialClient, undertaking: Undertaking, call: CallReference): Promise<CallPlace> {
  if (!isCallId(call.callId)) throw unknownCall();
  const named = await findNamedAgent(client, undertaking, call);
  if (named !== undefined && isOnCall(named) && named.callId === call.callId) return onScreen(named);
  const agents = await listAgents(client, undertaking);
  const holder = agents.find((row) => isOnCall(row) && row.callId === call.callId);
  if (holder !== undefined) return onScreen(holder);
  const leadId = findLeadId(call);
  const disposing = agents.some((row) => isDisposing(row, leadId));
  const logged = await findLoggedCall(client, undertaking, call.callId);
  if (logged === undefined) {
    // A dial that nobody answered is in the log only after its disposition (updateDISPO in vdc_db_query.php).
    if (disposing) return { at: 'over', disposing };
    throw unknownCall();
  }
  const onward = await findOnward(client, undertaking, { call, logged, rows: agents.filter((row) => mayContinue(row, leadId)) });
  if (onward !== undefined) return onScreen(onward);
  return OPEN.includes(logged.status) ? { at: 'nobody' } : { at: 'over', disposing };
}

/** The statuses of calls in the log that go on. */
const OPEN: readonly string[] = ['INCALL', 'QUEUE'];

async function findNamedAgent(
  client: VicidialClient,
  undertaking: Undertaking,
  { agentExtension }: CallReference,
): Promise<AgentRow | undefined> {
  if (agentExtension === undefined) return undefined;
  const lookUp = await findAgent(client, undertaking, agentExtension);
  return lookUp.found === 'agent' ? lookUp.agent : undefined;
}

async function findOnward(
  client: VicidialClient,
  undertaking: Undertaking,
  { call, logged, rows }: { readonly call: CallReference; readonly logged: LoggedCall; readonly rows: readonly AgentRow[] },
): Promise<AgentRow | undefined> {
  for (const row of rows) {
    const present = await findLoggedCall(client, undertaking, row.callId);
    if (present === undefined) continue;
    if (isContinuation(logged, { row, logged: present, namedAgent: call.agentExtension })) return row;
  }
  return undefined;
}

function onScreen({ user, callId, leadId, subStatus }: AgentRow): CallPlace {
  const phase = subStatus === 'DEAD' ? 'dead' : subStatus === 'DIAL' ? 'ringing' : 'talking';
  return { at: 'screen', screen: { user, callId, leadId, phase } };
}

function unknownCall(): SwitchError {
  return new SwitchError('CALL_NOT_FOUND', {}, { message: 'No agent has this call, and the log does not know it.' });
}

/**
 * Whether an agent's screen has let go of a call; undefined while it has not, and while nobody can tell: an agent who has
 * logged out has left the screen, and perhaps not the call.
 */
export async function hasLetGo(
  client: VicidialClient,
  undertaking: Undertaking,
  { user, callId }: CallScreen,
): Promise<{ readonly disposing: boolean } | undefined> {
  const lookUp = await findAgent(client, undertaking, user);
  if (lookUp.found !== 'agent') return undefined;
  const { agent } = lookUp;
  if (isOnCall(agent) && agent.callId === callId) return undefined;
  return { disposing: isDisposing(agent, agent.leadId) };
}
