import type { LiveAgent } from '../dialler/agent.ts';
import type { MutableCall } from '../dialler/call.ts';
import { type ApiAnswer, error, success } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import type { Parameters } from './parameters.ts';
import { withAgent } from './with-agent.ts';

/**
 * AGENT_API.txt, ra_call_control: the one function that names a call. It is documented for remote agents only; api.php
 * does not check that, and sends the agent who has the call back to READY without a disposition screen.
 */
export const raCallControl: ApiFunction = (parameters, services) => {
  const { value, agentUser, stage } = parameters;
  if (value === '' || agentUser === '' || stage === '') {
    return error('ra_call_control not valid', `${value}|${agentUser}|${stage}`);
  }
  return withAgent(parameters, services, () => {
    const call = services.calls.find(value);
    if (call === undefined || call.state === 'ended') return error('no active call found', value);
    return control(call, parameters, services);
  });
};

function control(call: MutableCall, parameters: Parameters, services: ApiServices): ApiAnswer {
  const { value, agentUser, stage } = parameters;
  const number = parameters.get('phone_number');
  const inGroup = parameters.get('ingroup_choices').replace('DEFAULTINGROUP', 'SALESLINE');
  switch (stage) {
    case 'HANGUP':
      release(call, undefined, parameters, services);
      return success('ra_call_control hungup', `${agentUser}|${value}|HANGUP`);
    case 'EXTENSIONTRANSFER':
      if (number.length < 2) return error('phone_number is not valid', number);
      release(call, number, parameters, services);
      return success('ra_call_control transfer', `${agentUser}|${value}|${number}`);
    case 'INGROUPTRANSFER':
      if (!services.inGroups.includes(inGroup)) return error('ingroup is not valid', inGroup);
      release(call, inGroup, parameters, services);
      return success('ra_call_control transfer', `${agentUser}|${value}|${number}`);
    default:
      return error('stage is not valid', stage);
  }
}

function release(call: MutableCall, target: string | undefined, parameters: Parameters, services: ApiServices): void {
  const agent = call.user === undefined ? undefined : services.agents.find(call.user);
  if (agent !== undefined) finish(agent, target, services);
  else services.calls.customerHangsUp(call);
  call.disposition = parameters.get('status') || 'RAXFER';
}

function finish(agent: LiveAgent, target: string | undefined, { calls, agents }: ApiServices): void {
  calls.finishForAgent(agent, target === undefined ? 'agent' : 'transfer', target);
  agents.rest(agent, 'READY');
  void calls.routeQueue();
}
