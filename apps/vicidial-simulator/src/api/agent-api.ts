import { type ApiAnswer, error } from './api-answer.ts';
import type { ApiServices } from './api-services.ts';
import { agentFunctions } from './agent-functions.ts';
import type { AuthenticationOutcome } from './authentication.ts';
import type { Parameters } from './parameters.ts';

const version = '2.14-82';
const build = '250122-1010';

/** Answers a request to `/agc/api.php`, as api.php of 2025-01 and AGENT_API.txt of 2024-06 have it. */
export function answerAgentApi(parameters: Parameters, services: ApiServices): ApiAnswer {
  if (parameters.function === 'version') return answerVersion(services);
  // The source comes before the credentials here, and after them in the Non-Agent API.
  if (parameters.source.length < 2) return error('Invalid Source', parameters.source);
  const refusal = authenticate(parameters, services);
  if (refusal !== undefined) return refusal;
  const call = agentFunctions.get(parameters.function);
  // An unknown function falls through api.php to its end: an empty body, and no error.
  return call === undefined ? { outcome: 'refused', body: '' } : call(parameters, services);
}

function answerVersion({ time }: ApiServices): ApiAnswer {
  const body = `VERSION: ${version}|BUILD: ${build}|DATE: ${time.sqlDateTime()}|EPOCH: ${time.epochSeconds()}\n`;
  return { outcome: 'done', body };
}

function authenticate({ user, pass, function: name }: Parameters, services: ApiServices): ApiAnswer | undefined {
  const { apiUser, authentication, faults } = services;
  const lockout = faults.take(name, 'before') !== undefined;
  const outcome = lockout ? 'LOCK' : authentication.check(user, pass, false);
  const access = user === apiUser.user && apiUser.agentApiAccess !== false;
  if (outcome === 'GOOD' && access && user.length >= 2 && pass.length >= 2) return undefined;
  const flags = `${outcome === 'GOOD' ? 1 : 0}|${access ? 1 : 0}`;
  const body = `ERROR: Invalid Username/Password: |${user}|${pass}|${flags}|${describe(outcome, user, pass)}|\n`;
  return { outcome: 'refused', body };
}

/** Since 2024 a bad password is echoed a second time, inside the SQL statement that found nobody (agc/functions.php). */
function describe(outcome: AuthenticationOutcome, user: string, pass: string): string {
  if (outcome !== 'BAD') return outcome;
  return `BAD|0|api|SELECT count(*) from vicidial_users where user='${user}' and pass='${pass}' and user_level > 0 and active='Y';`;
}
