import { bearer, type HttpAnswer, type ProbeFinding, Secret } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { five9Config } from '../config/five9-config.ts';
import { five9Endpoints } from './five9-endpoints.ts';

const KEY = 'planted-key-4711';
const COMMANDS = ['hangupCall', 'transferCall', 'getCallRecordingUrl'];

/** What the probe of an operation makes of an answer. */
function read(operation: string, status: number, body: unknown, headers: HttpAnswer['headers'] = {}): ProbeFinding | undefined {
  const config = five9Config.parse({ api_base_url: 'https://proxy.example/api', api_key: KEY, rest_hangup_path: '/hang?key=1' });
  const [endpoint] = five9Endpoints(config, bearer(new Secret(KEY)));
  const probe = endpoint?.probes.find((each) => each.operation === operation);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return probe?.request?.read({ status, headers, body: text }, new Date());
}

describe('an answer about a call that does not exist', () => {
  test.each([
    ['404 in JSON', 404, { success: false, code: 'call_not_found', message: 'No.' }],
    ['400 with a message', 400, { message: 'call_id must be digits' }],
    ['200 with success: false', 200, { success: false, message: 'No.' }],
    ['299 with success: false', 299, { success: false, message: 'No.' }],
  ])('proves the path when it refuses and says why: %s', (_what, status, body) => {
    for (const operation of COMMANDS) expect(read(operation, status, body)).toEqual({ status: 'there' });
  });

  test.each([
    ['no message', 422, { code: 'rejected' }, /without a message \(HTTP 422\)/],
    ['an ended call', 410, { message: 'Ended.' }, /has ended/],
    ['a text', 422, 'no', /a body that is not JSON \(HTTP 422\) instead of a JSON object/],
  ])('proves the path, with a remark on how it refuses: %s', (_what, status, body, remark) => {
    for (const operation of COMMANDS) {
      expect(read(operation, status, body)).toEqual({ status: 'there', remark: expect.stringMatching(remark) });
    }
  });

  test.each([
    ['a web server’s 404', 404, '<html>', { code: 'CONTRACT_VIOLATED', details: { reason: 'path_missing' } }],
    ['401', 401, {}, { code: 'UNAUTHENTICATED' }],
    ['403', 403, {}, { code: 'FORBIDDEN' }],
    ['429', 429, {}, { code: 'RATE_LIMITED' }],
    ['502', 502, '', { code: 'UPSTREAM_FAILED', effect: 'unknown' }],
    ['a doubt of its own', 409, { code: 'outcome_unknown', message: 'Lost.' }, { code: 'OUTCOME_UNKNOWN' }],
  ])('that is not about the call is told as what it is: %s', (_what, status, body, error) => {
    for (const operation of COMMANDS) expect(read(operation, status, body)).toMatchObject({ status: 'failed', error });
  });
});

describe('a success for a call that does not exist proves nothing: whoever says so has not asked the switch', () => {
  test.each([
    [200, { success: true }],
    [202, {}],
    [204, ''],
    [299, {}],
  ])('HTTP %d %j', (status, body) => {
    for (const [operation, path] of [
      ['hangupCall', '/hang'],
      ['transferCall', '/calls/transfer'],
    ] as const) {
      const finding = read(operation, status, body);
      expect(finding).toMatchObject({
        status: 'failed',
        row: 'hangup-or-transfer-no-ops',
        error: {
          code: 'CONTRACT_VIOLATED',
          operation,
          effect: 'none',
          details: { reason: 'unexpected_shape', httpStatus: status },
          message: expect.stringContaining(`${path} answered ${operation} with success (HTTP ${status})`),
          hint: expect.stringMatching(/404 .* call_id/),
        },
      });
    }
  });

  test('nor does a recording of it, but one that is pending is there', () => {
    expect(read('getCallRecordingUrl', 200, { recording_url: 'https://x.example' })).toMatchObject({
      status: 'failed',
      row: 'recording-url-empty-or-invalid',
      error: { code: 'CONTRACT_VIOLATED', operation: 'getCallRecordingUrl', effect: 'none' },
    });
    expect(read('getCallRecordingUrl', 202, {})).toEqual({ status: 'there', remark: expect.stringContaining('pending') });
  });

  test('nor does a page', () => {
    expect(read('transferCall', 200, '<html>')).toMatchObject({
      status: 'failed',
      error: {
        code: 'CONTRACT_VIOLATED',
        operation: 'transferCall',
        effect: 'none',
        details: { reason: 'not_json', httpStatus: 200 },
        message: expect.stringContaining('/calls/transfer answered transferCall with HTTP 200 and an HTML page'),
      },
    });
  });
});

test('a success that says that it failed is none, and is told in the words of the service', () => {
  for (const operation of ['connect', ...COMMANDS]) {
    const finding = read(operation, 200, { status: 'error', message: 'Five9 session expired' });
    expect(finding).toMatchObject({
      status: 'failed',
      error: {
        code: 'CONTRACT_VIOLATED',
        operation,
        effect: 'none',
        message: expect.stringMatching(/its field status says that it failed.* It said: Five9 session expired$/),
      },
    });
  }
});

test('of a recording, the fields that came are told beside those that are looked for', () => {
  const message = expect.stringMatching(/looked for in recording_url, .*download_url, and the answer has recordingLink\.$/);
  expect(read('getCallRecordingUrl', 200, { recordingLink: 'https://x.example' })).toMatchObject({ error: { message } });
  for (const finding of [read('hangupCall', 200, { recordingLink: 'x' }), read('getCallRecordingUrl', 204, '')]) {
    expect(finding).toMatchObject({ error: { message: expect.stringMatching(/for a call that does not exist\.$/) } });
  }
});

describe('on the connect path', () => {
  test.each([
    ['success', 200, { success: true }],
    ['JSON without success', 200, {}],
    ['success as null', 200, { success: null }],
    ['a text', 200, 'OK'],
    ['nothing', 204, ''],
  ])('%s is as agreed', (_what, status, body) => {
    expect(read('connect', status, body)).toEqual({ status: 'there' });
  });

  test('a success that no command could be believed by is remarked on', () => {
    const remark = 'answers with success as a string instead of a boolean';
    expect(read('connect', 200, { success: 'true' })).toEqual({ status: 'there', remark });
  });

  test('what leaves it open is told with why, and with the section that helps', () => {
    expect(read('connect', 405, '')).toEqual({
      status: 'undecided',
      reason: expect.stringContaining('no connect endpoint at / (HTTP 405)'),
      row: 'the-path-is-missing-or-redirects',
    });
    expect(read('connect', 200, '<html>')).toEqual({
      status: 'undecided',
      reason: expect.stringContaining('/ answered with an HTML page'),
      row: 'something-else-answers-than-the-service',
    });
  });

  test('a refusal or failure is the error that it means', () => {
    const rejected = { code: 'REJECTED', vendorMessage: 'No.' };
    expect(read('connect', 200, { success: false, message: 'No.' })).toMatchObject({ status: 'failed', error: rejected });
    expect(read('connect', 503, {})).toMatchObject({ status: 'failed', error: { code: 'UPSTREAM_FAILED' } });
    const hint = expect.stringContaining('the path of connect');
    expect(read('connect', 308, '')).toMatchObject({ status: 'failed', error: { hint } });
  });
});

test('findings show neither the key nor what may be one in a path', () => {
  const shown = [
    read('hangupCall', 400, { message: `Bearer ${KEY}?` }),
    read('hangupCall', 404, '<html>'),
    read('hangupCall', 200, {}),
    read('hangupCall', 200, '<html>'),
    read('connect', 307, '', { location: `https://x.example/${KEY}` }),
  ];
  expect(JSON.stringify(shown)).not.toContain(KEY);
  expect(JSON.stringify(shown)).not.toContain('key=1');
});
