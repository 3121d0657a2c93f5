import type { LiveAgent, PendingCommands } from '../dialler/agent.ts';
import { type ApiAnswer, error } from './api-answer.ts';
import type { ApiServices } from './api-services.ts';
import { mayCall } from './authentication.ts';
import type { Parameters } from './parameters.ts';

/** Runs a function of the Agent API for the agent that `agent_user` names, who must be logged in (AGENT_API.txt). */
export function withAgent(parameters: Parameters, services: ApiServices, run: (agent: LiveAgent) => ApiAnswer): ApiAnswer {
  const { agentUser, user, value, function: name } = parameters;
  if (!mayCall(services.apiUser, name)) {
    return error('auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION', `${value}|${user}|${name}|ADMIN`);
  }
  const agent = services.agents.findLoggedIn(agentUser);
  // An agent whom nobody knows gets the same answer as one who is logged out.
  return agent === undefined ? error('agent_user is not logged in', agentUser) : run(agent);
}

/** Leaves a command for the agent's screen, unless a fault keeps the screen from seeing it. */
export function leaveCommand(
  agent: LiveAgent,
  command: PendingCommands,
  { faults, screens }: ApiServices,
  apiFunction: string,
): void {
  if (faults.take(apiFunction, 'inside') === undefined) screens.leave(agent, command);
}
