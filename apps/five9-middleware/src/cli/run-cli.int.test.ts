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
  await expect.poll(() => `${cli.output()}${cli.errors()}`).toMatch(/"api_base_url"[^}]+\}/);
  const [, json = '{}'] = /Switch configuration\n(\{[^}]+\})/.exec(`${cli.output()}${cli.errors()}`) ?? [];
  return JSON.parse(json);
}

describe('starting', () => {
  test('without options prints a configuration that works, and stops with 0', async () => {
    const cli = run(['--port', '0']);
    const config = await configOf(cli);
    const headers = { authorization: `Bearer ${config['api_key']}` };
    expect((await fetch(`${config['api_base_url']}/`, { headers })).status).toBe(200);
    expect(cli.output()).toContain('curl -H "Authorization: Bearer ');
    cli.stop();
    expect(await cli.exitCode).toBe(0);
  });

  test('with a key from the environment never prints it', async () => {
    const cli = run(['--port', '0', '--api-key-env', 'KEY', '--base-path', '/api', '--path', 'makeCall=/v2/dial'], {
      KEY: 'from-the-environment',
    });
    const config = await configOf(cli);
    expect(config).toMatchObject({ api_key: '<the value of KEY>', rest_make_call_path: '/v2/dial' });
    const headers = { authorization: 'Bearer from-the-environment', 'content-type': 'application/json' };
    const body = JSON.stringify({ agent_extension: '1001', destination: '+15550001111' });
    const reply = await fetch(`${config['api_base_url']}/v2/dial`, { method: 'POST', headers, body });
    expect(reply.status).toBe(200);
    await expect.poll(() => cli.output()).toMatch(/path=\/api\/v2\/dial {2}status=200/);
    cli.stop();
    await cli.exitCode;
    expect(cli.output() + cli.errors()).not.toContain('from-the-environment');
    expect(cli.output().split('listening').at(-1)).not.toContain('+15550001111');
  });

  test('takes Basic credentials and faults', async () => {
    const words = ['--', '--port', '0', '--username', 'elastic', '--password-env', 'PASS', '--fault', 'error-503@connect:1'];
    const cli = run(words, { PASS: 'sesame' });
    const config = await configOf(cli);
    const headers = { authorization: `Basic ${Buffer.from('elastic:sesame').toString('base64')}` };
    const ask = async (): Promise<number> => (await fetch(`${config['api_base_url']}/`, { headers })).status;
    expect([await ask(), await ask()]).toEqual([503, 200]);
    cli.stop();
    await cli.exitCode;
  });

  test('with --json gives stdout to the log alone', async () => {
    const cli = run(['--port', '0', '--json']);
    await configOf(cli);
    await expect.poll(() => cli.output()).toContain('listening');
    cli.stop();
    await cli.exitCode;
    const lines = cli
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ msg }) => msg)).toEqual(['listening', 'stopping']);
  });

  test('lets customers call in', async () => {
    const cli = run(['--port', '0', '--inbound-every', '0.01']);
    await expect.poll(() => cli.output()).toMatch(/call\.ringing .*direction=inbound {2}customer=\+1•••••0142/);
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
    [['--api-key-env', 'NOT_SET'], /NOT_SET is not set/],
    [['--api-key-env', 'KEY', '--no-auth'], /only one of/],
    [['--username', 'elastic'], /needs --password-env/],
    [['--password-env', 'KEY'], /needs --username/],
    [['--no-auth', '--host', '0.0.0.0'], /loopback/],
    [['--path', 'dial=/x'], /operation=\/path/],
    [['--path', 'makeCall=/calls/hangup'], /another operation/],
    [['--fault', 'meteorite'], /--help lists them/],
    [['--fault', 'drip@dial'], /one of connect/],
    [['--fault', 'drip:0'], /above 0/],
    [['--inbound-every', '0'], /above 0/],
    [['--screen-pop-url', 'platform'], /screen-pop URL/],
    [['--screen-pop-secret-env', 'KEY'], /needs --screen-pop-url/],
    [['--screen-pop-url', 'http://127.0.0.1:1/', '--screen-pop-secret-env', 'KEY'], /24 to 64 random bytes/],
    [['--log-level', 'loud'], /Allowed choices/],
  ])('%j is a usage error', async (words, message) => {
    const cli = run(words, { KEY: 'some-key' });
    expect(await cli.exitCode).toBe(2);
    expect(cli.errors()).toMatch(message);
    expect(cli.errors()).not.toContain('some-key');
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
    const cli = run(['--port', new URL(rig.middleware.url).port]);
    expect(await cli.exitCode).toBe(1);
    expect(cli.errors()).toMatch(/port \d+ is already in use\. Choose another with --port/);
  });
});

test('a real process stops in an orderly way on SIGTERM', async () => {
  const main = new URL('main.ts', import.meta.url).href;
  const script = `process.argv.push('five9-middleware', '--port', '0', '--json'); await (await import('${main}')).main();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exit = once(child, 'exit');
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  await expect.poll(() => output, { timeout: 5_000 }).toContain('listening');
  // Once: a second signal ends the process at once.
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  expect(output).toContain('stopping');
});
