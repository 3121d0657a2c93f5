import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultServer, startFaultServer } from '@elasticfunnels/switch-core/testing/faults';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ECHO_FAULTS } from './echo-faults.ts';
import { findLeaks, findUnmaskedNumber } from './find-leaks.ts';
import { API_KEY, CUSTOMER, PASSWORD, SHARED_SECRET, SIGNING_SECRET, USERNAME, VICIDIAL_PASS } from './planted.ts';
import { runProcess } from './run-process.ts';

const PHONE_SWITCH = new URL('./run-phone-switch.ts', import.meta.url);
const ENVIRONMENT = { POP_SECRET: SIGNING_SECRET, POP_TOKEN: SHARED_SECRET };

let directory: string;
let server: FaultServer;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
  server = await startFaultServer({ fault: getEcho('message of a 422 What') });
  const base = server.url.origin;
  const write = (file: string, config: unknown): Promise<void> => writeFile(join(directory, file), JSON.stringify(config));
  await write('bearer.json', { api_base_url: base, api_key: API_KEY });
  await write('basic.json', { api_base_url: base, username: USERNAME, password: PASSWORD });
  await write('both.json', {
    api_base_url: `${base}/?key=${API_KEY}`,
    api_key: API_KEY,
    password: PASSWORD,
    api_keys: PASSWORD,
  });
  const scripts = { api_url: `${base}/non_agent_api.php`, agent_api_url: `${base}/agc/api.php` };
  await write('vicidial.json', { ...scripts, user: 'apiuser', pass: VICIDIAL_PASS });
  await writeFile(join(directory, 'cut-off.json'), `{"api_base_url": "${base}", "api_key": "${API_KEY}`);
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const CALL = ['--call-id', '300000000115271'];
const DIAL = ['--agent', '1001', '--destination', CUSTOMER];
const FIVE9 = ['--config', 'bearer.json', '--verbose'];

/** What an operator types, by what it is about. */
const COMMAND_LINES: Readonly<Record<string, readonly string[]>> = {
  connect: ['connect', ...FIVE9],
  call: ['call', ...FIVE9, ...DIAL],
  'call, Basic, as JSON': ['call', '--config', 'basic.json', '--verbose', '--json', ...DIAL],
  'hangup, as JSON': ['hangup', ...FIVE9, '--json', ...CALL],
  transfer: ['transfer', ...FIVE9, ...CALL, '--to', '1002'],
  recording: ['recording', ...FIVE9, ...CALL],
  ViciDial: ['call', '--switch', 'vicidial', '--config', 'vicidial.json', '--verbose', ...DIAL],
  doctor: ['doctor', ...FIVE9],
  'doctor, as JSON': ['doctor', '--config', 'basic.json', '--json', '--verbose'],
  'doctor, ViciDial': ['doctor', '--switch', 'vicidial', '--config', 'vicidial.json', '--verbose'],
  'a configuration that is wrong': ['connect', '--config', 'both.json', '--verbose'],
  'a configuration that is cut off': ['connect', '--config', 'cut-off.json'],
  'a secret as a flag': ['connect', '--config', 'bearer.json', '--api-key', `${API_KEY} `],
  'a secret in place of a variable': ['pop', '--to', 'http://127.0.0.1:1/', '--secret-env', SIGNING_SECRET],
  'a secret in the URL': ['pop', '--to', `http://user:${VICIDIAL_PASS}@127.0.0.1:1/`, '--secret-env', 'POP_SECRET'],
};

describe('nothing that the command line prints shows a secret, and its log shows no number', () => {
  test.each(Object.entries(COMMAND_LINES))('%s', async (_name, words) => {
    const printed = await runProcess({ script: PHONE_SWITCH, words, directory, environment: ENVIRONMENT });
    expect(printed.trim()).not.toBe('');
    expect(findLeaks(printed)).toEqual([]);
    expect(findUnmaskedNumber(printed)).toBeUndefined();
  });

  test.each(['bad-signature', 'malformed', undefined])('pop, fault %s, to a receiver that says it all back', async (fault) => {
    const words = ['pop', '--to', `${server.url.origin}/?key=${encodeURIComponent(SHARED_SECRET)}`, '--secret-env', 'POP_SECRET'];
    const more = fault === undefined ? ['--json'] : ['--fault', fault];
    const printed = await runProcess({ script: PHONE_SWITCH, words: [...words, ...more], directory, environment: ENVIRONMENT });
    expect(printed).toContain('422');
    expect(findLeaks(printed)).toEqual([]);
  });

  test('listen, whatever deliveries bring the secret in', async () => {
    const words = [
      'listen',
      ...FIVE9,
      '--port',
      '0',
      '--shared-secret-env',
      'POP_TOKEN',
      '--shared-secret-parameter',
      'key',
      '--mask',
    ];
    let sent = false;
    const printed = await runProcess({
      script: PHONE_SWITCH,
      words,
      directory,
      environment: ENVIRONMENT,
      onOutput: async (text) => {
        const url = /http:\/\/127\.0\.0\.1:\d+[^\s?]*/.exec(text)?.[0];
        if (url === undefined || sent) return false;
        sent = true;
        await deliverBadly(url);
        return true;
      },
    });
    expect(sent).toBe(true);
    expect(findLeaks(printed)).toEqual([]);
    expect(findUnmaskedNumber(printed)).toBeUndefined();
  });
});

async function deliverBadly(url: string): Promise<void> {
  const key = encodeURIComponent(SHARED_SECRET);
  const event = `call_id=1&event=call.ringing&direction=inbound&agent=1001&ani=${encodeURIComponent(CUSTOMER)}`;
  const authorization = `Bearer ${SHARED_SECRET}`;
  for (const query of [`?key=${key}&${event}`, `?token=${key}&${event}`, `?key=${key}`, `?key=${key}${key}&${event}`]) {
    await fetch(`${url}${query}`);
  }
  await fetch(`${url}?key=${key}`, { method: 'PUT', body: SHARED_SECRET });
  await fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{"call_id":7}' });
  await fetch(url, { method: 'POST', headers: { authorization: SHARED_SECRET, 'content-type': SHARED_SECRET }, body: '{}' });
}

describe('a process that dies of an error', () => {
  const die = async (...words: readonly string[]): Promise<{ readonly printed: string; readonly report: string }> => {
    const reports = await mkdtemp(join(directory, 'reports-'));
    const printed = await runProcess({
      script: new URL('./die-of-an-error.ts', import.meta.url),
      nodeWords: ['--report-uncaught-exception', `--report-directory=${reports}`, ...words],
      directory,
      environment: { FIVE9_API_BASE_URL: server.url.origin, FIVE9_API_KEY: API_KEY },
    });
    const [file = ''] = await readdir(reports);
    return { printed, report: await readFile(join(reports, file), 'utf8') };
  };

  test('prints no secret, and its report has none where it is told to leave the environment out', async () => {
    const { printed, report } = await die('--report-exclude-env');
    expect(printed).toContain("code: 'REJECTED'");
    expect(report).toContain('REJECTED');
    expect(findLeaks(`${printed}\n${report}`)).toEqual([]);
    expect(findUnmaskedNumber(`${printed}\n${report}`)).toBeUndefined();
  });

  test("node's own report holds the environment, and with it any secret that is there: docs/reliability.md says so", async () => {
    const { environmentVariables, ...rest } = JSON.parse((await die()).report) as Readonly<Record<string, unknown>>;
    expect(findLeaks(JSON.stringify(environmentVariables))).not.toEqual([]);
    expect(findLeaks(JSON.stringify(rest))).toEqual([]);
  });
});

function getEcho(place: string): (typeof ECHO_FAULTS)[number]['faults'][number] {
  const fault = ECHO_FAULTS.find((one) => one.place === place)?.faults[0];
  if (fault === undefined) throw new Error(`There is no echo in the ${place}.`);
  return fault;
}
