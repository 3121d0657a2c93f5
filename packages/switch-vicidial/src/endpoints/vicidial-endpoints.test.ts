import { type HttpAnswer, type PathProbe, queryCredentials, Secret } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { vicidialConfig } from '../config/vicidial-config.ts';
import { vicidialEndpoints } from './vicidial-endpoints.ts';

const PASS = 'planted-Pass_4711';
const config = vicidialConfig.parse({
  api_url: 'https://dialler.example/vicidial/non_agent_api.php',
  agent_api_url: 'https://dialler.example/agc/api.php',
  user: 'apiuser',
  pass: PASS,
});
const endpoints = vicidialEndpoints(config, queryCredentials({ user: 'apiuser' }, { pass: new Secret(PASS) }));

function getProbe(name: string): PathProbe {
  const probes = endpoints.flatMap(({ probes: all }) => all);
  return probes.find(({ request }) => request?.query?.['function'] === name) ?? expect.unreachable();
}

function read(name: string, body: string, status = 200): unknown {
  const answer: HttpAnswer = { status, headers: {}, body };
  return getProbe(name).request?.read(answer, new Date());
}

describe('how the scripts are tried out without effect', () => {
  test('each script below its own base URL', () => {
    expect(endpoints.map(({ field, baseUrl, probes }) => [field, baseUrl.href, probes[0]?.path])).toEqual([
      ['api_url', 'https://dialler.example/vicidial/', '/non_agent_api.php'],
      ['agent_api_url', 'https://dialler.example/agc/', '/api.php'],
    ]);
  });

  test('a command names no agent, so no screen can carry it out', () => {
    const commands = endpoints[1]?.probes ?? [];
    expect(commands).toHaveLength(4);
    for (const { request, leavesOpen } of commands) {
      expect(request?.query).toMatchObject({ agent_user: '', value: '' });
      expect(leavesOpen).toContain('shows only when it is called');
    }
  });
});

describe('what answers say', () => {
  test.each([
    ['external_dial', 'ERROR: external_dial not valid - |||||||\n'],
    ['external_hangup', 'ERROR: external_hangup not valid - |\n'],
    ['logged_in_agents', 'ERROR: logged_in_agents NO LOGGED IN AGENTS: |apiuser|\n'],
    ['logged_in_agents', 'user\tstatus\n1001\tREADY\n'],
    ['recording_lookup', 'ERROR: recording_lookup NO RECORDINGS FOUND - apiuser||||\n'],
    ['agent_status', 'ERROR: agent_status AGENT NOT FOUND: |apiuser|\n'],
  ])('%s is there by %j', (name, body) => {
    expect(read(name, body)).toEqual({ status: 'there' });
  });

  test.each([
    ['a login that is refused', `ERROR: Invalid Username/Password: |apiuser|${PASS}|BAD|\n`, 'UNAUTHENTICATED'],
    ['no permission', 'ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION - |apiuser|external_dial|\n', 'FORBIDDEN'],
    ['a page', '<html>', 'CONTRACT_VIOLATED'],
    ['nothing', '', 'CONTRACT_VIOLATED'],
    ['a success', 'SUCCESS: external_dial function set - x\n', 'CONTRACT_VIOLATED'],
  ])('%s fails', (_name, body, code) => {
    const found = read('external_dial', body);
    expect(found).toMatchObject({ status: 'failed', error: { code, effect: 'none' } });
    expect(JSON.stringify(found)).not.toContain(PASS);
  });

  test('a script that is missing, and one that fails', () => {
    expect(read('external_dial', '<html>', 404)).toMatchObject({ error: { details: { reason: 'path_missing' } } });
    expect(read('external_dial', '', 500)).toMatchObject({ error: { code: 'UPSTREAM_FAILED' } });
  });
});
