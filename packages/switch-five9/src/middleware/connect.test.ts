import { FakeClock, type ScriptedAnswer } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { BASE, failureOf, openScripted } from '../five9-phone.test.fixture.ts';

const HEALTH = { config: { rest_connect_path: '/health' }, retry: { attempts: 1 } };

async function connectTo(...answers: readonly ScriptedAnswer[]): Promise<{ result: unknown; asked: readonly string[] }> {
  await using opened = await openScripted(
    (transport) => answers.reduce((script, answer) => script.answer(answer), transport),
    HEALTH,
  );
  const result = await opened.phone.connect().catch((error: unknown) => error);
  return { result, asked: opened.transport.requests.map(({ method, url }) => `${method} ${url.href}`) };
}

describe('verified', () => {
  test.each([
    ['200 with JSON', { json: { success: true, service: 'five9-middleware' } }],
    ['200 with any JSON', { json: ['up'] }],
    ['200 with a text', { body: 'OK' }],
    ['an empty 200', { body: '' }],
    ['204', { status: 204 }],
    ['202', { status: 202, json: {} }],
    ['299', { status: 299, json: {} }],
  ])('by every 2xx: %s', async (_what, answer) => {
    const { result, asked } = await connectTo(answer);
    expect(result).toEqual({ status: 'verified', latencyMs: expect.any(Number) });
    expect(asked).toEqual([`GET ${BASE}/health`]);
  });

  test('and tells how long it took', async () => {
    const clock = new FakeClock();
    await clock.advance(5_000);
    await using opened = await openScripted(
      (transport) =>
        transport.respond(async () => {
          await clock.advance(120);
          return { status: 200, headers: {}, body: '' };
        }),
      { clock },
    );
    expect(await opened.phone.connect()).toEqual({ status: 'verified', latencyMs: 120 });
  });
});

describe('where there is no endpoint for it, the base URL is asked, and credentials stay unverified', () => {
  test.each([404, 405, 501])('HTTP %d', async (status) => {
    const { result, asked } = await connectTo({ status, json: { message: 'Not here.' } }, { body: 'Hello' });
    expect(result).toEqual({
      status: 'reachable',
      reason: `there is no connect endpoint at /health (HTTP ${status}): credentials unverified`,
      latencyMs: expect.any(Number),
    });
    expect(asked).toEqual([`GET ${BASE}/health`, `GET ${BASE}/`]);
  });

  test.each([200, 204, 400, 404, 405, 501])('whatever a web server says to a stranger there: HTTP %d', async (status) => {
    expect((await connectTo({ status: 404 }, { status })).result).toMatchObject({ status: 'reachable' });
  });

  test.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [429, 'RATE_LIMITED'],
    [500, 'UPSTREAM_FAILED'],
    [503, 'UPSTREAM_FAILED'],
    [300, 'CONTRACT_VIOLATED'],
    [301, 'CONTRACT_VIOLATED'],
  ])('but not what tells against it: HTTP %d is %s', async (status, code) => {
    expect((await connectTo({ status: 404 }, { status })).result).toMatchObject({ code, operation: 'connect' });
  });

  test('the base URL that lacks it itself is not asked twice', async () => {
    await using opened = await openScripted((transport) => transport.answer({ status: 404 }));
    expect(await opened.phone.connect()).toMatchObject({
      status: 'reachable',
      reason: expect.stringContaining('at / (HTTP 404)'),
    });
    expect(opened.transport.requests).toHaveLength(1);
  });

  test('a path is told without its query', async () => {
    const config = { rest_connect_path: '/health?key=planted' };
    await using opened = await openScripted((transport) => transport.answer({ status: 404 }).answer({}), { config });
    expect(JSON.stringify(await opened.phone.connect())).toContain('at /health (HTTP 404)');
    expect(opened.logger.text()).not.toContain('planted');
  });
});

test.each([
  ['an HTML page', { headers: { 'content-type': 'text/html' }, body: '<h1>Log in</h1>' }],
  ['an HTML page', { body: '<!DOCTYPE html><title>Log in</title>' }],
  ['JSON that is cut off or malformed', { body: '{"success":tr' }],
])('%s is reachable, and perhaps not the service', async (what, answer) => {
  const { result, asked } = await connectTo(answer);
  expect(result).toMatchObject({
    status: 'reachable',
    reason: `/health answered with ${what}: credentials unverified, and perhaps not the service`,
  });
  expect(asked).toHaveLength(1);
});

describe('rejected credentials', () => {
  const NOW = new Date('2026-03-01T00:00:00Z');

  test('say which scheme was sent, which is asked for, and how far the clocks are apart', async () => {
    const headers = {
      'www-authenticate': 'Basic realm="five9", charset="UTF-8"',
      date: 'Sun, 01 Mar 2026 00:10:00 GMT',
    };
    const options = { ...HEALTH, clock: new FakeClock(NOW) };
    await using opened = await openScripted((transport) => transport.answer({ status: 401, headers }), options);
    const error = await failureOf(opened.phone.connect());
    expect(error).toMatchObject({
      code: 'UNAUTHENTICATED',
      details: { schemeSent: 'Bearer', schemesAsked: ['Basic'], clockSkewSeconds: 600, httpStatus: 401 },
    });
    expect(error.hint).toContain('We sent Bearer, the service asks for Basic.');
    expect(error.hint).toContain('The clocks differ by 600 s');
  });

  test('say that Basic was sent where it was, and nothing of clocks that agree', async () => {
    const config = { api_key: '', username: 'acme', password: 'pw' };
    const headers = { 'www-authenticate': 'Bearer error="invalid_token"', date: 'Sun, 01 Mar 2026 00:00:02 GMT' };
    const options = { config, clock: new FakeClock(NOW) };
    await using opened = await openScripted((transport) => transport.answer({ status: 401, headers }), options);
    const error = await failureOf(opened.phone.connect());
    expect(error).toMatchObject({ details: { schemeSent: 'Basic', schemesAsked: ['Bearer'], clockSkewSeconds: 2 } });
    expect(error.hint).toContain('We sent Basic, the service asks for Bearer.');
    expect(error.hint).not.toContain('clocks');
  });

  test('are told apart from those that are known and may not', async () => {
    expect((await connectTo({ status: 403, json: { message: 'Not you.' } })).result).toMatchObject({
      code: 'FORBIDDEN',
      vendorMessage: 'Not you.',
    });
  });
});

test('a 200 that says success false is a refusal', async () => {
  expect((await connectTo({ json: { success: false, message: 'Five9 refused the session.' } })).result).toMatchObject({
    code: 'REJECTED',
    effect: 'none',
    vendorMessage: 'Five9 refused the session.',
  });
});

test.each([
  [
    { kind: 'dns', reason: 'the name does not resolve (ENOTFOUND)' },
    { code: 'UNREACHABLE', details: { stage: 'dns' } },
  ],
  [
    { kind: 'connect', reason: 'connection refused' },
    { code: 'UNREACHABLE', details: { stage: 'connect' } },
  ],
  [
    { kind: 'tls', check: 'expired', reason: 'CERT_HAS_EXPIRED' },
    { code: 'TLS_FAILED', details: { check: 'expired' } },
  ],
  [
    { kind: 'blocked', category: 'private network' },
    { code: 'BLOCKED_ADDRESS', details: { category: 'private network' } },
  ],
  [{ kind: 'timed_out' }, { code: 'TIMED_OUT' }],
] as const)('a connect that fails at once says what failed: %j', async (fault, expected) => {
  await using opened = await openScripted((transport) => transport.fail(fault), HEALTH);
  expect(await failureOf(opened.phone.connect())).toMatchObject({ ...expected, operation: 'connect', plugin: 'five9' });
});
