import { bearer, type HttpAnswer, type PathProbe, Secret } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { five9Config } from '../config/five9-config.ts';
import { five9Endpoints } from './five9-endpoints.ts';

const KEY = 'planted-key-4711';
const config = five9Config.parse({ api_base_url: 'https://proxy.example/api', api_key: KEY, rest_hangup_path: '/hang?key=1' });
const [endpoint] = five9Endpoints(config, bearer(new Secret(KEY)));

function getProbe(operation: string): PathProbe {
  const probe = endpoint?.probes.find((each) => each.operation === operation);
  return probe ?? expect.unreachable();
}

function read(operation: string, status: number, body: unknown, headers: HttpAnswer['headers'] = {}): unknown {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return getProbe(operation).request?.read({ status, headers, body: text }, new Date());
}

describe('how the paths are tried out without effect', () => {
  test('every path has a probe that names its field', () => {
    expect(endpoint?.probes.map(({ operation, field, path }) => [operation, field, path])).toEqual([
      ['connect', 'rest_connect_path', '/'],
      ['makeCall', 'rest_make_call_path', '/calls/make'],
      ['hangupCall', 'rest_hangup_path', '/hang?key=1'],
      ['transferCall', 'rest_transfer_path', '/calls/transfer'],
      ['getCallRecordingUrl', 'rest_recording_path', '/calls/recording'],
    ]);
  });

  test('no request is known that is sure not to dial, so none is made', () => {
    expect(getProbe('makeCall').request).toBeUndefined();
  });

  test.each(['hangupCall', 'transferCall', 'getCallRecordingUrl'])(
    '%s names a call that cannot exist, and another each time',
    (operation) => {
      const [again] = five9Endpoints(config, bearer(new Secret(KEY)));
      const other = again?.probes.find((each) => each.operation === operation)?.request?.json?.['call_id'];
      const own = getProbe(operation).request?.json?.['call_id'];
      expect(own).toMatch(/^doctor-[0-9a-f-]{36}$/);
      expect(own).not.toBe(other);
    },
  );
});

describe('what answers say', () => {
  test.each([
    ['a 404 in JSON', 404, { success: false, code: 'call_not_found', message: 'No.' }, { status: 'there' }],
    ['a 400 with a message', 400, { message: 'call_id must be digits' }, { status: 'there' }],
    ['a 200 with success: false', 200, { success: false, message: 'No.' }, { status: 'there' }],
    ['no message', 422, { code: 'rejected' }, { status: 'there', remark: expect.stringContaining('without a message') }],
    ['an ended call', 410, { message: 'Ended.' }, { status: 'there', remark: expect.stringContaining('has ended') }],
    ['a text', 422, 'no', { status: 'there', remark: expect.stringContaining('instead of a JSON object') }],
    ['a web server’s 404', 404, '<html>', { status: 'failed', error: expect.objectContaining({ code: 'CONTRACT_VIOLATED' }) }],
    ['401', 401, {}, { status: 'failed', error: expect.objectContaining({ code: 'UNAUTHENTICATED' }) }],
    ['403', 403, {}, { status: 'failed', error: expect.objectContaining({ code: 'FORBIDDEN' }) }],
    ['502', 502, '', { status: 'failed', error: expect.objectContaining({ code: 'UPSTREAM_FAILED', effect: 'unknown' }) }],
    ['a success', 200, { success: true }, { status: 'failed', row: 'hangup-or-transfer-no-ops' }],
    ['an empty success', 204, '', { status: 'failed', row: 'hangup-or-transfer-no-ops' }],
    [
      'a page',
      200,
      '<html>',
      { status: 'failed', error: expect.objectContaining({ details: { reason: 'not_json', httpStatus: 200 } }) },
    ],
  ])('%s, of a transfer', (_name, status, body, expected) => {
    expect(read('transferCall', status, body)).toMatchObject(expected);
  });

  test('a recording of no call', () => {
    expect(read('getCallRecordingUrl', 202, {})).toMatchObject({ status: 'there', remark: expect.stringContaining('pending') });
    expect(read('getCallRecordingUrl', 200, { recording_url: 'https://x.example' })).toMatchObject({
      status: 'failed',
      row: 'recording-url-empty-or-invalid',
    });
  });

  test('on the connect path', () => {
    expect(read('connect', 200, { success: true })).toEqual({ status: 'there' });
    expect(read('connect', 200, { success: 'true' })).toMatchObject({
      remark: 'answers with success as a string instead of a boolean',
    });
    expect(read('connect', 405, '')).toMatchObject({ status: 'undecided', row: 'the-path-is-missing-or-redirects' });
    expect(read('connect', 200, '<html>')).toMatchObject({ status: 'undecided', row: 'something-else-answers-than-the-service' });
    expect(read('connect', 503, {})).toMatchObject({ status: 'failed', error: { code: 'UPSTREAM_FAILED' } });
  });

  test('show neither the key nor what may be one in a path', () => {
    const shown = [
      read('hangupCall', 400, { message: `Bearer ${KEY}?` }),
      read('hangupCall', 404, '<html>'),
      read('hangupCall', 200, {}),
      read('connect', 307, '', { location: `https://x.example/${KEY}` }),
    ];
    expect(JSON.stringify(shown)).not.toContain(KEY);
    expect(JSON.stringify(shown)).not.toContain('key=1');
  });
});
