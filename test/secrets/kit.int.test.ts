import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { startFaultServer } from '@elasticfunnels/switch-core/testing/faults';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../packages/switch-contract-tests/src/cli/run-command-line.ts';
import { ECHO_FAULTS } from './echo-faults.ts';
import { findLeaks } from './find-leaks.ts';
import { API_KEY, PASSWORD, SIGNING_SECRET, STATES_TOKEN, USERNAME } from './planted.ts';

/** Where a middleware that is being verified says back what it was sent. */
const PLACES = ['message of a 422 What', 'name of a field', 'page', 'challenge', 'redirect', 'content type', 'recording URL'];
const REPORTS = 'junit=junit.xml,json=report.json,html=report.html,md=report.md,statement=statement.json,badge=badge.svg';
const GIVEN = [
  '--agent',
  '1001',
  '--destination',
  '+15550001111',
  '--transfer-to',
  '1002',
  '--recorded-call-id',
  '1',
  '--timeout',
  '500',
];
const CREDENTIALS: Readonly<Record<string, readonly string[]>> = {
  Bearer: ['--api-key-env', 'KEY'],
  Basic: ['--username', USERNAME, '--password-env', 'PASSWORD'],
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kit-secrets-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Everything that the command printed and wrote. */
async function verify(...words: readonly string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const environment = { ...process.env, KEY: API_KEY, PASSWORD, TOKEN: STATES_TOKEN, POP: SIGNING_SECRET };
  const printed = Promise.all([text(stdout), text(stderr)]);
  await runCommandLine(['verify', ...GIVEN, '--report', REPORTS, ...words], { environment, directory, stdout, stderr });
  stdout.end();
  stderr.end();
  const files = await readdir(directory);
  const written = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
  expect(files).toEqual(expect.arrayContaining(['junit.xml', 'report.html', 'report.json', 'report.md']));
  return [...(await printed), ...written].join('\n');
}

describe.each(Object.entries(CREDENTIALS))('no report of the contract kit shows the %s credentials', (_scheme, credentials) => {
  test.each(PLACES)('of a middleware that says back what it was sent, in its %s', async (place) => {
    const [whole, ...inForms] = ECHO_FAULTS.find((one) => one.place === place)?.faults ?? [];
    const fault = inForms[0] ?? whole ?? expect.unreachable();
    await using server = await startFaultServer({ fault });
    const url = server.url.origin;
    const states = ['--states-url', `${url}/control/states`, '--states-token-env', 'TOKEN'];
    const shown = await verify('--base-url', url, ...credentials, ...states);
    expect(server.requestsSeen().length).toBeGreaterThan(0);
    expect(findLeaks(shown)).toEqual([]);
  });
});
