import type { MutableCall } from '../dialler/call.ts';
import { lookupError, rows } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';

const names = ['call_id', 'custtime'];
// In the order of the script; NON-AGENT_API.txt shows another, without call_type.
const detailNames = [...names, 'call_date', 'phone', 'call_type', 'campaign_id', 'list_id', 'status', 'user'];
const callTypes: Readonly<Record<string, string>> = { M: 'OUTBOUND_MANUAL', Y: 'INBOUND', J: 'INBOUND' };

/** NON-AGENT_API.txt, callid_info: by call id. A call that still rings is in no log yet, and is not found. */
export const callIdInfo: ApiFunction = (parameters, services) => {
  const { user, agentUser } = parameters;
  const callId = parameters.get('call_id');
  if (!/^[YJVMS].{17,38}$/.test(callId)) return lookupError('callid_info INVALID SEARCH PARAMETERS', `${user}|${callId}`);
  const call = services.calls.find(callId);
  if (call === undefined || call.uniqueId === '') return lookupError('callid_info CALL NOT FOUND', `${user}|${agentUser}`);
  const detailed = parameters.get('detail') === 'YES';
  return rows(parameters, detailed ? detailNames : names, [describe(call, detailed, services)]);
};

function describe(call: MutableCall, detailed: boolean, { time }: ApiServices): readonly string[] {
  const { answeredAt, endedAt } = call;
  // Talk time is written when the agent's part of the call ends; who never answered never talked.
  const unknown = answeredAt === undefined || endedAt === undefined;
  const seconds = unknown ? 0 : Math.round((Date.parse(endedAt) - Date.parse(answeredAt)) / 1_000);
  const brief = [call.callId, String(seconds)];
  if (!detailed) return brief;
  return [
    ...brief,
    time.sqlDateTime(Date.parse(call.startedAt)),
    call.phoneNumber,
    callTypes[call.callId.charAt(0)] ?? 'OUTBOUND_OTHER',
    call.inGroup ?? call.campaign,
    '999',
    call.disposition ?? (call.state === 'ended' ? 'DISPO' : 'INCALL'),
    call.user ?? 'VDCL',
  ];
}
