import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { API_KEY, POP_SECRET, startVerifyRig, type VerifyRig } from './verify-rig.test.fixture.ts';

const REPORTS = 'junit=out.xml,json=out.json,html=out.html,md=out.md,statement=statement.json,badge=badge.svg';

function read(rig: VerifyRig, file: string): Promise<string> {
  return readFile(join(rig.directory, file), 'utf8');
}

test('the reference middleware is Gold, and no call, file or secret is left behind', async () => {
  await using rig = await startVerifyRig();
  const ran = await rig.verify('--level', 'full', '--strict', '--report', REPORTS, ...rig.listening);
  expect(ran.out).toMatch(/✓ M1 {2}makeCall {2}make a call with the required fields only/);
  expect(ran.out).toContain('Conformant in the 39 checks that were made: Gold.');
  expect(ran.exitCode).toBe(0);
  expect(rig.simulator.calls().filter(({ state }) => state !== 'ended')).toEqual([]);
  const reports = await Promise.all(
    ['out.xml', 'out.json', 'out.html', 'out.md', 'statement.json', 'badge.svg'].map((file) => read(rig, file)),
  );
  for (const text of [ran.out, ran.err, ...reports]) {
    expect(text).not.toContain(API_KEY);
    expect(text).not.toContain(POP_SECRET);
  }
  const [junit = '', json = '', html = '', markdown = '', statement = '', badge = ''] = reports;
  expect(junit).toContain('<testsuites name="switch-contract" tests="39" failures="0" errors="0" skipped="0"');
  expect(JSON.parse(json)).toMatchObject({ conformant: true, medal: 'Gold', counts: { passed: 39, failed: 0 } });
  expect(html).toMatch(/^<!doctype html>[^]*<h1>✓ Conformant/);
  expect(html).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
  expect(markdown).toContain('## ✓ Conformant');
  expect(JSON.parse(statement)).toMatchObject({ conformant: true, level: 'Gold', contract: { version: expect.any(String) } });
  expect(JSON.parse(statement)).toMatchObject({ notPartOfThisRun: [] });
  expect(badge).toContain('Gold');
});

test('without a states URL the kit drives the middleware itself, through the real driver', async () => {
  await using rig = await startVerifyRig();
  const words = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002'];
  const ran = await rig.run('verify', '--base-url', rig.url, '--api-key-env', 'KEY', ...words);
  expect(ran.out).toMatch(/✓ R1 {2}recording find a finished recording/);
  expect(ran.out).toMatch(/– Silver \(standard\) {2}missing: P1, P2, P3, P4, P5, S6 \(not verified\)$/m);
  expect(ran.out).toMatch(/\? P1, P2, P3, P4, P5, S6 {2}not verified: screen pops need a webhook: give --listen/);
  expect(ran.out).toContain('Conformant in the 20 checks that were made: Bronze.');
  expect(ran.exitCode).toBe(0);
  expect(rig.simulator.calls().filter(({ state }) => state !== 'ended')).toEqual([]);
});

test('an agent’s wrap-up after each call is waited for', async () => {
  await using slow = await startVerifyRig({ wrapUpMs: 400 });
  const words = [
    '--agent',
    '1001',
    '--destination',
    '+15550001111',
    '--level',
    'core',
    '--only',
    'M1|M2|M3|H1',
    '--wrap-up',
    '600',
  ];
  const ran = await slow.run('verify', '--base-url', slow.url, '--api-key-env', 'KEY', ...words);
  expect(ran.out).toContain('4 passed, 0 failed');
});

test('--no-destructive places, ends and moves nothing', async () => {
  await using rig = await startVerifyRig();
  const ran = await rig.verify('--no-destructive', '--level', 'full');
  expect(ran.exitCode).toBe(0);
  expect(ran.out).toContain('skipped: --no-destructive');
  expect(rig.simulator.calls()).toEqual([]);
});

test('a failure says operation, rule, expected, actual, curl, symptom and guide', async () => {
  await using rig = await startVerifyRig({
    spoil: async (request, pass) => {
      const answer = await pass(request);
      return request.path === '/calls/make' ? { ...answer, body: answer.body.replace('"call_id"', '"callId"') } : answer;
    },
  });
  const { out, exitCode } = await rig.verify('--level', 'core', '--report', REPORTS);
  expect(out).toMatch(/✗ makeCall: A dial is answered with `call_id`/);
  expect(out).toMatch(/Actual: {3}no call_id\. Found "callId"/);
  expect(out).toContain('hang-up, transfer and recording will not work');
  expect(out).toMatch(/Again: {4}curl -i -H "Authorization: Bearer \$KEY" .*calls\/make'/);
  expect(out).toContain('Guide:    docs/verify-a-middleware.md#call-id');
  expect(exitCode).toBe(1);
  expect(await read(rig, 'out.md')).toContain('### ✗ makeCall');
  expect(await read(rig, 'out.xml')).toContain('<failure type="call-id"');
  expect(await read(rig, 'badge.svg')).toContain('not conformant');
});

test('Basic credentials, other paths and a prefix are verified as they are configured', async () => {
  const settings = {
    authentication: { kind: 'basic', username: 'elastic', password: API_KEY },
    basePath: '/api/v1',
    paths: { makeCall: '/v2/dial' },
  } as const;
  await using rig = await startVerifyRig({ settings });
  const config = { api_base_url: rig.url, username: 'elastic', password: API_KEY, rest_make_call_path: '/v2/dial' };
  await rig.write('five9.json', JSON.stringify({ plugin: 'five9', config }));
  const words = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002', '--level', 'core'];
  const ran = await rig.run('verify', '--config', 'five9.json', ...words, '--strict');
  expect(ran.out).toContain('✓ BM1');
  expect(ran.exitCode).toBe(0);
  expect(ran.out).not.toContain(API_KEY);
});

test('a middleware on this machine may go without credentials; what is about them is not verified', async () => {
  await using rig = await startVerifyRig({ settings: { authentication: { kind: 'none' } } });
  const words = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002'];
  const ran = await rig.run('verify', '--base-url', rig.url, ...words);
  expect(ran.out).toMatch(/C2, M4, S4 {2}not verified: there are no credentials/);
  expect(ran.out).not.toContain('✗');
  expect(ran.exitCode).toBe(0);
});

test('calls that exist already are taken, each for one state, and nobody is dialled', async () => {
  await using rig = await startVerifyRig();
  const { callId } = await rig.simulator.dial({ agentExtension: '1001', destination: '+15550001111' });
  const flags = ['--active-call-id', callId, '--level', 'core', '--only', '^(H1|T1)$', '--transfer-to', '1002'];
  const ran = await rig.run('verify', '--base-url', rig.url, '--api-key-env', 'KEY', ...flags);
  expect(ran.out).toMatch(/✓ H1[^]*T1 {2}not verified: give --agent/);
  expect(rig.simulator.dials()).toHaveLength(1);
});

test('a middleware that stops answering in the middle does not hold the run up', async () => {
  let asked = 0;
  await using rig = await startVerifyRig({
    spoil: (request, pass) => {
      asked += 1;
      return asked > 2 ? new Promise(() => {}) : pass(request);
    },
  });
  const ran = await rig.verify('--timeout', '500', '--level', 'core');
  expect(ran.out).toContain('✗ makeCall: Every request is answered, whole and in time.');
  expect(ran.exitCode).toBe(1);
});

test('Ctrl-C hangs up what is under way, ends the verifier, removes the pacts, and exits 130', async () => {
  let stuck = false;
  await using rig = await startVerifyRig({
    spoil: async (request, pass) => {
      const answer = await pass(request);
      if (request.path !== '/calls/make' || answer.status !== 200) return answer;
      // The call is under way, and the next request of the run never ends.
      if (stuck) return new Promise(() => {});
      stuck = true;
      return answer;
    },
  });
  const entry = new URL('../cli/main.ts', import.meta.url).href;
  const words = ['verify', '--base-url', rig.url, '--api-key-env', 'KEY', '--agent', '1001', '--destination', '+15550001111'];
  const child = spawn(
    process.execPath,
    [
      '--conditions=@elasticfunnels/source',
      '--input-type=module',
      '-e',
      `import { main } from '${entry}'; await main();`,
      '--',
      'switch-contract',
      ...words,
    ],
    // A folder of its own for what is temporary, so that runs of other tests are not in it.
    { env: { ...process.env, KEY: API_KEY, TMPDIR: rig.directory } },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  const ended = once(child, 'close');
  await vi.waitUntil(() => rig.simulator.dials().length >= 2, { timeout: 20_000 });
  child.kill('SIGINT');
  const [exitCode] = await ended;
  expect(exitCode).toBe(130);
  expect(out).toContain('Interrupted: this is no verdict.');
  expect(rig.simulator.calls()[0]?.state).toBe('ended');
  expect((await readdir(rig.directory)).filter((name) => name.startsWith('switch-contract-run-'))).toEqual([]);
});

test('calls that came in by --trigger are hung up with the others, but not under --no-destructive', async () => {
  await using rig = await startVerifyRig();
  const init = { method: 'POST', headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' } };
  const call = { ...init, body: '{"from":"+15557654321"}' };
  await rig.write('ring.mjs', `await fetch('${rig.url}/control/inbound-calls', ${JSON.stringify(call)});`);
  const words = ['--only', 'P5|S6', ...rig.listening, '--trigger', `"${process.execPath}" ring.mjs`];
  const kept = await rig.verify('--no-destructive', ...words);
  expect(kept.out).toMatch(/✓ P5/);
  expect(kept.out).toMatch(/S6 {2}skipped: --no-destructive/);
  const live = (): number => rig.simulator.calls().filter(({ state }) => state !== 'ended').length;
  expect(live()).toBe(2);
  const { out, exitCode } = await rig.verify(...words);
  expect(out).toMatch(/✓ S6/);
  expect(out).not.toContain('could not be hung up');
  expect(exitCode).toBe(0);
  expect(live()).toBe(2);
});
