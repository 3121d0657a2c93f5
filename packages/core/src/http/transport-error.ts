import type { UnknownOutcomeReason } from '../errors/error-details.ts';
import { ERROR_POLICY } from '../errors/error-policy.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Operation } from '../switch/operation.ts';
import type { OriginRefusal, TransportFailure } from './http-transport.ts';
import { leavesDoubt, type RequestKind } from './request-kind.ts';
import { describeSilence, type Silence, TLS_MESSAGES } from './silent-origin.ts';

/** What a failure of the transport means for the operation that it interrupted. */
export function toSwitchError(failure: TransportFailure, operation: Operation, kind?: RequestKind): SwitchError {
  return failure.sent ? afterSending(failure, leavesDoubt(operation, kind)) : beforeSending(failure);
}

function beforeSending({ fault, host }: TransportFailure): SwitchError {
  const effect = 'none';
  switch (fault.kind) {
    case 'dns':
    case 'connect': {
      const message = `${host} could not be reached: ${fault.reason}. Nothing was sent.`;
      return new SwitchError('UNREACHABLE', { stage: fault.kind, host, reason: fault.reason }, { message, effect });
    }
    case 'tls': {
      const { check, reason } = fault;
      const message = `The TLS connection to ${host} failed: ${TLS_MESSAGES[check]} (${reason}). Nothing was sent.`;
      return new SwitchError('TLS_FAILED', { host, check, reason }, { message, effect });
    }
    case 'blocked': {
      const { kind: _kind, ...found } = fault;
      return new SwitchError(
        'BLOCKED_ADDRESS',
        { host, ...found },
        {
          message: `The network policy does not allow ${host}: ${fault.category}. Nothing was sent.`,
          hint: fault.category === 'plain http' ? HTTPS_HINT : ADDRESS_HINT,
        },
      );
    }
    case 'timed_out':
      return new SwitchError('TIMED_OUT', {}, { effect, message: `No connection to ${host} in time. Nothing was sent.` });
    case 'aborted':
      return new SwitchError('ABORTED', {}, { effect, message: 'Given up before anything was sent.' });
    case 'closed':
      return new SwitchError('CLOSED', {});
    case 'breaker_open':
    case 'over_limit':
      return refused(fault, host);
    default:
      return new SwitchError('INTERNAL', {}, { effect, message: 'The request could not be sent.' });
  }
}

function refused(refusal: OriginRefusal, host: string): SwitchError {
  if (refusal.kind === 'over_limit') {
    const message = `${refusal.limit} requests to ${host} are under way, as many as this side allows. Nothing was sent.`;
    return new SwitchError('RATE_LIMITED', {}, { message, hint: OVER_LIMIT_HINT, effect: 'none' });
  }
  const { last, lastSent, retryAt, retryInMs } = refusal;
  const { stage, reason } = describeSilence(last, lastSent);
  const message = `${host} gave no answer many times in a row: requests are refused until ${retryAt.toISOString()}. The last one failed: ${reason}. Nothing was sent.`;
  return new SwitchError(
    'UNREACHABLE',
    { stage, host, reason, retryAt, retryAfterSeconds: retryInMs / 1000 },
    // What a certificate is refused for does not pass by waiting.
    { message, hint: SILENCE_HINTS[stage], effect: 'none', retryable: stage !== 'tls' },
  );
}

const OVER_LIMIT_HINT =
  'Look why the service is so slow to answer; if it is as it should be, raise originLimits.underWay of the host.';
const SILENCE_HINTS: Readonly<Record<Silence['stage'], string>> = {
  dns: ERROR_POLICY.UNREACHABLE.hint,
  connect: ERROR_POLICY.UNREACHABLE.hint,
  tls: ERROR_POLICY.TLS_FAILED.hint,
  answer: 'Check whether the service is up, and its own log: it takes connections and does not answer.',
};

const HTTPS_HINT = 'Use an https address, or set plainHttp in the network policy of the host that runs the driver.';
const ADDRESS_HINT =
  'Use a public address, or add its block to allowAddresses in the network policy of the host that runs the driver.';

function afterSending({ fault, host }: TransportFailure, inDoubt: boolean): SwitchError {
  const [reason, what] = AFTER_SENDING[fault.kind] ?? AFTER_SENDING.lost;
  if (inDoubt) {
    return new SwitchError('OUTCOME_UNKNOWN', { reason }, { message: `${what(host)} Nobody can tell whether it took effect.` });
  }
  switch (fault.kind) {
    case 'timed_out':
      return new SwitchError('TIMED_OUT', {}, { message: what(host) });
    case 'aborted':
      return new SwitchError('ABORTED', {}, { message: what(host) });
    case 'too_large':
    case 'encoded':
      return new SwitchError('CONTRACT_VIOLATED', { reason: fault.kind }, { message: what(host) });
    default:
      return new SwitchError('UPSTREAM_FAILED', {}, { message: what(host) });
  }
}

type AfterSending = readonly [reason: UnknownOutcomeReason, what: (host: string) => string];

const AFTER_SENDING: Readonly<Partial<Record<string, AfterSending>>> & { readonly lost: AfterSending } = {
  lost: ['connection_lost', (host) => `The connection to ${host} was lost after the request was sent.`],
  timed_out: ['timed_out', (host) => `${host} took the request and did not answer in time.`],
  aborted: ['aborted', (host) => `Given up after the request was sent to ${host}.`],
  too_large: ['unreadable_answer', (host) => `The answer of ${host} is larger than the driver reads.`],
  encoded: ['unreadable_answer', (host) => `The answer of ${host} is compressed, though the request asked for none.`],
};
