import type { DialCommand, LiveAgent } from '../dialler/agent.ts';
import type { Lead } from '../dialler/lead-book.ts';
import { type ApiAnswer, error, success } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import type { Parameters } from './parameters.ts';
import { leaveCommand, withAgent } from './with-agent.ts';

/**
 * AGENT_API.txt, external_dial. The dial takes place on the agent's screen, later; the answer has no call id. What
 * api.php does not require although its document reads so: `phone_code`.
 */
export const externalDial: ApiFunction = (parameters, services) => {
  const { agentUser } = parameters;
  // Whatever is no digit is deleted without a word: "+1 555" is dialled as 1555.
  const value = parameters.value === 'MANUALNEXT' ? parameters.value : parameters.value.replaceAll(/\D/g, '');
  const [search = '', preview = '', focus = ''] = ['search', 'preview', 'focus'].map((name) => parameters.get(name));
  const leadId = parameters.get('lead_id');
  const incomplete = [search, preview, focus, agentUser].some(({ length }) => length < 2);
  if (incomplete || (value.length < 2 && leadId === '')) {
    const rest = `${parameters.get('phone_code')}|${search}|${preview}|${focus}|${leadId}`;
    return error('external_dial not valid', `${value}|${rest}|${agentUser}|${parameters.get('alt_user')}`);
  }
  return withAgent({ ...parameters, value }, services, (agent) => dial(agent, value, parameters, services));
};

function dial(agent: LiveAgent, value: string, parameters: Parameters, services: ApiServices): ApiAnswer {
  const { notFound, usable } = checkInGroup(parameters.get('dial_ingroup'), services);
  // Also while a disposition is open: PAUSED counts only without a lead. An in-group of its own lifts the rule (api.php).
  const refused = agent.state !== 'PAUSED' && !usable ? 'agent_user is not paused' : undefined;
  if (refused !== undefined) return prefix(notFound, error(refused, agent.user));
  if (!agent.manualDial) return prefix(notFound, error('agent_user is not allowed to place manual dial calls', agent.user));
  const refusal = checkCallerId(agent, parameters);
  if (refusal !== undefined) return prefix(notFound, refusal);
  const leadId = parameters.get('lead_id');
  const lead = leadId === '' ? undefined : services.leads.find(Number(leadId));
  if (leadId !== '' && lead === undefined) return prefix(notFound, error('lead_id is not valid', `${agent.user}|${leadId}`));
  const command = toCommand(value, lead, parameters);
  leaveCommand(agent, { dial: command }, services, 'external_dial');
  return prefix(notFound, confirm(agent, command, parameters, services));
}

/** A wrong in-group is only worth a NOTICE in front of the real answer: two lines in one body. */
function checkInGroup(inGroup: string, services: ApiServices): { readonly notFound: string; readonly usable: boolean } {
  if (inGroup === '') return { notFound: '', usable: false };
  const usable = services.inGroups.includes(inGroup);
  return { notFound: usable ? '' : `NOTICE: defined dial_ingroup not found - ${inGroup}\n`, usable };
}

function checkCallerId(agent: LiveAgent, parameters: Parameters): ApiAnswer | undefined {
  const alias = parameters.get('group_alias');
  const callerId = parameters.get('outbound_cid');
  if (alias.length > 1 && alias !== 'DEFAULT') return error('group_alias is not valid', `${agent.user}|${alias}`);
  if (callerId.length <= 1) return undefined;
  return error('outbound_cid is not allowed on this system', `${agent.user}|${callerId}|DISABLED`);
}

function toCommand(value: string, lead: Lead | undefined, parameters: Parameters): DialCommand {
  return {
    value: lead?.phoneNumber ?? value,
    phoneCode: lead?.phoneCode ?? parameters.get('phone_code'),
    search: parameters.get('search') === 'YES',
    preview: parameters.get('preview') === 'YES',
    vendorId: parameters.get('vendor_id'),
    ...(lead === undefined ? {} : { leadId: lead.leadId }),
  };
}

function confirm(agent: LiveAgent, command: DialCommand, parameters: Parameters, services: ApiServices): ApiAnswer {
  const asked = ['search', 'preview', 'focus', 'vendor_id'].map((name) => parameters.get(name)).join('|');
  const route = ['dial_prefix', 'group_alias'].map((name) => parameters.get(name)).join('|');
  const callerId = parameters.get('group_alias') === 'DEFAULT' ? '8005550100' : '';
  const details = [
    agent.user,
    command.phoneCode,
    asked,
    services.time.epochSeconds(),
    route,
    callerId,
    parameters.get('alt_dial'),
  ];
  return success('external_dial function set', `${command.value}|${details.join('|')}`);
}

function prefix(text: string, answer: ApiAnswer): ApiAnswer {
  return { ...answer, body: text + answer.body };
}
