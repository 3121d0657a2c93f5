import { describe, expect, test } from 'vitest';
import type { AnswerDetails, Effect } from '../errors/error-details.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import { ALL_OPERATIONS, IDEMPOTENT } from './client.test.fixture.ts';
import type { RequestKind } from './request-kind.ts';
import { DEFAULT_RETRY, type FailedTry, findRetryDelay, type RetryPolicy } from './retry-policy.ts';

const policy: RetryPolicy = { attempts: 4, baseDelayMs: 200, maxDelayMs: 1_000, random: () => 0.5 };
/** How long a try that failed waits for the next. */
function delayOf(
  operation: Operation,
  attempt: number,
  failure: SwitchError,
  more: Partial<FailedTry & { readonly kind: RequestKind }> = {},
): number | undefined {
  const { kind, ...tried } = more;
  const { httpStatus: status } = failure.details as AnswerDetails;
  const exchange = { operation, ...(kind === undefined ? {} : { kind }) };
  return findRetryDelay(policy, exchange, attempt, { failure, ...(status === undefined ? {} : { status }), ...tried });
}

const unreachable = new SwitchError('UNREACHABLE', { stage: 'connect', host: 'switch.test', reason: 'refused' });
const failed = (effect: Effect, status?: number, retryAfterSeconds?: number): SwitchError =>
  new SwitchError(
    'UPSTREAM_FAILED',
    {
      ...(status === undefined ? {} : { httpStatus: status }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
    { effect },
  );

test('makeCall and transferCall are the operations that may not be done twice; hanging up twice is harmless', () => {
  expect(ALL_OPERATIONS.filter((operation) => !OPERATIONS[operation].idempotent)).toEqual(['makeCall', 'transferCall']);
  expect(IDEMPOTENT).toContain('hangupCall');
});

describe.each(ALL_OPERATIONS)('%s', (operation) => {
  const { idempotent } = OPERATIONS[operation];

  test('is repeated after a failure before anything was sent', () => {
    expect(delayOf(operation, 1, unreachable)).toBe(100);
  });

  test(`is ${idempotent ? '' : 'never '}repeated after a failure that may have taken effect`, () => {
    const expected = idempotent ? 100 : undefined;
    expect(delayOf(operation, 1, failed('unknown'))).toBe(expected);
    expect(delayOf(operation, 1, failed('unknown', 500))).toBe(expected);
    expect(delayOf(operation, 1, new SwitchError('TIMED_OUT', {}))).toBe(expected);
    // Not even when the switch says when.
    expect(delayOf(operation, 1, failed('unknown', 500, 2))).toBe(idempotent ? 2_000 : undefined);
  });

  test('is repeated after 429 and 503 only when the switch says when, and then', () => {
    expect(delayOf(operation, 1, failed('none', 503, 2))).toBe(2_000);
    expect(delayOf(operation, 1, failed('none', 503))).toBeUndefined();
    const limited = { httpStatus: 429, retryAfterSeconds: 3 };
    expect(delayOf(operation, 1, new SwitchError('RATE_LIMITED', limited))).toBe(3_000);
    expect(delayOf(operation, 1, new SwitchError('RATE_LIMITED', { httpStatus: 429 }))).toBeUndefined();
  });

  test(`is ${idempotent ? '' : 'never '}repeated after another status, whatever code stands beside it and whenever it is asked to`, () => {
    const later = { retryAfterSeconds: 2 };
    for (const status of [200, 202, 302, 400, 409, 424, 500, 502, 504, 520]) {
      for (const code of ['RATE_LIMITED', 'UPSTREAM_FAILED'] as const) {
        const failure = new SwitchError(code, later, { effect: 'none' });
        expect(delayOf(operation, 1, failure, { status })).toBe(idempotent ? 2_000 : undefined);
        expect(delayOf(operation, 1, failure, { status, kind: 'command' })).toBeUndefined();
        expect(delayOf(operation, 1, failure, { status, kind: 'question' })).toBe(2_000);
      }
    }
  });

  test('waits for an origin that is left alone, and its jitter beside, but no longer than it would wait anyway', () => {
    const refused = (retryAfterSeconds: number): SwitchError =>
      new SwitchError('UNREACHABLE', { stage: 'connect', host: 'switch.test', reason: 'refused', retryAfterSeconds });
    expect(delayOf(operation, 1, refused(1))).toBe(1_000 + 100);
    expect(delayOf(operation, 1, refused(1.001))).toBeUndefined();
    expect(delayOf(operation, 1, refused(30))).toBeUndefined();
  });

  test('is not repeated after an answer that repeating cannot change', () => {
    for (const code of ['REJECTED', 'UNAUTHENTICATED', 'FORBIDDEN', 'CALL_NOT_FOUND', 'AGENT_NOT_READY'] as const) {
      expect(delayOf(operation, 1, new SwitchError(code, { httpStatus: 409, retryAfterSeconds: 1 }))).toBeUndefined();
    }
    for (const code of ['ABORTED', 'CLOSED', 'INTERNAL'] as const) {
      expect(delayOf(operation, 1, new SwitchError(code, {}))).toBeUndefined();
    }
    const unknown = new SwitchError('OUTCOME_UNKNOWN', { reason: 'timed_out' });
    expect(delayOf(operation, 1, unknown)).toBeUndefined();
  });

  test('is not repeated beyond its attempts', () => {
    expect(delayOf(operation, 3, unreachable)).toBeDefined();
    expect(delayOf(operation, 4, unreachable)).toBeUndefined();
  });
});

describe('full jitter', () => {
  test.each([
    [1, 0, 200],
    [2, 0, 400],
    [3, 0, 800],
    [4, 0, 1_000],
    [9, 0, 1_000],
  ])('before try %d more it waits between %d and %d ms', (attempt, least, most) => {
    const at = (random: number): number | undefined =>
      findRetryDelay({ ...policy, attempts: 99, random: () => random }, { operation: 'connect' }, attempt, {
        failure: unreachable,
      });
    expect(at(0)).toBe(least);
    expect(at(1)).toBe(most);
  });

  test('the default tries three times and is random', () => {
    expect(DEFAULT_RETRY).toMatchObject({ attempts: 3, random: Math.random });
  });
});
