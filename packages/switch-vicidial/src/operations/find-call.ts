import { type CallReference, parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';
import { type AgentRow, findAgent } from '../api/look-ups.ts';
import type { VicidialClient } from '../api/vicidial-client.ts';
import { isOnCall } from '../calls/call-identity.ts';
import { readDialReference } from '../calls/dial-reference.ts';
import type { Undertaking } from './undertaking.ts';

/**
 * The call that a dial has become: the manual call that its agent has now, if it is to the number that was dialled and
 * the next one after the dial. Undefined until the screen has dialled, and once the call is over.
 */
export async function findCall(
  client: VicidialClient,
  undertaking: Undertaking,
  reference: string,
): Promise<CallReference | undefined> {
  const dial = readDialReference(reference);
  if (dial === undefined) return undefined;
  const lookUp = await findAgent(client, undertaking, dial.user);
  if (lookUp.found !== 'agent') return undefined;
  const { agent } = lookUp;
  const isManual = isOnCall(agent) && agent.callId.startsWith('M');
  const isNext = isNextCall(dial.callsBefore, agent.callsToday);
  return isManual && isNext && dial.isNumber(agent.phoneNumber.replace(/\D/g, '')) ? referTo(agent) : undefined;
}

/** Counts start again at midnight, and in another campaign; then the number alone has to tell. */
function isNextCall(before: number | undefined, today: string): boolean {
  const now = Number(today);
  return before === undefined || !/^\d+$/.test(today) || now === before + 1 || now <= before;
}

/** A call on an agent's screen, as a reference that finds it again. */
export function referTo({ user, callId, leadId }: AgentRow): CallReference {
  return {
    callId: parseCallId(callId),
    agentExtension: parseAgentExtension(user),
    ...(leadId === '' ? {} : { aliases: { lead_id: leadId } }),
  };
}
