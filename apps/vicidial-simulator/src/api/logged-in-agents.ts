import type { LiveAgent } from '../dialler/agent.ts';
import { subStatusOf } from './agent-status.ts';
import { lookupError, rows } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import { statusOf } from './recording.ts';

const names = [
  'user',
  'campaign_id',
  'session_id',
  'status',
  'lead_id',
  'callerid',
  'calls_today',
  'full_name',
  'user_group',
  'user_level',
];

/** NON-AGENT_API.txt, logged_in_agents: a row for each. That there is nobody is an ERROR, and proves the credentials. */
export const loggedInAgents: ApiFunction = (parameters, services) => {
  const { user, agentUser } = parameters;
  const campaigns = listOf(parameters.get('campaigns'));
  const groups = listOf(parameters.get('user_groups'));
  const agents = services.agents
    .list()
    .filter(({ state }) => state !== 'LOGGED OUT')
    .filter(({ campaign }) => campaigns.length === 0 || campaigns.includes(campaign))
    .filter(({ userGroup }) => groups.length === 0 || groups.includes(userGroup));
  if (agents.length === 0) return lookupError('logged_in_agents NO LOGGED IN AGENTS', `${user}|${agentUser}`);
  const detailed = parameters.get('show_sub_status') === 'YES';
  const values = agents.map((agent) => describe(agent, detailed, services));
  return rows(parameters, detailed ? [...names, 'pause_code', 'sub_status'] : names, values);
};

function describe(agent: LiveAgent, detailed: boolean, services: ApiServices): readonly string[] {
  return [
    agent.user,
    agent.campaign,
    agent.sessionId,
    statusOf(agent),
    String(agent.leadId),
    agent.callId,
    String(agent.callsToday),
    agent.fullName,
    agent.userGroup,
    String(agent.userLevel),
    ...(detailed ? [agent.pauseCode, subStatusOf(agent, services)] : []),
  ];
}

function listOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('|');
}
