import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../switch/operation.ts';
import { ALL_OPERATIONS } from './client.test.fixture.ts';
import { TransportFailure, type TransportFault } from './http-transport.ts';
import { toSwitchError } from './transport-error.ts';

const HOST = 'proxy.test:8443';
const failed = (fault: TransportFault, sent: boolean): TransportFailure => new TransportFailure(fault, { sent, host: HOST });

describe.each(ALL_OPERATIONS)('%s', (operation) => {
  test.each([
    [{ kind: 'dns', reason: 'ENOTFOUND' }, 'UNREACHABLE', { stage: 'dns', host: HOST }],
    [{ kind: 'connect', reason: 'refused' }, 'UNREACHABLE', { stage: 'connect', host: HOST }],
    [{ kind: 'tls', check: 'expired', reason: 'CERT_HAS_EXPIRED' }, 'TLS_FAILED', { check: 'expired', host: HOST }],
    [
      { kind: 'blocked', category: 'loopback', address: '127.0.0.1' },
      'BLOCKED_ADDRESS',
      { category: 'loopback', address: '127.0.0.1' },
    ],
    [{ kind: 'timed_out' }, 'TIMED_OUT', {}],
    [{ kind: 'aborted' }, 'ABORTED', {}],
    [{ kind: 'closed', reason: 'UND_ERR_DESTROYED' }, 'CLOSED', {}],
    [{ kind: 'invalid', reason: 'no HTTP' }, 'INTERNAL', {}],
  ] as const)('failed before a byte left, %j: effect none', (fault, code, details) => {
    expect(toSwitchError(failed(fault, false), operation)).toMatchObject({ code, effect: 'none', details });
  });

  const { idempotent } = OPERATIONS[operation];

  test.each([
    [{ kind: 'lost', reason: 'ECONNRESET' }, 'connection_lost', 'UPSTREAM_FAILED'],
    [{ kind: 'timed_out' }, 'timed_out', 'TIMED_OUT'],
    [{ kind: 'aborted' }, 'aborted', 'ABORTED'],
    [{ kind: 'too_large' }, 'unreadable_answer', 'CONTRACT_VIOLATED'],
    [{ kind: 'encoded' }, 'unreadable_answer', 'CONTRACT_VIOLATED'],
    // A fault that should only come before sending: still nobody can tell.
    [{ kind: 'closed', reason: 'UND_ERR_DESTROYED' }, 'connection_lost', 'UPSTREAM_FAILED'],
  ] as const)('failed after it was sent, %j: effect unknown', (fault, reason, otherwise) => {
    const expected = idempotent ? { code: otherwise } : { code: 'OUTCOME_UNKNOWN', details: { reason }, retryable: false };
    expect(toSwitchError(failed(fault, true), operation)).toMatchObject({ ...expected, effect: 'unknown' });
  });

  test.each([
    [{ kind: 'lost', reason: 'ECONNRESET' }, 'lost after the request was sent'],
    [{ kind: 'timed_out' }, 'did not answer in time'],
    [{ kind: 'aborted' }, 'Given up after the request was sent'],
    [{ kind: 'too_large' }, 'larger than the driver reads'],
    [{ kind: 'encoded' }, 'compressed'],
  ] as const)('the message says what became of it, %j, and whether that leaves doubt', (fault, words) => {
    const { message } = toSwitchError(failed(fault, true), operation);
    expect(message).toContain(words);
    expect(message).toContain(HOST);
    expect(message.endsWith(' Nobody can tell whether it took effect.')).toBe(!idempotent);
  });
});

test.each(['too_large', 'encoded'] as const)('an answer that cannot be read breaks the contract by what it is: %s', (kind) => {
  expect(toSwitchError(failed({ kind }, true), 'connect').details).toEqual({ reason: kind });
});

test.each([
  [{ kind: 'timed_out' }, `No connection to ${HOST} in time. Nothing was sent.`],
  [{ kind: 'aborted' }, 'Given up before anything was sent.'],
  [{ kind: 'invalid', reason: 'no HTTP' }, 'The request could not be sent.'],
] as const)('what failed before a byte left says that nothing was sent: %j', (fault, message) => {
  expect(toSwitchError(failed(fault, false), 'makeCall').message).toBe(message);
});

test('a failure of the transport names itself, what failed, whether it was sent and what caused it', () => {
  const cause = new Error('reset');
  const failure = new TransportFailure({ kind: 'lost', reason: 'ECONNRESET' }, { sent: true, host: HOST, cause });
  expect(String(failure)).toBe('TransportFailure: lost (sent)');
  expect(failure.cause).toBe(cause);
  expect(failed({ kind: 'dns', reason: 'ENOTFOUND' }, false).message).toBe('dns (not sent)');
});

describe('refused on this side, for the sake of the origin: nothing was sent, and it may be asked again', () => {
  const retryAt = new Date('2026-01-05T09:00:04.000Z');
  const open = (last: TransportFault, lastSent: boolean): TransportFailure =>
    failed({ kind: 'breaker_open', last, lastSent, retryAt, retryInMs: 3_500 }, false);

  test.each([
    [{ kind: 'dns', reason: 'the name does not resolve (ENOTFOUND)' }, false, 'dns', 'does not resolve'],
    [{ kind: 'connect', reason: 'connection refused' }, false, 'connect', 'connection refused'],
    [{ kind: 'tls', check: 'expired', reason: 'CERT_HAS_EXPIRED' }, false, 'tls', 'expired (CERT_HAS_EXPIRED)'],
    [{ kind: 'timed_out' }, false, 'connect', 'no connection in time'],
    [{ kind: 'timed_out' }, true, 'answer', 'did not answer in time'],
    [{ kind: 'lost', reason: 'ECONNRESET' }, true, 'answer', 'lost after the request was sent'],
  ] as const)('its last failure was %j (sent: %s)', (last, lastSent, stage, words) => {
    for (const operation of ALL_OPERATIONS) {
      const error = toSwitchError(open(last, lastSent), operation);
      const details = { stage, host: HOST, reason: expect.stringContaining(words), retryAt, retryAfterSeconds: 3.5 };
      expect(error).toMatchObject({ code: 'UNREACHABLE', effect: 'none', details, retryable: stage !== 'tls' });
      for (const told of [words, HOST, '2026-01-05T09:00:04.000Z', 'Nothing was sent.']) expect(error.message).toContain(told);
    }
  });

  test('each with a hint of its own', () => {
    const hintOf = (last: TransportFault, sent: boolean): string => toSwitchError(open(last, sent), 'makeCall').hint;
    expect(hintOf({ kind: 'tls', check: 'expired', reason: 'X' }, false)).toContain('certificate');
    expect(hintOf({ kind: 'lost', reason: 'X' }, true)).toContain('does not answer');
    expect(hintOf({ kind: 'connect', reason: 'X' }, false)).toContain('firewalls');
  });

  test('too many are under way', () => {
    for (const operation of ALL_OPERATIONS) {
      const error = toSwitchError(failed({ kind: 'over_limit', limit: 256 }, false), operation);
      expect(error).toMatchObject({ code: 'RATE_LIMITED', effect: 'none', retryable: true });
      expect(error.message).toBe(`256 requests to ${HOST} are under way, as many as this side allows. Nothing was sent.`);
      expect(error.hint).toContain('originLimits.underWay');
    }
  });
});

describe('connect fails at once: the message names which of them', () => {
  test.each([
    [{ kind: 'dns', reason: 'the name does not resolve (ENOTFOUND)' }, 'does not resolve'],
    [{ kind: 'connect', reason: 'connection refused: nothing listens on that port' }, 'nothing listens'],
    [{ kind: 'connect', reason: 'no answer from the host: a firewall or a wrong address' }, 'firewall'],
    [{ kind: 'tls', check: 'self_signed', reason: 'X' }, 'self-signed'],
    [{ kind: 'tls', check: 'unknown_issuer', reason: 'X' }, 'issuer'],
    [{ kind: 'tls', check: 'expired', reason: 'X' }, 'expired'],
    [{ kind: 'tls', check: 'not_yet_valid', reason: 'X' }, 'not valid yet'],
    [{ kind: 'tls', check: 'wrong_host', reason: 'X' }, 'another host name'],
    [{ kind: 'tls', check: 'protocol', reason: 'X' }, 'speak TLS'],
    [{ kind: 'tls', check: 'other', reason: 'INVALID_PURPOSE' }, 'refused (INVALID_PURPOSE)'],
    [{ kind: 'blocked', category: 'private network' }, 'private network'],
  ] as const)('%j', (fault, words) => {
    const { message } = toSwitchError(failed(fault, false), 'connect');
    expect(message).toContain(words);
    expect(message).toContain(HOST);
    expect(message).toContain('Nothing was sent.');
  });

  test('plain http has a hint of its own', () => {
    const hintOf = (category: string): string => toSwitchError(failed({ kind: 'blocked', category }, false), 'connect').hint;
    expect(hintOf('plain http')).toContain('https');
    expect(hintOf('loopback')).toContain('allowAddresses');
  });
});
