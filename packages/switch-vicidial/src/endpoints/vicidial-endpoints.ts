import { randomBytes } from 'node:crypto';
import type { Authorisation, Operation, PathProbe, SwitchEndpoint } from '@elasticfunnels/switch-core';
import type { VicidialConfig } from '../config/vicidial-config.ts';
import { type ProbedFunction, readProbeAnswer } from './read-probe-answer.ts';

/** A function that is called so that it finds nothing, or lacks what it needs: what it answers then. */
interface HarmlessCall {
  readonly operation: Operation;
  readonly function: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly expected: RegExp;
  /** Whether rows are an answer too. */
  readonly rows?: true;
}

/** Look-ups of what cannot be there. */
function listLookUps(): readonly HarmlessCall[] {
  const nobody = `no-${randomBytes(6).toString('hex')}`;
  const noCall = `Z${randomBytes(10).toString('hex').toUpperCase()}`;
  return [
    {
      operation: 'connect',
      function: 'logged_in_agents',
      parameters: { stage: 'tab', header: 'YES' },
      expected: /NO LOGGED IN AGENTS$/i,
      rows: true,
    },
    {
      operation: 'getAgentStatus',
      function: 'agent_status',
      parameters: { agent_user: nobody, stage: 'tab', header: 'YES' },
      expected: /AGENT NOT (FOUND|LOGGED IN)$/i,
    },
    {
      operation: 'hangupCall',
      function: 'callid_info',
      parameters: { call_id: noCall, detail: 'YES', stage: 'tab', header: 'YES' },
      expected: /NOT FOUND$|INVALID SEARCH PARAMETERS$/i,
    },
    {
      operation: 'getCallRecordingUrl',
      function: 'recording_lookup',
      parameters: { lead_id: '999999999', stage: 'tab', duration: 'Y' },
      expected: /NO RECORDINGS FOUND$/i,
      rows: true,
    },
  ];
}

/**
 * Commands that name no agent and no value: api.php refuses them after the login, and without an agent there is no screen
 * that could carry one out. Source: AGENT_API.txt, "not valid" of each function.
 */
const COMMANDS: readonly HarmlessCall[] = [
  ['connect', 'external_status'] as const,
  ['makeCall', 'external_dial'] as const,
  ['hangupCall', 'external_hangup'] as const,
  ['transferCall', 'transfer_conference'] as const,
].map(([operation, name]) => ({
  operation,
  function: name,
  parameters: { agent_user: '', value: '' },
  expected: new RegExp(`^${name} not valid`, 'i'),
}));

const PERMISSION = 'Whether this user may call the function for an agent shows only when it is called for one.';

/** Both scripts, each with the functions that the driver needs of it. */
export function vicidialEndpoints(
  { apiUrl, agentApiUrl }: VicidialConfig,
  authorisation: Authorisation,
): readonly SwitchEndpoint[] {
  return [
    endpoint('api_url', apiUrl, authorisation, listLookUps()),
    endpoint('agent_api_url', agentApiUrl, authorisation, COMMANDS),
  ];
}

function endpoint(field: string, url: URL, authorisation: Authorisation, calls: readonly HarmlessCall[]): SwitchEndpoint {
  const path = url.pathname.slice(url.pathname.lastIndexOf('/'));
  const toProbe = ({ operation, function: name, parameters, ...more }: HarmlessCall): PathProbe => {
    const probed: ProbedFunction = { operation, function: name, path, authorisation, ...more };
    return {
      operation,
      field,
      path,
      request: {
        method: 'GET',
        query: { function: name, ...parameters },
        headers: { accept: 'text/html, text/plain' },
        read: (answer, now) => readProbeAnswer(probed, answer, now),
      },
      ...(field === 'agent_api_url' ? { leavesOpen: PERMISSION } : {}),
    };
  };
  return { field, baseUrl: new URL('.', url), authorisation, probes: calls.map(toProbe) };
}
