import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CONTRACT_DIRECTORY } from '../contract-files/load-contract.ts';
import { API_KEY, startVerifyRig, type VerifyRig } from '../verify/verify-rig.test.fixture.ts';

let rig: VerifyRig;
beforeAll(async () => {
  rig = await startVerifyRig();
  const config = { api_base_url: 'https://proxy.example/api', api_key: API_KEY, rest_hangup_path: '/v2/end' };
  await rig.write('five9.json', JSON.stringify(config));
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

async function readPacts(folder: string): Promise<string> {
  const files = await readdir(join(rig.directory, folder));
  return (await Promise.all(files.map((file) => readFile(join(rig.directory, folder, file), 'utf8')))).join('\n');
}

test('generate writes the contract for a brand’s own paths, without its key', async () => {
  const { exitCode, out } = await rig.run('generate', '--config', 'five9.json', '--out', 'generated');
  expect(exitCode).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(2);
  const text = await readPacts('generated');
  expect(text).toContain('"/api/v2/end"');
  expect(text).not.toContain(API_KEY);
});

test('materialise leaves the credentials to the states, unless they are to be inline', async () => {
  const words = ['materialise', '--config', 'five9.json', '--agent', '4711'];
  expect((await rig.run(...words, '--out', 'materialised')).exitCode).toBe(0);
  const text = await readPacts('materialised');
  expect(text).toContain('"4711"');
  expect(text).toContain('${authorization}');
  expect(text).not.toContain(API_KEY);
  expect((await rig.run(...words, '--out', 'inline', '--credentials', 'inline')).exitCode).toBe(0);
  expect(await readPacts('inline')).toContain(`Bearer ${API_KEY}`);
  expect((await rig.run(...words, '--out', 'x', '--credentials', 'guessed')).exitCode).toBe(2);
});

test('openapi, schemas and states print what is published', async () => {
  expect(JSON.parse((await rig.run('openapi')).out)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
  expect(Object.keys(JSON.parse((await rig.run('schemas')).out) as object)).toContain('make-call-answer');
  expect((await rig.run('schemas', '--out', 'schemas')).exitCode).toBe(0);
  expect(await readdir(join(rig.directory, 'schemas'))).toContain('error.json');
  expect((await rig.run('states')).out).toMatch(/an agent can dial\n[^]*for: {5}M1 \(core\)/);
  expect(JSON.parse((await rig.run('states', '--json')).out)).toHaveProperty('states');
});

test('diff says whether a change may break a middleware, by its exit code too', async () => {
  const before = join(rig.directory, 'before');
  await cp(CONTRACT_DIRECTORY, before, { recursive: true });
  const same = await rig.run('diff', before, CONTRACT_DIRECTORY);
  expect(same.out).toContain('Not breaking.');
  expect(same.exitCode).toBe(0);
  const wrong = await rig.run('diff', before, 'nowhere');
  expect(wrong.err).toContain('is this the folder of a contract?');
  expect(wrong.exitCode).toBe(2);
});

test('stub serves the contract until it is stopped', async () => {
  const entry = new URL('main.ts', import.meta.url).href;
  const script = `import { main } from '${entry}'; await main();`;
  const words = ['--conditions=@elasticfunnels/source', '--input-type=module', '-e', script, '--', 'switch-contract', 'stub'];
  const child = spawn(process.execPath, [...words, '--port', '0']);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  const ended = once(child, 'close');
  await vi.waitUntil(() => out.includes('Choose an answer'), { timeout: 20_000 });
  const [, url = ''] = /The stub is at (\S+);/.exec(out) ?? [];
  const headers = { authorization: 'Bearer any', 'x-contract-interaction': 'XM4', 'content-type': 'application/json' };
  expect((await fetch(`${url}/calls/make`, { method: 'POST', headers, body: '{}' })).status).toBe(429);
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});

test('publish without a Broker exits 3, and says no secret', async () => {
  const words = ['publish', '--broker-url', 'http://127.0.0.1:1', '--version', '1', '--token-env', 'KEY'];
  const { exitCode, err, out } = await rig.run(...words);
  expect(err).toContain('could not be reached');
  expect(exitCode).toBe(3);
  expect(err + out).not.toContain(API_KEY);
});

test.each(['generate', 'materialise', 'openapi', 'schemas', 'states', 'stub', 'publish', 'diff'])(
  '%s --help has examples',
  async (command) => {
    const { exitCode, out } = await rig.run(command, '--help');
    expect(out).toContain(`$ switch-contract ${command}`);
    expect(exitCode).toBe(0);
  },
);
