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
