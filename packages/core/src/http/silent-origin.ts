import type { SwitchErrorDetails, TlsCheck } from '../errors/error-details.ts';
import type { TransportFault } from './http-transport.ts';

/** How far a request came that got no answer, and why, in words that fit behind a colon. */
export interface Silence {
  readonly stage: SwitchErrorDetails['UNREACHABLE']['stage'];
  readonly reason: string;
}

/** What a certificate or a handshake failed by, in words. */
export const TLS_MESSAGES: Readonly<Record<TlsCheck, string>> = {
  self_signed: 'the certificate is self-signed',
  unknown_issuer: "the certificate's issuer is not trusted, or its chain is incomplete",
  expired: 'the certificate has expired',
  not_yet_valid: 'the certificate is not valid yet',
  wrong_host: 'the certificate is for another host name',
  protocol: 'the other side does not speak TLS as we do',
  other: 'the certificate was refused',
};

/** How an origin failed to answer: what an operator reads while requests to it are refused. */
export function describeSilence(fault: TransportFault, sent: boolean): Silence {
  switch (fault.kind) {
    case 'dns':
    case 'connect':
      return { stage: fault.kind, reason: fault.reason };
    case 'tls':
      return { stage: 'tls', reason: `${TLS_MESSAGES[fault.check]} (${fault.reason})` };
    case 'timed_out':
      if (!sent) return { stage: 'connect', reason: 'no connection in time' };
      return { stage: 'answer', reason: 'it took the request and did not answer in time' };
    default:
      return { stage: 'answer', reason: 'the connection was lost after the request was sent' };
  }
}
