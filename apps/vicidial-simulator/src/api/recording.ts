import type { LiveAgent } from '../dialler/agent.ts';
import { type ApiAnswer, error, notice, success } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import { leaveCommand, withAgent } from './with-agent.ts';

const serverIp = '127.0.0.1';

/** AGENT_API.txt, recording: START, STOP and STATUS of the recording that an agent's screen was asked for. */
export const recording: ApiFunction = (parameters, services) => {
  const { value, agentUser, stage } = parameters;
  if (!/START|STOP|STATUS/.test(value) || agentUser === '') return error('recording not valid', `${value}|${agentUser}`);
  return withAgent(parameters, services, (agent) => {
    const session = `${serverIp}|${agent.sessionId}|${statusOf(agent)}`;
    if (value === 'STATUS') return describe(agent, session, services);
    if (value.includes('STOP') && agent.recordingId === 0) {
      return error('stop recording error', `${agentUser}|||||${session}`);
    }
    const command = value.includes('STOP') ? 'STOP' : `START${stage.slice(0, 14)}`;
    leaveCommand(agent, { recording: command }, services, 'recording');
    return success('recording function sent', `${agentUser}|${command}||||${session}`);
  });
};

/** The status of `vicidial_live_agents`: what the simulator calls DISPO is PAUSED there. */
export function statusOf({ state }: LiveAgent): string {
  return state === 'DISPO' ? 'PAUSED' : state;
}

function describe(agent: LiveAgent, session: string, { recordings, time }: ApiServices): ApiAnswer {
  const active = recordings.list().find(({ recordingId }) => recordingId === agent.recordingId);
  if (active === undefined) return notice('not recording', `${agent.user}|||||${session}`);
  const { recordingId, filename, startedAtMs } = active;
  const started = time.sqlDateTime(startedAtMs);
  return notice('recording active', `${agent.user}|${recordingId}|${filename}|${serverIp}|${started}|${session}`);
}
