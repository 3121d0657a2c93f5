import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

describe('what to do next', () => {
  let rig: CommandLineRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });
  /** The words of a command that is suggested, as a shell would read them. */
  const wordsOf = (output: string): readonly string[] => {
    const [, command = ''] = /Next: phone-switch (.*)/.exec(output) ?? [];
    return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  };

  describe('a command that is suggested', () => {
    it.each([
      ['with a file', '1010', {}, (): string[] => ['--config', 'my five9.json']],
      ['with flags', '1011', { FIVE9_API_KEY: API_KEY }, (): string[] => ['--api-base-url', rig.middleware.url]],
    ])('works when it is pasted, %s', async (_name, agent, environment, way) => {
      await rig.write('my five9.json', JSON.stringify({ api_base_url: rig.middleware.url, api_key: API_KEY }));
      const dialled = await rig.runIn(environment, 'call', ...way(), '--agent', agent, '--destination', '+15550001111');
      const hangup = await rig.runIn(environment, ...wordsOf(dialled.out));
      expect(hangup).toMatchObject({ exitCode: 0, err: '' });
      expect(hangup.out).toContain('✓ The call is ended.');
    });

    it('never shows a secret', async () => {
      const way = ['--api-base-url', rig.middleware.url, '--api-key', API_KEY];
      const { out } = await rig.run('call', ...way, '--agent', '1012', '--destination', '+15550001111');
      expect(out).toContain(' --api-key API_KEY');
      expect(out).not.toContain(API_KEY);
    });

    it('is called as this one was called', async () => {
      const dial = ['call', '--config', 'five9.json', '--agent', '1013', '--destination', '+15550001111'];
      const { out } = await rig.runIn({ npm_lifecycle_event: 'phone-switch' }, ...dial);
      expect(out).toMatch(/Next: pnpm phone-switch hangup --call-id \d+ --config five9\.json\n/);
    });
  });

  describe('a value that is refused', () => {
    it('comes from a variable, which is told; and that it overrides the file', async () => {
      const { exitCode, err } = await rig.runIn({ FIVE9_API_KEY: 'wrong' }, 'connect', '--config', 'five9.json');
      expect(err).toMatch(/^Warning: FIVE9_API_KEY overrides api_key of five9\.json\.\n/);
      expect(err).toMatch(/Next: .* api_key comes from FIVE9_API_KEY\.\n/);
      expect(exitCode).toBe(1);
    });

    it('comes from the file, which is told', async () => {
      await rig.write('wrong.json', JSON.stringify({ api_base_url: rig.middleware.url, api_key: 'wrong' }));
      const { err } = await rig.run('connect', '--config', 'wrong.json');
      expect(err).toMatch(/Next: .* api_key comes from wrong\.json\.\n/);
    });

    it('that is only where nothing answers is told with its origin when that is not the file', async () => {
      await rig.write('dead.json', JSON.stringify({ api_base_url: 'http://127.0.0.1:1', api_key: API_KEY }));
      expect((await rig.run('connect', '--config', 'dead.json')).err).not.toContain('comes from');
      const environment = { FIVE9_API_BASE_URL: 'http://127.0.0.1:1' };
      const { err } = await rig.runIn(environment, 'connect', '--config', 'five9.json');
      expect(err).toContain('api_base_url comes from FIVE9_API_BASE_URL.');
    });

    it('is told with its origin before anything is sent', async () => {
      const environment = { FIVE9_API_BASE_URL: 'ftp://x' };
      const { err } = await rig.runIn(environment, 'connect', '--config', 'five9.json', '--username', 'me');
      expect(err).toContain('- api_base_url must start with https://');
      expect(err).toContain('api_base_url comes from FIVE9_API_BASE_URL');
    });

    it('is told to a machine in the hint, and nothing else is', async () => {
      const { err, json } = await rig.runIn({ FIVE9_API_KEY: 'wrong' }, 'connect', '--config', 'five9.json', '--json');
      expect(Object(json()['error']).hint).toContain('api_key comes from FIVE9_API_KEY.');
      expect(err).toBe('');
    });

    it('is warned of only where it makes a difference', async () => {
      const { err } = await rig.runIn({ FIVE9_API_KEY: API_KEY, FIVE9_SKILL_ID: '501' }, 'connect', '--config', 'five9.json');
      expect(err).toBe('');
      // A flag is in front of whoever typed it.
      const typed = await rig.run('connect', '--config', 'five9.json', '--api-base-url', 'http://127.0.0.1:1');
      expect(typed.err).not.toContain('Warning');
    });
  });

  it('without any settings is to give some, and how', async () => {
    const { exitCode, err } = await rig.run('connect');
    expect(err).toContain('a JSON file that --config names, or into the environment: FIVE9_API_BASE_URL and FIVE9_API_KEY.');
    expect(err).not.toContain('save the settings');
    expect(exitCode).toBe(2);
  });

  it('at an address that is not allowed is the flag that allows it', async () => {
    const { err } = await rig.run('connect', '--api-base-url', 'https://10.1.2.3', '--api-key', API_KEY);
    expect(err).toContain('BLOCKED_ADDRESS');
    expect(err).toContain('add --allow-address 10.1.2.3/32. api_base_url comes from --api-base-url.');
  });

  it('at a port without TLS is not to look at a certificate', async () => {
    const tls = rig.middleware.url.replace('http:', 'https:');
    const { err } = await rig.run('connect', '--config', 'five9.json', '--api-base-url', tls);
    expect(err).toContain('TLS_FAILED');
    expect(err).toContain('Next:   Check the port and the scheme of the base URL: a service without TLS speaks http there.');
  });

  it('names the flag when what it allows is no network', async () => {
    const { exitCode, err } = await rig.run('connect', '--config', 'five9.json', '--allow-address', 'bogus');
    expect(err).toMatch(/^✗ --allow-address: .*bogus is not a CIDR block/);
    expect(exitCode).toBe(2);
  });

  it('is the doctor where it would tell more, and only there', async () => {
    const unreachable = await rig.run('connect', '--config', 'five9.json', '--api-base-url', 'http://127.0.0.1:1');
    expect(unreachable.err).toContain('  Or:     phone-switch doctor --config five9.json --api-base-url http://127.0.0.1:1\n');
    const refused = await rig.run('call', '--config', 'five9.json', '--agent', '1003', '--destination', '+15550001111');
    expect(refused.err).toContain('AGENT_NOT_READY');
    expect(refused.err).not.toContain('doctor');
  });

  it('is the doctor when nothing is found at the base URL', async () => {
    const elsewhere = ['--config', 'five9.json', '--api-base-url', `${rig.middleware.url}/api/v9`];
    const { out } = await rig.run('connect', ...elsewhere);
    expect(out).toContain(`Next: phone-switch doctor --config five9.json --api-base-url ${rig.middleware.url}/api/v9, or`);
  });
});
