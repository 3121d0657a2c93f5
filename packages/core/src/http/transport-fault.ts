import type { TlsCheck } from '../errors/error-details.ts';
import { AddressBlocked } from './guarded-connector.ts';
import type { TransportFault } from './http-transport.ts';

const TLS_CHECKS: Readonly<Record<string, TlsCheck>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown_issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown_issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown_issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown_issuer',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong_host',
  EPROTO: 'protocol',
};

// OpenSSL's other verdicts on a certificate. @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
const OTHER_VERDICT = /^(CERT|CRL|UNABLE_TO|ERROR_IN|INVALID)_|^(HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)$/;

/** What undici refuses to write, told before it writes. */
const UNWRITABLE = ['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'];

const CONNECT_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens on that port',
  UND_ERR_CONNECT_TIMEOUT: 'no answer from the host: a firewall or a wrong address',
  ETIMEDOUT: 'no answer from the host: a firewall or a wrong address',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ECONNRESET: 'the connection was closed while it was being made',
};

/** The `code` of an error, where it is a text; aborts carry numbers. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

/** What an error before the request started means: nothing was sent. */
export function faultBeforeStart(error: unknown): TransportFault {
  if (error instanceof AddressBlocked) {
    const { category, address } = error;
    return { kind: 'blocked', category, ...(address === undefined ? {} : { address }) };
  }
  const code = codeOf(error);
  const check = findTlsCheck(code);
  if (check !== undefined) return { kind: 'tls', check, reason: code };
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return { kind: 'dns', reason: `the name does not resolve (${code})` };
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') return { kind: 'closed', reason: code };
  if (UNWRITABLE.includes(code)) return { kind: 'invalid', reason: 'the request cannot be put into HTTP' };
  return { kind: 'connect', reason: CONNECT_REASONS[code] ?? (code === '' ? 'the connection failed' : code) };
}

function findTlsCheck(code: string): TlsCheck | undefined {
  const known = TLS_CHECKS[code];
  if (known !== undefined) return known;
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'protocol';
  return OTHER_VERDICT.test(code) ? 'other' : undefined;
}

/** What an error after the request started means: it may have arrived. */
export function faultAfterStart(error: unknown): TransportFault {
  return { kind: 'lost', reason: codeOf(error) || 'the connection failed' };
}
