import { type ApiAnswer, lookupError } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import { agentStatus } from './agent-status.ts';
import { type ApiUser, mayCall } from './authentication.ts';
import { callIdInfo } from './callid-info.ts';
import { loggedInAgents } from './logged-in-agents.ts';
import type { Parameters } from './parameters.ts';
import { recordingLookup } from './recording-lookup.ts';

const version = '2.14-202';
const build = '250720-1841';

interface LookUp {
  readonly call: ApiFunction;
  /** What is refused to a user without `view_reports`. */
  readonly permission: string;
}

const lookUps: ReadonlyMap<string, LookUp> = new Map([
  ['agent_status', { call: agentStatus, permission: 'TO GET AGENT INFO' }],
  ['logged_in_agents', { call: loggedInAgents, permission: 'TO GET AGENT INFO' }],
  ['recording_lookup', { call: recordingLookup, permission: 'TO GET RECORDING INFO' }],
  ['callid_info', { call: callIdInfo, permission: 'TO GET CALL INFO' }],
]);

/** Answers a request to `/vicidial/non_agent_api.php`, as the script and NON-AGENT_API.txt of 2025-07 have it. */
export function answerNonAgentApi(parameters: Parameters, services: ApiServices): ApiAnswer {
  const { function: name, source } = parameters;
  if (name === 'version') return answerVersion(services);
  const refusal = authenticate(parameters, services);
  if (refusal !== undefined) return refusal;
  const lookUp = lookUps.get(name);
  if (lookUp === undefined) return { outcome: 'refused', body: 'ERROR: NO FUNCTION SPECIFIED\n' };
  if (source.length < 2) {
    return { outcome: 'refused', body: `ERROR: Invalid Source - ${source}\nERROR: Invalid Source: |${source}|\n` };
  }
  return checkPermission(parameters, services.apiUser, lookUp.permission) ?? lookUp.call(parameters, services);
}

function answerVersion({ time }: ApiServices): ApiAnswer {
  const zone = `DST: 0|TZ: ${time.utcOffsetHours}|TZNOW: ${time.utcOffsetHours}|`;
  const body = `VERSION: ${version}|BUILD: ${build}|DATE: ${time.sqlDateTime()}|EPOCH: ${time.epochSeconds()}|${zone}\n`;
  return { outcome: 'done', body };
}

function authenticate({ user, pass, function: name }: Parameters, services: ApiServices): ApiAnswer | undefined {
  const lockout = services.faults.take(name, 'before') !== undefined;
  const outcome = lockout ? 'LOCK' : services.authentication.check(user, pass, true);
  if (outcome === 'GOOD') return undefined;
  if (outcome === 'LOCK') return lookupError('Too many login attempts, try again in 15 minutes', `|${user}|LOCK|`);
  return lookupError('Login incorrect, please try again', `|${user}|${pass}|BAD|`);
}

function checkPermission({ function: name }: Parameters, apiUser: ApiUser, permission: string): ApiAnswer | undefined {
  const { user } = apiUser;
  if (!mayCall(apiUser, name)) {
    return lookupError('auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION', `|${user}|${name}|`);
  }
  if (apiUser.viewReports !== false && apiUser.agentApiAccess !== false) return undefined;
  return lookupError(`${name} USER DOES NOT HAVE PERMISSION ${permission}`, `|${user}|0|`);
}
