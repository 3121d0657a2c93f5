import { describe, expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import type { SwitchErrorCode } from '../errors/error-details.ts';
import type { Operation } from '../switch/operation.ts';
import { type AnsweredFailure, type ReportedCode, toAnswerError } from './answer-error.ts';
import { bearer } from './authorisation.ts';
import { ALL_OPERATIONS } from './client.test.fixture.ts';

const NOW = new Date('2026-01-05T09:00:00Z');
const WITH_CALL: readonly Operation[] = ['hangupCall', 'transferCall', 'getCallRecordingUrl'];
const RINGS: readonly Operation[] = ['makeCall', 'transferCall'];

type Changes = Omit<Partial<AnsweredFailure>, 'answer'> & {
  readonly status: number;
  readonly headers?: AnsweredFailure['answer']['headers'];
};

function read(operation: Operation, { status, headers = {}, ...more }: Changes): ReturnType<typeof toAnswerError> {
  const answer = { status, headers, body: '' };
  const authorisation = bearer(new Secret('the-key'));
  return toAnswerError({
    operation,
    answer,
    fromService: true,
    namesCall: WITH_CALL.includes(operation),
    path: '/calls/x',
    authorisation,
    now: NOW,
    ...more,
  });
}

function expectReading(operation: Operation, changes: Changes, code: SwitchErrorCode, effect: string): void {
  expect([operation, read(operation, changes)]).toMatchObject([
    operation,
    { code, effect, details: { httpStatus: changes.status } },
  ]);
}

describe.each(ALL_OPERATIONS)('%s: by status, where the service names no code', (operation) => {
  const rings = RINGS.includes(operation);
  const doubt = rings ? 'OUTCOME_UNKNOWN' : 'UPSTREAM_FAILED';

  test('401 / 403: UNAUTHENTICATED / FORBIDDEN', () => {
    expectReading(operation, { status: 401 }, 'UNAUTHENTICATED', 'none');
    expectReading(operation, { status: 403 }, 'FORBIDDEN', 'none');
  });

  test('404 with an error body of the service: CALL_NOT_FOUND on an operation with a call id', () => {
    expectReading(operation, { status: 404 }, WITH_CALL.includes(operation) ? 'CALL_NOT_FOUND' : 'REJECTED', 'none');
  });

  test.each([404, 405])('%d without one: the path is missing, which is another message', (status) => {
    const error = read(operation, { status, fromService: false });
    expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', effect: 'none', details: { reason: 'path_missing' } });
    expect(error.message).toContain('/calls/x');
    expect(error.hint).toContain(operation);
  });

  test('410: CALL_ENDED on an operation with a call id', () => {
    expectReading(operation, { status: 410 }, WITH_CALL.includes(operation) ? 'CALL_ENDED' : 'REJECTED', 'none');
  });

  test.each([400, 402, 406, 408, 409, 413, 415, 418, 422, 451])('other 4xx, %d: REJECTED, effect none', (status) => {
    expectReading(operation, { status }, 'REJECTED', 'none');
    expectReading(operation, { status, fromService: false }, 'REJECTED', 'none');
  });

  test('429: RATE_LIMITED, effect none, with how long to wait', () => {
    expectReading(operation, { status: 429 }, 'RATE_LIMITED', 'none');
    expect(read(operation, { status: 429, headers: { 'retry-after': '4' } }).details).toMatchObject({ retryAfterSeconds: 4 });
  });

  test('503: UPSTREAM_FAILED, effect none', () => {
    expectReading(operation, { status: 503 }, 'UPSTREAM_FAILED', 'none');
  });

  test.each([500, 501, 502, 504, 507, 520, 524, 599])(`%d: ${doubt}, effect unknown`, (status) => {
    expectReading(operation, { status }, doubt, 'unknown');
    expectReading(operation, { status, fromService: false }, doubt, 'unknown');
  });

  test.each([200, 201, 202])('%d with success false: REJECTED, effect none', (status) => {
    expectReading(operation, { status }, 'REJECTED', 'none');
  });

  test.each([300, 301, 304, 307, 308])('%d only ever says "ask there": CONTRACT_VIOLATED, effect none', (status) => {
    const error = read(operation, { status, headers: { location: 'https://new.test/api?key=1' } });
    expect(error).toMatchObject({
      code: 'CONTRACT_VIOLATED',
      effect: 'none',
      retryable: false,
      details: { reason: 'redirected' },
    });
    expect(error.message).toContain('https://new.test/api,');
    expect(error.hint).toContain('another origin');
  });

  test.each([302, 303])('%d may also say "done, look there": unknown', (status) => {
    const error = read(operation, { status, headers: { location: '/login' } });
    expect(error).toMatchObject({
      code: rings ? 'OUTCOME_UNKNOWN' : 'CONTRACT_VIOLATED',
      effect: 'unknown',
      details: { reason: 'redirected' },
    });
    expect(error.message).toContain('to /login,');
  });
});

describe('by the code that the service names beside its message', () => {
  const refusals: readonly ReportedCode[] = [
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'AGENT_NOT_FOUND',
    'AGENT_NOT_READY',
    'DESTINATION_INVALID',
    'DESTINATION_BLOCKED',
    'CAMPAIGN_INVALID',
    'CALL_NOT_FOUND',
    'CALL_ENDED',
    'CAPABILITY_MISSING',
    'RATE_LIMITED',
    'REJECTED',
  ];

  test.each(refusals)('%s counts whatever the status, effect none', (code) => {
    for (const status of [200, 400, 404, 409, 422]) expectReading('makeCall', { status, code }, code, 'none');
  });

  test('OUTCOME_UNKNOWN: the switch itself does not know', () => {
    expect(read('makeCall', { status: 409, code: 'OUTCOME_UNKNOWN' })).toMatchObject({
      effect: 'unknown',
      details: { reason: 'reported_by_switch' },
    });
  });

  test('UPSTREAM_FAILED, the switch behind the service failed, leaves a dial in doubt under any status but 503', () => {
    for (const status of [200, 202, 302, 400, 409, 424, 500, 502, 504]) {
      expect(read('makeCall', { status, code: 'UPSTREAM_FAILED' })).toMatchObject({
        code: 'OUTCOME_UNKNOWN',
        effect: 'unknown',
        retryable: false,
        details: { reason: 'upstream_error', httpStatus: status },
      });
      expectReading('transferCall', { status, code: 'UPSTREAM_FAILED' }, 'OUTCOME_UNKNOWN', 'unknown');
      expectReading('hangupCall', { status, code: 'UPSTREAM_FAILED' }, 'UPSTREAM_FAILED', 'unknown');
      expectReading('makeCall', { status, code: 'UPSTREAM_FAILED', kind: 'question' }, 'UPSTREAM_FAILED', 'unknown');
    }
    expectReading('makeCall', { status: 503, code: 'UPSTREAM_FAILED' }, 'UPSTREAM_FAILED', 'none');
  });

  test('three different answers when an agent cannot dial', () => {
    const hints = (['AGENT_NOT_FOUND', 'AGENT_NOT_READY', 'CAMPAIGN_INVALID'] as const).map(
      (code) => read('makeCall', { status: 409, code }).hint,
    );
    expect(new Set(hints).size).toBe(3);
  });
});

test('a refusal tells the names of the fields that were sent, never their values', () => {
  expect(read('makeCall', { status: 422, fieldsSent: ['agent_extension', 'destination'] }).details).toEqual({
    httpStatus: 422,
    fieldsSent: ['agent_extension', 'destination'],
  });
});

describe('what an error says beside its code', () => {
  test.each([
    [500, 'upstream_error'],
    [504, 'upstream_error'],
    [300, 'redirected'],
    [302, 'redirected'],
    [399, 'redirected'],
    [400, 'reported_by_switch'],
    [409, 'reported_by_switch'],
    [200, 'reported_by_switch'],
  ])('HTTP %i leaves a dial in doubt because of %s', (status, reason) => {
    const error = read('makeCall', { status, code: 'OUTCOME_UNKNOWN' });
    expect(error.details).toMatchObject({ reason, httpStatus: status });
    expect(error.message.includes('redirect')).toBe(reason === 'redirected');
  });

  test('what the service says that it cannot do is the operation', () => {
    const error = read('transferCall', { status: 501, code: 'CAPABILITY_MISSING' });
    expect(error).toMatchObject({ code: 'CAPABILITY_MISSING', details: { capability: 'transferCall', httpStatus: 501 } });
    expect(error.message).toBe('This switch cannot do that. It lacks transferCall.');
  });

  test('a redirect’s target as it was sent: what is UTF-8 in it is read so, though headers are not', () => {
    const location = Buffer.from('https://new.test/café', 'utf8').toString('latin1');
    expect(read('connect', { status: 301, headers: { location } }).message).toContain('https://new.test/caf%C3%A9,');
  });

  test('a redirect without a target leads nowhere', () => {
    const { message } = read('connect', { status: 301 });
    expect(message).toBe('The service answered with a redirect (HTTP 301) to nowhere, which the driver does not follow.');
  });

  test('the service’s own words, beside the message and in it', () => {
    const error = read('makeCall', { status: 422, vendorMessage: 'Agent 1001 is busy' });
    expect(error.vendorMessage).toBe('Agent 1001 is busy');
    expect(error.message).toMatch(/ It said: Agent 1001 is busy$/);
  });

  test('what is not known is not there', () => {
    const error = read('connect', { status: 401, fieldsSent: [] });
    expect(Object.keys(error.details)).toEqual(['schemeSent', 'httpStatus']);
    expect(error.vendorMessage).toBeUndefined();
    expect(error.message).not.toContain('It said');
  });
});
