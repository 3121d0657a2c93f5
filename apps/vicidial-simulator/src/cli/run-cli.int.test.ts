import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { startRig } from '../testing/start-rig.ts';
import { runCli } from './run-cli.ts';

interface CliRun {
  readonly exitCode: Promise<number>;
  readonly stop: () => void;
  output(): string;
  errors(): string;
}

function run(words: readonly string[], environment: Record<string, string> = {}): CliRun {
  const stop = new AbortController();
  let output = '';
  let errors = '';
  const exitCode = runCli(words, {
    environment,
    stdout: { write: (text) => void (output += text) },
    stderr: { write: (text) => void (errors += text) },
    colour: false,
    stop: stop.signal,
  });
  return { exitCode, stop: () => stop.abort(), output: () => output, errors: () => errors };
}

async function configOf(cli: CliRun): Promise<Record<string, string>> {
  await expect.poll(() => cli.output()).toContain('Ctrl-C');
  const [, json = '{}'] = /Switch configuration\n(\{[^}]+\}\n\})/.exec(cli.output()) ?? [];
  return JSON.parse(json).config;
}

describe('starting', () => {
  test('without options prints curl lines that work, and stops with 0', async () => {
    const cli = run(['--', '--port', '0']);
    const config = await configOf(cli);
    expect(config).toMatchObject({ user: 'apiuser', source: 'sim', pass: expect.stringMatching(/^[0-9a-f]{24}$/) });
    const urls = [...cli.output().matchAll(/curl "([^"]+)"/g)].map(([, url = '']) => url.replace('$(date +%F)', '2026-01-05'));
    expect(urls).toHaveLength(6);
    for (const url of urls) expect(await (await fetch(url)).text()).not.toMatch(/Login incorrect|Invalid|PARAMETERS/);
    await expect.poll(() => cli.output()).toMatch(/agent {2}external_dial {2}1001 {2}SUCCESS\n/);
    expect(cli.output().split('Ctrl-C').at(-1)).not.toContain('5550001111');
    cli.stop();
    expect(await cli.exitCode).toBe(0);
  });

  test('with a password from the environment never prints it', async () => {
    const words = ['--port', '0', '--user', 'crm', '--pass-env', 'PASS', '--fault', 'http-500@logged_in_agents:1'];
    const cli = run(words, { PASS: 'from-the-environment' });
    const config = await configOf(cli);
    expect(config).toMatchObject({ user: 'crm', pass: '<the value of PASS>' });
    const credentials = 'source=test&user=crm&pass=from-the-environment&function=logged_in_agents';
    const ask = async (): Promise<number> => (await fetch(`${config['api_url']}?${credentials}`)).status;
    expect([await ask(), await ask()]).toEqual([500, 200]);
    cli.stop();
    await cli.exitCode;
    expect(cli.output() + cli.errors()).not.toContain('from-the-environment');
  });

  test('lets customers call in', async () => {
    const cli = run(['--port', '0', '--inbound-every', '0.01']);
    const config = await configOf(cli);
    const query = `source=test&user=apiuser&pass=${config['pass']}&function=agent_status&agent_user=1004`;
    const status = async (): Promise<string> => (await fetch(`${config['api_url']}?${query}`)).text();
    await expect.poll(status).toMatch(/^INCALL\|Y\d{19}\|/);
    cli.stop();
    expect(await cli.exitCode).toBe(0);
  });
});

describe('the command line', () => {
  test.each<[readonly string[], RegExp]>([
    [['--port', 'http'], /--port/],
    [['--port', '70000'], /0 to 65535/],
    [['--nonsense'], /unknown option/],
    [['extra'], /too many arguments/],
    [['--pass-env', 'NOT_SET'], /NOT_SET is not set/],
    [['--pass-env', 'KEY'], /pass must be/],
    [['--user', 'a b'], /user must be/],
    [['--fault', 'meteorite'], /--help lists them/],
    [['--fault', 'slow:0'], /above 0/],
    [['--inbound-every', '0'], /above 0/],
    [['--utc-offset', '5.5'], /whole number/],
    [['--start-call-url', 'platform'], /absolute/],
  ])('%j is a usage error', async (words, message) => {
    const cli = run(words, { KEY: 'p@ss word' });
    expect(await cli.exitCode).toBe(2);
    expect(cli.errors()).toMatch(message);
    expect(cli.errors()).not.toContain('p@ss');
  });

  test('--version is the package’s', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    const cli = run(['--version']);
    expect(await cli.exitCode).toBe(0);
    expect(cli.output()).toBe(`${version}\n`);
  });

  test('--help shows examples and every fault', async () => {
    const cli = run(['--help']);
    expect(await cli.exitCode).toBe(0);
    expect(cli.output()).toMatch(/Examples:[^]+reset-after-dial {2,}the connection is reset/);
  });

  test('a port that is taken is explained', async () => {
    await using rig = await startRig();
    const cli = run(['--port', new URL(rig.vicidial.url).port]);
    expect(await cli.exitCode).toBe(1);
    expect(cli.errors()).toMatch(/port \d+ is already in use\. Choose another with --port/);
  });
});

test('a real process stops in an orderly way on SIGTERM', async () => {
  const main = new URL('main.ts', import.meta.url).href;
  const script = `process.argv.push('vicidial-simulator', '--port', '0'); await (await import('${main}')).main();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exit = once(child, 'exit');
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  await expect.poll(() => output, { timeout: 5_000 }).toContain('Ctrl-C');
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});
