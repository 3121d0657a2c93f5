import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';
import type { Check } from './check.ts';

type CheckJson = Pick<Check, 'name' | 'title' | 'status' | 'found' | 'details' | 'next'> & { readonly see: string };

interface Examined {
  readonly exitCode: number;
  readonly checks: readonly CheckJson[];
  readonly first: CheckJson | undefined;
  readonly find: (title: string) => CheckJson;
}

describe('phone-switch doctor', () => {
  let rig: CommandLineRig;
  const servers: Server[] = [];
  beforeAll(async () => {
    rig = await startRig();
  });
  afterEach(() => {
    rig.faults.switchOff();
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  const examine = async (...words: readonly string[]): Promise<Examined> => {
    const { exitCode, out, err } = await rig.run('doctor', '--json', ...words);
    expect(`${out}${err}`).not.toContain(API_KEY);
    expect(err).toBe('');
    const { ok, operation, result } = JSON.parse(out);
    expect({ ok, operation }).toEqual({ ok: exitCode === 0, operation: 'doctor' });
    const checks: readonly CheckJson[] = result.checks;
    const find = (title: string): CheckJson => checks.find((check) => check.title.startsWith(title)) ?? expect.unreachable(title);
    return { exitCode, checks, first: result.firstBroken, find };
  };
  const examineWith = async (config: object, ...words: readonly string[]): Promise<Examined> => {
    await rig.write('changed.json', JSON.stringify({ api_base_url: rig.middleware.url, api_key: API_KEY, ...config }));
    return examine('--config', 'changed.json', ...words);
  };
  const serve = async (answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => answer(request, response, body));
    });
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

  it('exits 0 where all holds, and says what it left open', async () => {
    const { exitCode, checks, find } = await examine('--config', 'five9.json');
    expect(exitCode).toBe(0);
    expect(checks.filter(({ status }) => status === 'broken' || status === 'warning')).toEqual([]);
    expect(checks.filter(({ status }) => status === 'not_checked').map(({ name }) => name)).toEqual([
      'recording',
      'dial',
      'screen_pop',
    ]);
    expect(find('Credentials').found).toBe('accepted (Bearer); without any the service refuses');
    expect(find('makeCall').details?.join()).toContain('shows only when one is placed');
  });

  it('dials nothing, ends nothing and transfers nothing', async () => {
    const before = rig.simulator.calls();
    await examine('--config', 'five9.json');
    expect(rig.simulator.dials()).toEqual([]);
    expect(rig.simulator.calls()).toEqual(before);
  });

  it('names only calls that cannot exist, and posts nothing where calls are placed', async () => {
    const seen: { readonly line: string; readonly body: string }[] = [];
    const url = await serve((request, response, body) => {
      seen.push({ line: `${request.method} ${request.url}`, body });
      json(response, request.method === 'GET' ? 200 : 404, { success: request.method === 'GET', message: 'No.' });
    });
    await examineWith({ api_base_url: url });
    const posts = seen.filter(({ line }) => line.startsWith('POST'));
    expect(posts.map(({ line }) => line.replace(/doctor-[0-9a-f-]{36}$/, 'made-up'))).toEqual([
      'POST /calls/hangup',
      'POST /calls/made-up',
      'POST /calls/transfer',
      'POST /calls/recording',
    ]);
    for (const { body } of posts) expect(JSON.parse(body).call_id).toMatch(/^doctor-[0-9a-f-]{36}$/);
    expect(seen.filter(({ line }) => line.endsWith(' /calls/make'))).toEqual([{ line: 'OPTIONS /calls/make', body: '' }]);
  });

  it('tells a person the same as a tree, with one thing to begin with', async () => {
    const { exitCode, out } = await rig.run('doctor', '--config', 'five9.json', '--api-base-url', 'http://127.0.0.1:1');
    expect(exitCode).toBe(1);
    expect(out).toMatch(/✓ Configuration .*every field of Five9 is right; credentials: Bearer\n/);
    expect(out).toMatch(/✗ TCP .*127\.0\.0\.1 port 1: refused: nothing listens on the port/);
    expect(out).toMatch(/– not checked: TCP has to hold first\n {4}HTTP, Connect \/, Credentials/);
    expect(out).toMatch(
      /\nBegin with TCP: .*\n {2}Next: Check the port.*\n {2}See: {2}docs\/troubleshooting\.md#nothing-answers-at-the-address\n/,
    );
  });

  it('does not tell a person that all held where there is a warning: it says which to look at', async () => {
    const { exitCode, out } = await rig.run('doctor', '--config', 'five9.json', '--rest-connect-path', '/nope');
    expect(exitCode).toBe(0);
    expect(out).not.toContain('All that could be checked held.');
    expect(out).toMatch(
      /\nNothing is broken, but look at Connect \/nope: there is no connect endpoint here .*\n {2}Next: .*\n {2}See: {2}docs/,
    );
  });

  it('shows every field that is wrong in the settings, and no value', async () => {
    await rig.write('bad.json', JSON.stringify({ api_base_url: 'ftp://x', api_kee: API_KEY, username: 'me' }));
    const { exitCode, first, checks } = await examine('--config', 'bad.json');
    expect(exitCode).toBe(1);
    expect(first).toMatchObject({ name: 'config', see: 'docs/troubleshooting.md#the-configuration-is-refused' });
    expect(first?.details).toHaveLength(3);
    expect(checks.filter(({ status }) => status === 'not_checked')).toHaveLength(checks.length - 1);
  });

  it('names an address that the policy does not allow instead of connecting to it', async () => {
    const { first } = await examineWith({ api_base_url: 'https://10.1.2.3/api' });
    expect(first).toMatchObject({ name: 'policy', found: '10.1.2.3 is not allowed: private network' });
    expect(first?.next).toContain('--allow-address 10.1.2.3/32');
    const plain = await examineWith({ api_base_url: 'http://192.0.2.1' });
    expect(plain.first?.found).toContain('192.0.2.1 is not allowed: plain http, documentation');
  });

  it('tells a wrong key from a scheme that the service does not want', async () => {
    const wrong = await examineWith({ api_key: 'another' });
    expect(wrong.first).toMatchObject({
      name: 'credentials',
      found: 'refused (HTTP 401): we sent Bearer, the service asks for Bearer',
    });
    expect(wrong.find('hangupCall').found).toBe('the credentials have to hold first');
    const basic = await examineWith({ api_key: null, username: 'me', password: API_KEY });
    expect(basic.first?.found).toContain('refused (HTTP 401): we sent Basic, the service asks for Bearer');
    expect(basic.first?.next).toBe('Fill in the fields of Bearer instead of those of Basic.');
  });

  it('says where a key that is refused comes from, and where settings that are missing go', async () => {
    const refused = await rig.runIn({ FIVE9_API_KEY: 'left-over' }, 'doctor', '--json', '--config', 'five9.json');
    expect(JSON.parse(refused.out).result.firstBroken).toMatchObject({
      name: 'credentials',
      details: expect.arrayContaining(['api_key comes from FIVE9_API_KEY']),
    });
    const missing = await rig.run('doctor', '--json');
    expect(JSON.parse(missing.out).result.firstBroken.next).toContain('a JSON file that --config names, or into the environment');
  });

  it('tells 403 from 401', async () => {
    rig.faults.switchOn('forbidden');
    const { first } = await examine('--config', 'five9.json');
    expect(first).toMatchObject({ name: 'credentials', code: 'FORBIDDEN', see: 'docs/troubleshooting.md#401403-on-all-calls' });
  });

  it('warns of credentials that nobody looks at', async () => {
    const url = await serve((request, response) => json(response, request.method === 'GET' ? 200 : 404, { message: 'No.' }));
    const { exitCode, find } = await examineWith({ api_base_url: url });
    expect(find('Credentials')).toMatchObject({
      status: 'warning',
      found: 'accepted (Bearer), but / answers a stranger just the same',
    });
    expect(exitCode).toBe(0);
  });

  it.each([
    [-20, 'holds', 'behind'],
    [-45, 'warning', 'behind'],
    [40, 'warning', 'ahead of'],
    [600, 'broken', 'ahead of'],
  ])('says what a clock that is %d s off means: %s, %s', async (seconds, status, direction) => {
    const url = await serve((_request, response) => {
      const date = new Date(Date.now() + seconds * 1_000).toUTCString();
      json(response, 200, {}, { date });
    });
    const { find } = await examineWith({ api_base_url: url });
    const found = expect.stringMatching(new RegExp(`^the clock of the service is \\d+ s ${direction} the one of this machine`));
    expect(find('Clock')).toMatchObject({ status, found });
  });

  it('names the field of each path that is missing, and of one that is another’s', async () => {
    const missing = await examineWith({ rest_hangup_path: '/hang', rest_make_call_path: '/dial', rest_connect_path: '/status' });
    expect(missing.find('Connect')).toMatchObject({ status: 'warning' });
    expect(missing.find('Credentials')).toMatchObject({ status: 'holds' });
    expect(missing.find('hangupCall')).toMatchObject({ status: 'broken', next: expect.stringContaining('rest_hangup_path') });
    expect(missing.find('makeCall')).toMatchObject({ status: 'broken', next: expect.stringContaining('rest_make_call_path') });
    const other = await examineWith({ rest_make_call_path: '/' });
    expect(other.find('makeCall').found).toBe('/ takes GET, HEAD, and no POST');
  });

  it('says that it cannot tell where a service answers OPTIONS alike everywhere', async () => {
    const url = await serve((request, response) => {
      if (request.method === 'OPTIONS') return void response.writeHead(204).end();
      json(response, request.method === 'GET' ? 200 : 404, { message: 'No.' });
    });
    const { find } = await examineWith({ api_base_url: url });
    expect(find('makeCall')).toMatchObject({ status: 'not_checked', found: expect.stringContaining('alike everywhere') });
  });

  it('does not believe a success for a call that does not exist', async () => {
    const url = await serve((_request, response) => json(response, 200, { success: true, recording_url: 'https://x.example/1' }));
    const { find } = await examineWith({ api_base_url: url });
    expect(find('hangupCall')).toMatchObject({ status: 'broken', see: expect.stringContaining('#hangup-or-transfer-no-ops') });
    expect(find('getCallRecordingUrl')).toMatchObject({
      status: 'broken',
      see: expect.stringContaining('#recording-url-empty-or-invalid'),
    });
  });

  it('tells of refusals that nobody can read', async () => {
    const url = await serve((request, response) => {
      if (request.method === 'GET') return json(response, 200, {});
      if (request.url === '/calls/hangup') return json(response, 404, { code: 'call_not_found' });
      response.writeHead(400, { 'content-type': 'text/plain' }).end('no such call');
    });
    const { find } = await examineWith({ api_base_url: url });
    expect(find('Errors')).toMatchObject({ status: 'warning', found: '3 of 4 answers are not as agreed' });
    expect(find('Errors').details).toContain('hangupCall refuses without a message (HTTP 404), so that agents read no reason');
  });

  it('says where a redirect leads, without its query', async () => {
    const url = await serve(
      (_request, response) => void response.writeHead(308, { location: 'https://elsewhere.example/api?key=1' }).end(),
    );
    const { first } = await examineWith({ api_base_url: url });
    expect(first?.found).toContain('(HTTP 308) to https://elsewhere.example/api,');
    expect(first?.see).toContain('#the-path-is-missing-or-redirects');
  });

  it('shows no secret that a service echoes: in a message, a redirect, a challenge, a page', async () => {
    const echoes: readonly ((response: ServerResponse) => void)[] = [
      (response) => json(response, 400, { message: `Bearer ${API_KEY} is not known`, code: API_KEY }),
      (response) => json(response, 401, { message: API_KEY }, { 'www-authenticate': `Bearer realm="${API_KEY}", ${API_KEY}` }),
      (response) => void response.writeHead(302, { location: `/${API_KEY}?key=${API_KEY}` }).end(),
      (response) => void response.writeHead(404, { 'content-type': 'text/html' }).end(`<html>${API_KEY}</html>`),
      (response) => void response.writeHead(405, { allow: API_KEY }).end(),
      (response) => json(response, 200, { success: API_KEY, [API_KEY]: 1 }),
    ];
    for (const echo of echoes) {
      const url = await serve((_request, response) => echo(response));
      // `examine` looks for the key in all that was printed.
      await examineWith({ api_base_url: url }, '--recording-of', '1');
      const { out, err } = await rig.run('doctor', '--config', 'changed.json', '--verbose');
      expect(`${out}${err}`).not.toContain(API_KEY);
    }
  });

  it('keeps to its deadline before a service that never answers', async () => {
    const url = await serve(() => {});
    const startedAt = performance.now();
    const { exitCode, first } = await examineWith({ api_base_url: url }, '--deadline', '300ms');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(exitCode).toBe(1);
    expect(first).toMatchObject({
      name: 'http',
      code: 'TIMED_OUT',
      see: expect.stringContaining('#the-service-fails-or-is-too-slow'),
    });
  });

  describe('a recording', () => {
    it.each([
      [
        'ready',
        200,
        { recording_url: 'https://files.example/1.wav?signature=planted' },
        'holds',
        'available at https://files.example/1.wav',
      ],
      ['pending', 202, {}, 'warning', 'pending: it is not ready yet (the switch says to ask again in 7 s)'],
      ['purged', 410, { code: 'recording_expired', message: 'Gone.' }, 'warning', 'there is none any more: it was purged'],
      ['not made', 404, { code: 'not_recorded', message: 'None.' }, 'warning', 'there is none: the call was not recorded'],
      ['forbidden', 403, { message: 'No.' }, 'broken', 'The credentials are known but may not do this'],
      ['malformed', 200, { recording_url: 'javascript:alert(1)' }, 'broken', ''],
    ])('that is %s is told as that', async (_name, status, body, expected, found) => {
      const url = await serve((request, response) => {
        if (request.method === 'GET') return json(response, 200, {});
        json(response, request.url === '/calls/recording' ? status : 404, body, { 'retry-after': '7' });
      });
      const { find } = await examineWith({ api_base_url: url }, '--recording-of', '300000000115271');
      const check = find('Recording');
      expect(check).toMatchObject({ status: expected, see: 'docs/troubleshooting.md#recording-url-empty-or-invalid' });
      expect(check.found).toContain(found);
      expect(JSON.stringify(check)).not.toContain('planted');
    });
  });

  describe('a test call', () => {
    it('is placed only when it is asked for, and ended again', async () => {
      const { exitCode, find } = await examine('--config', 'five9.json', '--dial-test', '+15550001111', '--agent', '1010');
      expect(exitCode).toBe(0);
      expect(find('Test call').found).toMatch(/^call \d{15} to \+1•••••1111 was placed, and ended again$/);
      expect(rig.simulator.dials()).toHaveLength(1);
      expect(rig.simulator.calls().at(-1)).toMatchObject({ state: 'ended' });
    });

    it.each([
      ['9999', 'AGENT_NOT_FOUND'],
      ['1003', 'AGENT_NOT_READY'],
    ])('by agent %s is told as %s', async (agent, code) => {
      const { first } = await examine('--config', 'five9.json', '--dial-test', '+15550001111', '--agent', agent);
      expect(first).toMatchObject({ name: 'dial', code, see: 'docs/troubleshooting.md#agent-cannot-dial' });
    });

    it('whose outcome nobody knows is told so, and not repeated', async () => {
      rig.faults.switchOn('error-502', { operation: 'makeCall' });
      const dials = rig.simulator.dials().length;
      const { first } = await examine('--config', 'five9.json', '--dial-test', '+15550001111', '--agent', '1011');
      expect(first).toMatchObject({ name: 'dial', code: 'OUTCOME_UNKNOWN' });
      expect(rig.simulator.dials()).toHaveLength(dials + 1);
    });

    it('is not placed where the credentials are refused', async () => {
      const { find } = await examineWith({ api_key: 'another' }, '--dial-test', '+15550001111', '--agent', '1010');
      expect(find('Test call')).toMatchObject({ status: 'not_checked', found: 'the way to the switch has to hold first' });
    });
  });

  it.each([
    ['an agent without a question', ['--agent', '1010'], /--agent needs --dial-test or --recording-of/],
    ['--dial-test without an agent', ['--dial-test', '+15550001111'], /--dial-test needs --agent/],
    ['a webhook that is no URL', ['--webhook-url', 'hooks/acme'], /--webhook-url is an absolute/],
    ['a secret without a webhook', ['--webhook-secret-env', 'HOOK'], /needs --webhook-url/],
    [
      'a variable without a secret',
      ['--webhook-url', 'https://x.example/h', '--webhook-secret-env', 'HOOK'],
      /the variable HOOK is not set, or is empty/,
    ],
    ['a block that is none', ['--allow-address', '10.0.0.0/99'], /10\.0\.0\.0\/99 is not a CIDR block/],
    ['a duration that is none', ['--deadline', 'soon'], /is not a duration/],
  ])('%s is a mistake of usage: 2', async (_name, words, message) => {
    const { exitCode, out, err } = await rig.run('doctor', '--config', 'five9.json', ...words);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(message);
  });

  it('connects at least where a plugin does not say where its switch is', async () => {
    const url = await serve((request, response) => void response.writeHead(request.url === '/ping' ? 200 : 404).end());
    const example = new URL('../../../../examples/acme-switch.ts', import.meta.url).pathname;
    await rig.write('acme.json', JSON.stringify({ url, token: API_KEY }));
    const { exitCode, find } = await examine('--plugin', example, '--config', 'acme.json');
    expect(exitCode).toBe(0);
    expect(find('Connect').found).toMatch(/^verified in \d+ ms$/);
    expect(find('Paths')).toMatchObject({ status: 'not_checked' });
  });
});
