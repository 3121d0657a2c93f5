import type { LiveAgent } from '../dialler/agent.ts';
import { lookupError, rows } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import { statusOf } from './recording.ts';

// The script's own header has `callerid` where NON-AGENT_API.txt shows `call_id`.
const names = [
  'status',
  'callerid',
  'lead_id',
  'campaign_id',
  'calls_today',
  'full_name',
  'user_group',
  'user_level',
  'pause_code',
  'real_time_sub_status',
  'phone_number',
  'vendor_lead_code',
  'session_id',
];

/** NON-AGENT_API.txt, agent_status: one row about one agent. */
export const agentStatus: ApiFunction = (parameters, services) => {
  const { user, agentUser } = parameters;
  const about = `${user}|${agentUser}`;
  if (agentUser === '') return lookupError('agent_status INVALID SEARCH PARAMETERS', about);
  const agent = services.agents.find(agentUser);
  if (agent === undefined) return lookupError('agent_status AGENT NOT FOUND', about);
  if (agent.state === 'LOGGED OUT') return lookupError('agent_status AGENT NOT LOGGED IN', about);
  const withAddress = parameters.get('include_ip') === 'YES';
  const values = [...describe(agent, services), ...(withAddress ? ['127.0.0.1'] : [])];
  return rows(parameters, withAddress ? [...names, 'computer_ip'] : names, [values]);
};

/** What the screen is busy with: DISPO, PREVIEW, PARK, DEAD, DIAL, 3-WAY, or nothing worth a word. */
export function subStatusOf(agent: LiveAgent, { calls, agents }: ApiServices): string {
  if (agent.state === 'PAUSED') return agent.previewLeadId > 0 ? 'PREVIEW' : '';
  if (agent.state === 'DISPO') return 'DISPO';
  if (agent.state !== 'INCALL') return '';
  const call = calls.find(agent.callId);
  if (call === undefined || call.state === 'ended') return 'DEAD';
  if (call.parked) return 'PARK';
  if (call.state === 'dialling') return 'DIAL';
  // Two agents with one lead are taken for a conference, whatever calls they are on (non_agent_api.php).
  const others = agents.list().filter((other) => other !== agent && other.state === 'INCALL' && other.leadId === agent.leadId);
  return others.length > 0 ? '3-WAY' : '';
}

function describe(agent: LiveAgent, services: ApiServices): readonly string[] {
  const leadId = agent.previewLeadId > 0 ? agent.previewLeadId : agent.leadId;
  const lead = services.leads.find(leadId);
  return [
    statusOf(agent),
    agent.callId,
    String(leadId),
    agent.campaign,
    String(agent.callsToday),
    agent.fullName,
    agent.userGroup,
    String(agent.userLevel),
    agent.pauseCode,
    subStatusOf(agent, services),
    lead?.phoneNumber ?? '',
    lead?.vendorLeadCode ?? '',
    agent.sessionId,
  ];
}
