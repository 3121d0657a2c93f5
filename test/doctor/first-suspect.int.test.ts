import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as forward,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { FaultBoard, Five9Simulator, type RunningMiddleware, startMiddleware } from '@elasticfunnels/five9-middleware';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, type CheckRead, examine, type Examined } from './doctor-rig.ts';

const PAGE = '<!doctype html><title>Sign in</title><form action="/login"></form>';
const NOT_FOUND = '<html><h1>404 Not Found</h1><hr>nginx</html>';

describe('what the doctor says to begin with, before what operators meet', () => {
  const faults = new FaultBoard();
  const five9 = new Five9Simulator({ faults, timings: { ringMs: 1, recordingDelayMs: 1, wrapUpMs: 0 } });
  let middleware: RunningMiddleware;
  const servers: Server[] = [];
  beforeAll(async () => {
    middleware = await startMiddleware({ five9, faults, authentication: { kind: 'bearer', apiKey: API_KEY } });
  });
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  afterAll(async () => {
    await middleware.close();
    await five9.close();
  });

  const listen = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  /** Before the real middleware, as a proxy that was set up by somebody. */
  const pass = (request: IncomingMessage, response: ServerResponse, { path = request.url ?? '/', without = '' } = {}): void => {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== without));
    const onwards = forward(new URL(path, middleware.url), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onwards);
  };
  const page = (response: ServerResponse, status: number, text: string): void =>
    void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(text);
  const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  const look = (url: string, config: object = {}): Promise<Examined> =>
    examine({ config: { api_base_url: url, api_key: API_KEY, ...config } });
  const find = ({ checks }: Examined, wanted: string): CheckRead | undefined => checks.find(({ name }) => name === wanted);

  test('a proxy that asks for what the driver cannot do is to take what was sent', async () => {
    const url = await listen((_request, response) => json(response, 401, {}, { 'www-authenticate': 'Negotiate' }));
    const { worst } = await look(url);
    expect(worst).toMatchObject({
      name: 'credentials',
      row: '401403-on-all-calls',
      next: 'Have the service, or the proxy before it that asks for Negotiate, take Bearer: the driver cannot do Negotiate.',
    });
  });

  test('one that asks for Basic beside it is to be given that', async () => {
    const url = await listen((_request, response) =>
      json(response, 401, {}, { 'www-authenticate': 'Negotiate, NTLM, Basic realm="x"' }),
    );
    expect((await look(url)).worst?.next).toBe('Fill in the fields of Basic instead of those of Bearer.');
  });

  test('a proxy that takes the header off is named, and not the key', async () => {
    const url = await listen((request, response) => pass(request, response, { without: 'authorization' }));
    const { worst } = await look(url);
    expect(worst).toMatchObject({ name: 'credentials', row: '401403-on-all-calls' });
    expect(worst?.next).toMatch(/^We sent Bearer, and the service says that none arrived: have whatever stands in between/);
    expect((await look(middleware.url, { api_key: 'another' })).worst?.next).toMatch(/^Check the key/);
  });

  test.each([
    ['nothing at all there', (_request: IncomingMessage, response: ServerResponse) => page(response, 404, NOT_FOUND), ''],
    [
      'the service under another path',
      (request: IncomingMessage, response: ServerResponse) =>
        request.url?.startsWith('/api/v2/') === true
          ? pass(request, response, { path: request.url.slice('/api/v2'.length) })
          : page(response, 404, NOT_FOUND),
      '/api/v9',
    ],
  ])('a web server’s 404 everywhere is the base URL’s: %s', async (_what, listener, path) => {
    const examined = await look((await listen(listener)) + path);
    expect(examined.worst).toMatchObject({ name: 'connect', row: 'the-path-is-missing-or-redirects', code: 'CONTRACT_VIOLATED' });
    expect(examined.worst?.next).toContain(`Check the path in api_base_url (${path === '' ? 'it has none now' : `now ${path}`})`);
    expect(examined.checks.filter(({ status }) => status === 'broken')).toHaveLength(1);
    expect(find(examined, 'credentials')).toMatchObject({ status: 'not_checked', found: 'the base URL has to hold first' });
    expect(find(examined, 'clock')).toMatchObject({ status: 'holds' });
    expect(examined.exitCode).toBe(1);
  });

  test('a login page on all paths is told as one, and nobody is sent to the team of the service', async () => {
    const url = await listen((_request, response) => page(response, 200, PAGE));
    const { worst, checks } = await look(url);
    expect(worst).toMatchObject({ name: 'connect', row: 'something-else-answers-than-the-service' });
    expect(worst?.next).toContain('with curl -i from this machine: a portal, a login page');
    expect(JSON.stringify(checks)).not.toContain('switch-contract');
  });

  test('a page on one path is that path’s', async () => {
    const url = await listen((request, response) =>
      request.url === '/calls/hangup' ? page(response, 200, PAGE) : pass(request, response),
    );
    const { worst, checks } = await look(url);
    expect(worst).toMatchObject({ title: 'hangupCall /calls/hangup', row: 'something-else-answers-than-the-service' });
    expect(worst?.next).toMatch(/^Check rest_hangup_path: a web page stands at this path/);
    expect(checks.filter(({ status }) => status === 'broken')).toHaveLength(1);
  });

  test('a redirect to a login elsewhere is no fault of a field, and one to another path is', async () => {
    const elsewhere = await listen(
      (_request, response) => void response.writeHead(302, { location: 'https://login.example/sso' }).end(),
    );
    const { worst } = await look(elsewhere);
    expect(worst).toMatchObject({ name: 'connect', row: 'the-path-is-missing-or-redirects' });
    expect(worst?.next).not.toContain('rest_connect_path');
    const url = await listen((request, response) =>
      request.url === '/calls/hangup'
        ? void response.writeHead(302, { location: '/calls/hangup/login' }).end()
        : pass(request, response),
    );
    expect((await look(url)).worst?.next).toContain('That path is rest_hangup_path.');
  });

  test('a router that answers 404 in JSON is not taken for a service that does not know the call', async () => {
    const known = ['/', '/calls/hangup', '/calls/transfer', '/calls/recording', '/calls/make'];
    const url = await listen((request, response) => {
      if (known.includes(request.url ?? '')) return pass(request, response);
      json(response, 404, {
        detail: `Cannot ${request.method} ${request.url}`,
        request_id: randomUUID(),
        at: new Date().toISOString(),
      });
    });
    const right = await look(url);
    expect(right.checks.filter(({ status }) => status === 'warning' || status === 'broken')).toEqual([]);
    const { worst, exitCode } = await look(url, { rest_hangup_path: '/calls/hang-up' });
    expect(worst).toMatchObject({
      title: 'hangupCall /calls/hang-up',
      status: 'warning',
      row: 'the-path-is-missing-or-redirects',
      next: expect.stringMatching(/^Check rest_hangup_path: /),
    });
    expect(exitCode).toBe(0);
    const base = await look(`${url}/api/v9`);
    expect(base.worst).toMatchObject({ name: 'connect', status: 'warning', row: 'the-path-is-missing-or-redirects' });
    expect(base.worst?.next).toMatch(/^Check the path in api_base_url \(now \/api\/v9\)/);
    const found = 'nothing shows yet that the base URL is right';
    expect(find(base, 'credentials')).toMatchObject({ status: 'not_checked', found });
  });

  test('a connect path that is missing says where the credentials are tried instead', async () => {
    const examined = await look(middleware.url, { rest_connect_path: '/nope' });
    expect(find(examined, 'connect')).toMatchObject({
      status: 'warning',
      found: 'there is no connect endpoint here (HTTP 404); the credentials are tried on another path',
      next: expect.stringContaining('rest_connect_path'),
    });
    expect(find(examined, 'credentials')).toMatchObject({ status: 'holds' });
    expect(examined.exitCode).toBe(0);
  });

  test('a service that is slow is a warning, with the figure and the deadline that it nears', async () => {
    const clock = new FakeClock(new Date());
    const url = await listen((request, response) => {
      void clock.advance(4_000).then(() => pass(request, response));
    });
    const { worst, checks, exitCode } = await examine({ config: { api_base_url: url, api_key: API_KEY }, clock });
    const slow = checks.filter(({ row, status }) => row === 'the-service-fails-or-is-too-slow' && status === 'warning');
    expect(slow.map(({ title }) => title)).toEqual(['HTTP', 'hangupCall /calls/hangup', 'getCallRecordingUrl /calls/recording']);
    expect(slow[0]?.found).toBe('an answer in 4000 ms: HTTP 200; slow: it took 4.0 s, and connect is given up after 10 s');
    expect({ broken: worst?.status === 'broken', exitCode }).toEqual({ broken: false, exitCode: 0 });
  });

  test('what a service says is on one line, and moves no cursor', async () => {
    const message = '\u001B[31mpwn\u001B[0m\r\nline2 \u202Exxx\u009B';
    const url = await listen((request, response) =>
      json(response, request.method === 'GET' ? 200 : 400, { success: false, message }),
    );
    const { worst } = await look(url);
    expect(worst?.found).toMatch(/^HTTP 200: The switch refused\. It said: .*pwn.*line2.*xxx/);
    expect(worst?.found).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('settings that are broken leave every other check in the list, as not checked', async () => {
    const { checks, exitCode, ok } = await look('ftp://x');
    expect(checks.map(({ name }) => name)).toEqual([
      'config',
      'dns',
      'policy',
      'tcp',
      'tls',
      'http',
      'connect',
      'credentials',
      'clock',
      'path',
      'errors',
      'recording',
      'dial',
      'screen_pop',
    ]);
    expect(checks.slice(1).every(({ status }) => status === 'not_checked')).toBe(true);
    expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
  });

  test('an examination that the time ended is not in order, though nothing was found', async () => {
    const url = await listen((request, response) => void setTimeout(() => pass(request, response), 400));
    const config = { api_base_url: url, api_key: API_KEY };
    const { worst, exitCode, ok, cutShort } = await examine({ config, flags: { deadline: '700ms' } });
    expect({ worst: worst?.status, exitCode, ok, cutShort }).toMatchObject({ exitCode: 1, ok: false, cutShort: 'out_of_time' });
  });
});
