import { describe, expect, test } from 'vitest';
import type { SwitchError } from '../errors/switch-error.ts';
import type { Operation } from '../switch/operation.ts';
import { type AnsweredFailure, toAnswerError } from './answer-error.ts';
import { noAuthorisation } from './authorisation.ts';
import { ALL_OPERATIONS } from './client.test.fixture.ts';

/** What a 409 to an operation means. */
function read(operation: Operation, mayRepeatKey: boolean, more: Partial<AnsweredFailure> = {}): SwitchError {
  return toAnswerError({
    operation,
    answer: { status: 409, headers: {}, body: '' },
    sent: { baseUrl: new URL('https://switch.test'), path: '/calls', mayRepeatKey },
    fromService: true,
    path: '/calls',
    vendorMessage: 'A request with this key is in progress.',
    authorisation: noAuthorisation,
    now: new Date(),
    ...more,
  });
}

describe('a bare 409 to a key that the service may have had before', () => {
  test.each(['makeCall', 'transferCall'] as const)('%s: the first request may be at work, so nobody can tell', (operation) => {
    for (const fromService of [true, false]) {
      const error = read(operation, true, { fromService });
      expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', retryable: false });
      expect(error.details).toMatchObject({ reason: 'in_progress', httpStatus: 409 });
      expect(error.message).toContain('may still be at work');
      expect(error.message).toContain('It said: A request with this key is in progress.');
      expect(error.hint).toContain('Ask again with the same key');
    }
  });

  test('is what it says where the service names a code', () => {
    expect(read('makeCall', true, { code: 'AGENT_NOT_READY' })).toMatchObject({ code: 'AGENT_NOT_READY', effect: 'none' });
    expect(read('makeCall', true, { code: 'REJECTED' })).toMatchObject({ code: 'REJECTED', effect: 'none' });
    expect(read('makeCall', true, { code: 'OUTCOME_UNKNOWN' }).details).toMatchObject({ reason: 'reported_by_switch' });
  });

  test('is a refusal of whatever may be done twice', () => {
    const harmless = ALL_OPERATIONS.filter((operation) => operation !== 'makeCall' && operation !== 'transferCall');
    for (const operation of harmless) expect(read(operation, true)).toMatchObject({ code: 'REJECTED', effect: 'none' });
    expect(read('makeCall', true, { kind: 'question' })).toMatchObject({ code: 'REJECTED', effect: 'none' });
  });

  test('any other status says nothing about the key', () => {
    for (const status of [400, 408, 410, 412, 422, 423]) {
      const answer = { status, headers: {}, body: '' };
      expect(read('makeCall', true, { answer })).toMatchObject({ code: 'REJECTED', effect: 'none' });
    }
  });
});

test('to a key that nobody can know, or to none, a bare 409 is a refusal like another: "the agent is busy"', () => {
  for (const operation of ALL_OPERATIONS) {
    expect(read(operation, false)).toMatchObject({ code: 'REJECTED', effect: 'none' });
    expect(read(operation, false, { sent: undefined })).toMatchObject({ code: 'REJECTED', effect: 'none' });
  }
});
