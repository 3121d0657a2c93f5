import { type ApiAnswer, error, success } from './api-answer.ts';
import type { ApiFunction } from './api-services.ts';
import { externalDial } from './external-dial.ts';
import { raCallControl } from './ra-call-control.ts';
import { recording } from './recording.ts';
import { transferConference } from './transfer-conference.ts';
import { leaveCommand, withAgent } from './with-agent.ts';

/** AGENT_API.txt, external_hangup: by agent, never by call, and SUCCESS also when there is nothing to hang up. */
const externalHangup: ApiFunction = (parameters, services) => {
  const { value, agentUser } = parameters;
  if (value === '' || agentUser === '') return notValid('external_hangup', value, agentUser);
  return withAgent(parameters, services, (agent) => {
    leaveCommand(agent, { hangup: value }, services, 'external_hangup');
    return success('external_hangup function set', `${value}|${agentUser}`);
  });
};

/** AGENT_API.txt, external_status: the disposition; applied on the disposition screen, and waits for it. */
const externalStatus: ApiFunction = (parameters, services) => {
  const { value, agentUser } = parameters;
  if (value === '' || agentUser === '') return notValid('external_status', value, agentUser);
  return withAgent(parameters, services, (agent) => {
    leaveCommand(agent, { status: value }, services, 'external_status');
    return success('external_status function set', `${value}|${agentUser}`);
  });
};

/** AGENT_API.txt, external_pause; the refusal of a needless RESUME is in api.php only. */
const externalPause: ApiFunction = (parameters, services) => {
  const { value, agentUser } = parameters;
  const command = value.includes('RESUME') ? 'RESUME' : value.includes('PAUSE') ? 'PAUSE' : undefined;
  if (command === undefined || agentUser === '') return notValid('external_pause', value, agentUser);
  return withAgent(parameters, services, (agent) => {
    if (command === 'RESUME' && (agent.state === 'READY' || agent.state === 'INCALL')) {
      return error('external_pause agent is not paused', `${value}|${agentUser}`);
    }
    leaveCommand(agent, { pause: command }, services, 'external_pause');
    return success('external_pause function set', `${value}|${services.time.epochSeconds()}|${agentUser}`);
  });
};

/** AGENT_API.txt, park_call. */
const parkCall: ApiFunction = (parameters, services) => {
  const { value, agentUser } = parameters;
  if (!/PARK_CUSTOMER|GRAB_CUSTOMER/.test(value) || agentUser === '') return notValid('park_call', value, agentUser);
  return withAgent(parameters, services, (agent) => {
    if (agent.leadId === 0) return error('agent_user does not have a lead on their screen', agentUser);
    leaveCommand(agent, { park: value }, services, 'park_call');
    return success('park_call function set', `${value}|${agentUser}`);
  });
};

/** The functions of the Agent API that are simulated, but for `version`. */
export const agentFunctions: ReadonlyMap<string, ApiFunction> = new Map([
  ['external_dial', externalDial],
  ['external_hangup', externalHangup],
  ['external_status', externalStatus],
  ['external_pause', externalPause],
  ['transfer_conference', transferConference],
  ['park_call', parkCall],
  ['recording', recording],
  ['ra_call_control', raCallControl],
]);

function notValid(name: string, value: string, agentUser: string): ApiAnswer {
  return error(`${name} not valid`, `${value}|${agentUser}`);
}
