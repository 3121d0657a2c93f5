import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, startVerifyRig, type VerifyRig } from '../verify/verify-rig.test.fixture.ts';

interface Listening extends AsyncDisposable {
  readonly url: string;
}

async function listen(handle: RequestListener): Promise<Listening> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

let rig: VerifyRig;
beforeAll(async () => {
  rig = await startVerifyRig();
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

describe('a command line that cannot be used exits 2 and says what can', () => {
  const base = ['--base-url', 'http://127.0.0.1:1', '--api-key-env', 'KEY'];
  test.each<[readonly string[], RegExp]>([
    [['verify'], /--base-url URL, or --config FILE/],
    [['verify', '--base-url', 'proxy.example', '--api-key-env', 'KEY'], /api_base_url must start with https:/],
    [['verify', '--base-url', 'https://proxy.example'], /api_key is missing/],
    [['verify', '--base-url', 'http://127.0.0.1:1', '--username', 'elastic'], /password is missing/],
    [['verify', ...base, '--username', 'elastic'], /api_key is filled in together with username/],
    [['verify', '--base-url', 'http://127.0.0.1:1', '--api-key-env', 'NOT_SET'], /NOT_SET is not set/],
    [['verify', ...base, '--level', 'gold'], /core, standard, full/],
    [['verify', ...base, '--only', '('], /regular expression/],
    [['verify', ...base, '--timeout', 'soon'], /milliseconds/],
    [['verify', ...base, '--paths', 'dial=/x'], /operations are connect, makeCall/],
    [['verify', ...base, '--ca', 'missing.pem'], /missing\.pem cannot be read/],
    [['verify', ...base, '--config', 'missing.json'], /missing\.json cannot be read/],
    [['verify', ...base, '--config', 'broken.json'], /broken\.json is not valid JSON/],
    [['verify', ...base, '--report', 'pdf=out.pdf'], /formats are junit, json, html, md/],
    [['verify', ...base, '--report', 'html=a,md=a'], /two reports would be written to a/],
    [['verify', ...base, '--report', 'html=missing/out.html'], /the folder of missing\/out\.html does not exist/],
    [['verify', ...base, '--states-token-env', 'KEY'], /needs --states-url/],
    [['verify', ...base, '--states-url', 'states'], /absolute http/],
    [
      ['verify', '--base-url', 'https://proxy.example', '--api-key-env', 'KEY', '--destination', '+4930123456'],
      /--allow-real-dial/,
    ],
    [['verify', '--nonsense'], /unknown option/],
    [['send-screen-pop', '--tow', 'x'], /unknown option '--tow'\n\(Did you mean --to\?\)/],
    [['verify', 'screen-pop', '--secret', 'x'], /unknown option '--secret'/],
    [['nonsense'], /unknown command/],
  ])('%j', async (words, message) => {
    await rig.write('broken.json', `{"api_key":"${API_KEY}"`);
    const { exitCode, err, out } = await rig.run(...words);
    expect(err).toMatch(message);
    expect(exitCode).toBe(2);
    expect(out + err).not.toContain(API_KEY);
  });

  test('a number that belongs to nobody needs no permission', async () => {
    const words = ['verify', '--base-url', 'https://nope.invalid', '--api-key-env', 'KEY', '--destination', '+12125550123'];
    expect((await rig.run(...words)).exitCode).toBe(3);
  });
});

describe('what keeps an answer away is told by its name', () => {
  test.each<[string, RegExp]>([
    ['http://127.0.0.1:1', /connection refused[^]*Next: Check --base-url/],
    ['http://nope.invalid', /does not resolve/],
  ])('%s exits 3', async (url, message) => {
    const { exitCode, out } = await rig.run('verify', '--base-url', url, '--api-key-env', 'KEY');
    expect(out).toMatch(message);
    expect(exitCode).toBe(3);
  });

  test('https towards a port without TLS exits 3', async () => {
    const url = rig.url.replace('http:', 'https:');
    const { exitCode, out } = await rig.run('verify', '--base-url', url, '--api-key-env', 'KEY');
    expect(out).toMatch(/TLS \(protocol\)/);
    expect(exitCode).toBe(3);
  });

  test('a middleware that hangs exits 3 within the deadline', async () => {
    await using hanging = await listen(() => {});
    const startedAt = performance.now();
    const { exitCode, out } = await rig.run('verify', '--base-url', hanging.url, '--api-key-env', 'KEY', '--timeout', '400');
    expect(out).toContain('a slow one needs --timeout');
    expect(exitCode).toBe(3);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('a wrong key exits 4, and says which scheme was asked for', async () => {
    await rig.write('wrong.json', JSON.stringify({ api_base_url: rig.url, api_key: 'wrong-key-of-nobody' }));
    const { exitCode, out } = await rig.run('verify', '--config', 'wrong.json');
    expect(out).toMatch(/credentials were refused[^]*We sent Bearer, the service asks for Bearer/);
    expect(exitCode).toBe(4);
    expect(out).not.toContain('wrong-key-of-nobody');
  });
});

test('a pattern that matches nothing exits 6: a run that verified nothing fails', async () => {
  const { exitCode, err } = await rig.verify('--only', 'no-such-check');
  expect(err).toContain('There is nothing to verify');
  expect(exitCode).toBe(6);
});

describe('half of the flags', () => {
  test('without a number only what needs none is verified, and each gap names its flag', async () => {
    const { exitCode, out } = await rig.run('verify', '--base-url', rig.url, '--api-key-env', 'KEY', '--level', 'core');
    expect(out).toMatch(/M1, M2, M3, H1 {2}not verified: give --agent EXTENSION and --destination NUMBER/);
    expect(out).toMatch(/T1 {2}not verified: give --transfer-to EXTENSION/);
    expect(out).toContain('no level yet');
    expect(exitCode).toBe(0);
  });

  test('and with --strict that is a failure', async () => {
    const { exitCode } = await rig.run('verify', '--base-url', rig.url, '--api-key-env', 'KEY', '--level', 'core', '--strict');
    expect(exitCode).toBe(5);
  });
});

describe('a states URL', () => {
  test.each<[string, RequestListener, RegExp]>([
    ['that hangs', () => {}, /XM4 {2}not verified: --states-url: no whole answer within 400 ms/],
    [
      'that answers 500',
      (_request, response) => void response.writeHead(500).end(),
      /XM4 {2}not verified: --states-url answered 500/,
    ],
    ['that wants a token', (_request, response) => void response.writeHead(401).end(), /give its token with --states-token-env/],
    ['that answers with a page', (_request, response) => void response.end('<p>'), /is no JSON object/],
  ])('%s leaves its states unverified, within the deadline', async (_name, handle, message) => {
    await using states = await listen(handle);
    const startedAt = performance.now();
    const words = ['--only', 'XM4', '--level', 'full', '--timeout', '400', '--states-url', states.url];
    const { exitCode, out } = await rig.verify(...words);
    expect(out).toMatch(message);
    expect(exitCode).toBe(6);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

test('--version is the package’s, and no other command’s', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await rig.run('--version')).toMatchObject({ exitCode: 0, out: `${version}\n` });
  const { exitCode, err } = await rig.run('publish', '--version', '1.2.3');
  expect(err).toContain("required option '--broker-url <url>' not specified");
  expect(exitCode).toBe(2);
});

test('help of a command is its --help', async () => {
  const { exitCode, out } = await rig.run('help', 'verify');
  expect(out).toBe((await rig.run('verify', '--help')).out);
  expect(out).toContain('$ switch-contract verify');
  expect(exitCode).toBe(0);
});

test('--help has examples and every exit code', async () => {
  const { exitCode, out } = await rig.run('verify', '--help');
  expect(out).toMatch(/Examples:[^]+--no-destructive[^]+Exit codes:[^]+130/);
  expect(exitCode).toBe(0);
});
