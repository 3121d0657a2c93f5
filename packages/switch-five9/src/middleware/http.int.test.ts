import { LOOPBACK_ALLOWED } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { CALL, COMMANDS, failureOf, openFive9, OPERATION_NAMES, PERFORM } from '../five9-phone.test.fixture.ts';
import { startServer } from '../recorded-server.test.fixture.ts';

const DEFAULTS = ['GET /', 'POST /calls/make', 'POST /calls/hangup', 'POST /calls/transfer', 'POST /calls/recording'];
const OVERRIDES = {
  rest_connect_path: '/v2/health',
  rest_make_call_path: '/v2/dial/',
  rest_hangup_path: '/v2/dial/end?tenant=7&x=%2F',
  rest_transfer_path: '/v2/übergabe',
  rest_recording_path: '/v2/..rec/a%2Fb',
};
const OVERRIDDEN = [
  'GET /v2/health',
  'POST /v2/dial/',
  'POST /v2/dial/end?tenant=7&x=%2F',
  'POST /v2/%C3%BCbergabe',
  'POST /v2/..rec/a%2Fb',
];

describe('the paths that a real server sees', () => {
  test.each([
    ['', {}, DEFAULTS],
    ['/', {}, DEFAULTS],
    ['/api/v1', {}, DEFAULTS],
    ['/api/v1/', {}, DEFAULTS],
    ['/api/v1', OVERRIDES, OVERRIDDEN],
    ['/api/v1/', OVERRIDES, OVERRIDDEN],
    ['/a%20b//', OVERRIDES, OVERRIDDEN],
  ])('base %j with %j: the prefix survives', async (prefix, overrides, expected) => {
    await using server = await startServer(() => ({ body: '{"call_id":"7"}' }));
    const config = { api_base_url: server.url + prefix, ...overrides };
    await using five9 = await openFive9({ config, network: LOOPBACK_ALLOWED });
    for (const operation of OPERATION_NAMES) await PERFORM[operation](five9.phone);
    const kept = prefix.replace(/\/+$/, '');
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expected.map((line) => line.replace(' ', ` ${kept}`)),
    );
  });
});

describe('a redirect is never followed', () => {
  test.each(OPERATION_NAMES)('%s: an error that names the target, and one request', async (operation) => {
    for (const status of [301, 302, 303, 307, 308]) {
      await using server = await startServer(() => ({
        status,
        headers: { location: 'https://login.example/sso?token=planted' },
      }));
      await using five9 = await openFive9({ config: { api_base_url: server.url }, network: LOOPBACK_ALLOWED });
      const error = await failureOf(PERFORM[operation](five9.phone));
      expect(error).toMatchObject({ details: { reason: 'redirected', httpStatus: status } });
      expect(error.message).toContain(`(HTTP ${status}) to https://login.example/sso, which the driver does not follow`);
      expect(JSON.stringify(error)).not.toContain('planted');
      expect(server.seen).toHaveLength(1);
    }
  });

  test('also not the fallback of connect to the base URL', async () => {
    await using server = await startServer(({ path }) =>
      path === '/health' ? { status: 404 } : { status: 302, headers: { location: '/elsewhere' } },
    );
    const config = { api_base_url: server.url, rest_connect_path: '/health' };
    await using five9 = await openFive9({ config, network: LOOPBACK_ALLOWED });
    expect((await failureOf(five9.phone.connect())).message).toContain('to /elsewhere, which the driver does not follow');
    expect(server.seen.map(({ path }) => path)).toEqual(['/health', '/']);
  });
});

test('what goes over a real connection is exactly the contract', async () => {
  await using server = await startServer(() => ({ status: 201, body: '\uFEFF{"call_id":"300000000115271"}' }));
  const config = { api_base_url: server.url, api_key: '', username: 'Jürgen', password: 'pä:ss' };
  await using five9 = await openFive9({ config, network: LOOPBACK_ALLOWED });
  expect(await PERFORM.makeCall(five9.phone)).toMatchObject({ status: 'placed', call: CALL });
  const [request] = server.seen;
  expect(request?.body).toBe('{"agent_extension":"1001","destination":"+15550001111"}');
  expect(request?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from('Jürgen:pä:ss').toString('base64')}`,
    accept: 'application/json',
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-correlation-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('without a policy that opens this machine, nothing is sent to it', async () => {
  await using server = await startServer(() => ({}));
  await using five9 = await openFive9({ config: { api_base_url: server.url } });
  for (const operation of OPERATION_NAMES) {
    expect(await failureOf(PERFORM[operation](five9.phone))).toMatchObject({ code: 'BLOCKED_ADDRESS', effect: 'none' });
  }
  expect(server.seen).toEqual([]);
});

test.each(COMMANDS)('%s: a wrong content type over JSON does no harm', async (operation) => {
  const headers = { 'content-type': 'text/plain' };
  await using server = await startServer(() => ({ headers, body: '{"success":true,"call_id":"7"}' }));
  await using five9 = await openFive9({ config: { api_base_url: server.url }, network: LOOPBACK_ALLOWED });
  expect(await PERFORM[operation](five9.phone)).toHaveProperty('status');
});
