import type { UnknownOutcomeReason } from '../errors/error-details.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Operation } from '../switch/operation.ts';
import type { TransportFailure } from './http-transport.ts';
import { leavesDoubt, type RequestKind } from './request-kind.ts';

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
      return new SwitchError('CLOSED', {}, { effect });
    default:
      return new SwitchError('INTERNAL', {}, { effect, message: 'The request could not be sent.' });
  }
}

const HTTPS_HINT = 'Use an https address, or set plainHttp in the network policy of the host that runs the driver.';
const ADDRESS_HINT =
  'Use a public address, or add its block to allowAddresses in the network policy of the host that runs the driver.';

const TLS_MESSAGES = {
  self_signed: 'the certificate is self-signed',
  unknown_issuer: "the certificate's issuer is not trusted, or its chain is incomplete",
  expired: 'the certificate has expired',
  not_yet_valid: 'the certificate is not valid yet',
  wrong_host: 'the certificate is for another host name',
  protocol: 'the other side does not speak TLS as we do',
  other: 'the certificate was refused',
} as const;

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
