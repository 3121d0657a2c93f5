import type { LiveAgent } from '../dialler/agent.ts';
import { type ApiAnswer, error, success } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import type { Parameters } from './parameters.ts';
import { leaveCommand, withAgent } from './with-agent.ts';

const dials = new Set(['DIAL_WITH_CUSTOMER', 'PARK_CUSTOMER_DIAL']);
const others = new Set(['BLIND_TRANSFER', 'LEAVE_VM', 'HANGUP_XFER', 'HANGUP_BOTH', 'LEAVE_3WAY_CALL', ...dials]);
const callerIdChoices = /CAMPAIGN|AGENT_PHONE|CUSTOMER|CUSTOM_CID/;

/**
 * AGENT_API.txt, transfer_conference. It asks only for a lead and a call id on the screen: a call that is still dialled
 * or already dead gets SUCCESS too, and nothing happens. Nor is a missing phone_number refused.
 */
export const transferConference: ApiFunction = (parameters, services) => {
  const { value, agentUser } = parameters;
  if (value.length < 8 || agentUser === '') return error('transfer_conference not valid', `${value}|${agentUser}`);
  return withAgent(parameters, services, (agent) => {
    if (agent.leadId === 0 || agent.callId === '') return error('agent_user does not have a live call', agentUser);
    return transfer(agent, parameters, services);
  });
};

function transfer(agent: LiveAgent, parameters: Parameters, services: ApiServices): ApiAnswer {
  const { value, user } = parameters;
  const consultative = parameters.get('consultative') === 'YES' ? 'YES' : 'NO';
  const toInGroup = value === 'LOCAL_CLOSER' || (consultative === 'YES' && dials.has(value));
  // The user of the API, not the agent: so api.php has it.
  if (!toInGroup && !others.has(value)) return error('value is not valid', `${value}|${user}`);
  const inGroup = resolveInGroup(parameters.get('ingroup_choices'));
  if (toInGroup && !services.inGroups.includes(inGroup)) return error('ingroup is not valid', inGroup);
  const choice = parameters.get('cid_choice');
  if (choice.length > 1 && !callerIdChoices.test(choice)) return error('cid_choice is not valid', `${agent.user}|${choice}`);
  const phoneNumber = parameters.get('phone_number');
  const command = { value, inGroup, phoneNumber, consultative: consultative === 'YES' };
  leaveCommand(agent, { transfer: command }, services, 'transfer_conference');
  const details = [value, inGroup, phoneNumber, consultative, agent.user, agent.callId].join('|');
  return success('transfer_conference function set', `${details}|`);
}

function resolveInGroup(choices: string): string {
  return choices.includes('DEFAULTINGROUP') ? 'SALESLINE' : choices;
}
