import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

describe('using the command line', () => {
  let rig: CommandLineRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  it.each(['connect', 'call', 'hangup', 'transfer', 'recording', 'demo', 'doctor'])(
    '%s --help has its flags and an example',
    async (command) => {
      const { exitCode, out } = await rig.run(command, '--help');
      expect(exitCode).toBe(0);
      expect(out).toContain(`$ phone-switch ${command}`);
      expect(out).toContain('--api-base-url <text>');
      expect(out).toContain('[FIVE9_API_KEY]');
    },
  );

  it('help of a command is its --help, and tells which setting wins', async () => {
    const { exitCode, out } = await rig.run('help', 'call');
    expect(out).toBe((await rig.run('call', '--help')).out);
    expect(out).toContain('a flag wins over the environment variable in [brackets], and that over the file of --config.');
    expect(exitCode).toBe(0);
  });

  it('tells its version, and of what it stands on', async () => {
    const read = async (folder: string): Promise<string> =>
      JSON.parse(await readFile(new URL(`../../../../${folder}/package.json`, import.meta.url), 'utf8')).version;
    const own = await read('apps/phone-switch');
    const out = `${own} (switch-core ${await read('packages/core')}, plugin interface v1, Node ${process.versions.node})\n`;
    expect(await rig.run('--version')).toMatchObject({ exitCode: 0, out, err: '' });
  });

  it.each([
    ['a missing flag', ['call', '--agent', '1001'], /required option '--destination <number>'/],
    ['an unknown flag', ['connect', '--api-kye', 'x'], /unknown option '--api-kye'/],
    [
      'an unknown flag where a required one is missing',
      ['call', '--agnet', '1'],
      /unknown option '--agnet'\n\(Did you mean --agent\?\)/,
    ],
    ['an unknown flag of a pop', ['pop', '--secret', 'x'], /unknown option '--secret'/],
    ['an unknown command', ['ring'], /unknown command 'ring'/],
    ['an unknown switch', ['--switch', 'nope', 'connect'], /There is no switch "nope"; there is five9/],
    ['a config that is not there', ['connect', '--config', 'none.json'], /There is no file none\.json/],
    [
      'a kind that is none',
      ['transfer', '--config', 'five9.json', '--call-id', '1', '--to', '2', '--kind', 'warm'],
      /--kind is blind or attended/,
    ],
    ['a duration that is none', ['connect', '--config', 'five9.json', '--deadline', 'soon'], /"soon" is not a duration/],
    [
      'certificates that are none',
      ['connect', '--config', 'five9.json', '--ca', 'five9.json'],
      /five9\.json holds no PEM certificate/,
    ],
    [
      'an empty agent',
      ['call', '--config', 'five9.json', '--agent', '', '--destination', '1'],
      /agentExtension must not be empty/,
    ],
    ['a plugin that is not there', ['plugins', '--plugin', './none.mjs'], /PLUGIN_NOT_FOUND/],
  ])('%s is told on stderr with exit code 2', async (_name, commandLine, message) => {
    const { exitCode, out, err } = await rig.run(...commandLine);
    expect(err).toMatch(message);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  });

  it('tells a usage error as one JSON object too', async () => {
    const typo = await rig.run('call', '--agnet', '1', '--json');
    expect(Object(typo.json()['error']).message).toBe("unknown option '--agnet' (Did you mean --agent?)");
    const { exitCode, json, err } = await rig.run('call', '--json');
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: '' });
    expect(json()).toMatchObject({ ok: false, operation: 'makeCall', error: { code: 'ARGUMENT_INVALID', effect: 'none' } });
  });

  it('lists every field that is wrong in a config, with the nearest name and no value', async () => {
    await rig.write('bad.json', JSON.stringify({ api_base_url: 'ftp://x', api_kee: API_KEY, username: 'me', skill_id: 7 }));
    const { exitCode, err } = await rig.run('connect', '--config', 'bad.json');
    expect(exitCode).toBe(2);
    expect(err).toContain('- api_base_url must start with https://');
    expect(err).toContain('- api_kee is not a field; did you mean api_key?');
    expect(err).toContain('- password is missing');
    expect(err).toContain('- skill_id must be a string, and is a number');
    expect(err).not.toContain(API_KEY);
  });

  it('does not quote a config that is not JSON, as it may hold a secret', async () => {
    await rig.write('broken.json', `{ "api_key": "${API_KEY}", `);
    const { exitCode, err } = await rig.run('connect', '--config', 'broken.json');
    const fault = 'line 1, column 36: expected a name in double quotes, and the file ends';
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: `✗ broken.json is not valid JSON: ${fault}.\n` });
  });

  it('takes the form in which the platform keeps it, and says when it is for another switch', async () => {
    await rig.write(
      'platform.json',
      JSON.stringify({ plugin: 'five9', config: { api_base_url: rig.middleware.url, api_key: API_KEY } }),
    );
    await rig.write('other.json', JSON.stringify({ plugin: 'other', config: {} }));
    expect((await rig.run('connect', '--config', 'platform.json')).exitCode).toBe(0);
    const { exitCode, err } = await rig.run('connect', '--config', 'other.json');
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: '✗ other.json is for the plugin "other": add --switch other.\n' });
  });

  it('lets a flag win over the environment, and the environment over the file', async () => {
    const wrong = 'http://127.0.0.1:1';
    await rig.write('elsewhere.json', JSON.stringify({ api_base_url: wrong, api_key: API_KEY }));
    const fromEnvironment = await rig.runIn({ FIVE9_API_BASE_URL: rig.middleware.url }, 'connect', '--config', 'elsewhere.json');
    const fromFlag = await rig.runIn(
      { FIVE9_API_BASE_URL: wrong },
      'connect',
      '--config',
      'elsewhere.json',
      '--api-base-url',
      rig.middleware.url,
    );
    expect([fromEnvironment.exitCode, fromFlag.exitCode]).toEqual([0, 0]);
  });

  it('warns when a secret comes by a flag, which shows in the list of processes', async () => {
    const { exitCode, err } = await rig.run('connect', '--api-base-url', rig.middleware.url, '--api-key', API_KEY);
    expect(exitCode).toBe(0);
    expect(err).toBe('Warning: --api-key shows in the list of processes; FIVE9_API_KEY or the config file does not.\n');
  });

  it('lists what is loaded, with interface version and capabilities', async () => {
    const { exitCode, json } = await rig.run('plugins', '--json');
    expect(exitCode).toBe(0);
    expect(Object(json()['result'])).toMatchObject({
      specVersion: 'v1',
      plugins: [
        { id: 'five9', displayName: 'Five9', specVersion: 'v1', capabilities: ['transfer.attended'] },
        { id: 'vicidial', displayName: 'ViciDial', specVersion: 'v1' },
      ],
    });
  });

  it('prints the settings form as JSON Schema', async () => {
    const { exitCode, out } = await rig.run('config-schema', 'five9');
    expect(exitCode).toBe(0);
    const schema = JSON.parse(out);
    expect(schema.properties.api_key).toMatchObject({ title: 'API key', group: 'Authentication', secret: true });
    expect(schema.required).toEqual(['api_base_url']);
  });

  it('loads a plugin by path, and offers its fields as flags', async () => {
    const server = createServer((request, response) => response.writeHead(request.url === '/ping' ? 200 : 404).end());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const example = fileURLToPath(new URL('../../../../examples/acme-switch.ts', import.meta.url));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { exitCode, out } = await rig.runIn({ ACME_TOKEN: 'token' }, 'connect', '--plugin', example, '--url', url);
    server.close();
    expect(out).toMatch(/^✓ Connected/);
    expect(exitCode).toBe(0);
  });
});
