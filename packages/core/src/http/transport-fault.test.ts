import { errors } from 'undici';
import { describe, expect, test } from 'vitest';
import { AddressBlocked } from './guarded-connector.ts';
import { faultAfterStart, faultBeforeStart } from './transport-fault.ts';

/** An error of node:net, as libuv's errors come. */
function systemError(code: string, syscall = 'connect'): Error {
  const where = { errno: -1, code, syscall, address: '192.0.2.1', port: 443 };
  return Object.assign(new Error(`${syscall} ${code} 192.0.2.1:443`), where);
}

/** What node:net gives where a name has several addresses and none could be connected to. */
function systemErrors(code: string): Error {
  return Object.assign(new AggregateError([systemError(code), systemError(code)]), { code });
}

function lookupError(code: string): Error {
  const where = { errno: -3008, code, syscall: 'getaddrinfo', hostname: 'switch.test' };
  return Object.assign(new Error(`getaddrinfo ${code} switch.test`), where);
}

/** An error of node:tls: OpenSSL's verdict on a certificate, or its reason for ending a handshake. */
function tlsError(code: string): Error {
  return Object.assign(new Error('a verdict in words'), { code });
}

describe('before a request started', () => {
  test.each([
    [systemError('ECONNREFUSED'), 'nothing listens'],
    [systemErrors('ECONNREFUSED'), 'nothing listens'],
    [systemError('ETIMEDOUT'), 'no answer from the host'],
    [systemErrors('ETIMEDOUT'), 'no answer from the host'],
    [new errors.ConnectTimeoutError('too slow'), 'no answer from the host'],
    [systemError('EHOSTUNREACH'), 'no route to the host'],
    [systemError('ENETUNREACH'), 'no route to the network'],
    [systemError('ECONNRESET', 'read'), 'closed while it was being made'],
  ])('%s is a connection that could not be made, in words', (error, words) => {
    expect(faultBeforeStart(error)).toEqual({ kind: 'connect', reason: expect.stringContaining(words) });
  });

  test.each(['EADDRNOTAVAIL', 'EMFILE', 'EACCES', 'EPERM'])('%s, which has no words here, by its code', (code) => {
    expect(faultBeforeStart(systemError(code))).toEqual({ kind: 'connect', reason: code });
  });

  test.each([new Error('no code'), new DOMException('aborted', 'AbortError'), {}, null, undefined, 'a text', 7])(
    'what has no code in words, %o, is a connection that failed',
    (error) => {
      expect(faultBeforeStart(error)).toEqual({ kind: 'connect', reason: 'the connection failed' });
    },
  );

  test.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])('%s is a name that does not resolve', (code) => {
    expect(faultBeforeStart(lookupError(code))).toEqual({ kind: 'dns', reason: `the name does not resolve (${code})` });
  });

  test.each([
    ['self_signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['unknown_issuer', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['unknown_issuer', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['unknown_issuer', 'UNABLE_TO_GET_ISSUER_CERT'],
    ['unknown_issuer', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not_yet_valid', 'CERT_NOT_YET_VALID'],
    ['wrong_host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['protocol', 'EPROTO'],
    ['protocol', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    ['protocol', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
    ['protocol', 'ERR_TLS_HANDSHAKE_TIMEOUT'],
    ['other', 'CERT_REVOKED'],
    ['other', 'CERT_CHAIN_TOO_LONG'],
    ['other', 'CRL_HAS_EXPIRED'],
    ['other', 'UNABLE_TO_GET_CRL'],
    ['other', 'ERROR_IN_CERT_NOT_AFTER_FIELD'],
    ['other', 'INVALID_PURPOSE'],
    ['other', 'HOSTNAME_MISMATCH'],
    ['other', 'PATH_LENGTH_EXCEEDED'],
  ])('TLS, %s: %s', (check, code) => {
    expect(faultBeforeStart(tlsError(code))).toEqual({ kind: 'tls', check, reason: code });
  });

  test.each([new errors.ClientDestroyedError(), new errors.ClientClosedError()])('%s is a transport that is closed', (error) => {
    expect(faultBeforeStart(error)).toEqual({ kind: 'closed', reason: error.code });
  });

  test.each([
    new errors.InvalidArgumentError('invalid header'),
    new errors.NotSupportedError('expect'),
    new errors.RequestContentLengthMismatchError(),
  ])('%s is a request that is none, told without what is in it', (error) => {
    expect(faultBeforeStart(error)).toEqual({ kind: 'invalid', reason: 'the request cannot be put into HTTP' });
  });

  test('a blocked address is told with its category, and with itself where it is known', () => {
    expect(faultBeforeStart(new AddressBlocked('loopback', '127.0.0.1'))).toStrictEqual({
      kind: 'blocked',
      category: 'loopback',
      address: '127.0.0.1',
    });
    expect(faultBeforeStart(new AddressBlocked('protocol ftp:'))).toStrictEqual({ kind: 'blocked', category: 'protocol ftp:' });
  });
});

describe('after a request started every error is a connection that was lost, whatever it would have been before', () => {
  test.each([
    [systemError('ECONNRESET', 'read'), 'ECONNRESET'],
    [systemError('ECONNREFUSED'), 'ECONNREFUSED'],
    [lookupError('ENOTFOUND'), 'ENOTFOUND'],
    [tlsError('ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC'), 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC'],
    [new errors.SocketError('other side closed'), 'UND_ERR_SOCKET'],
    [new errors.HeadersOverflowError(), 'UND_ERR_HEADERS_OVERFLOW'],
    [Object.assign(new errors.HTTPParserError('Expected HTTP/'), { code: 'HPE_INVALID_CONSTANT' }), 'HPE_INVALID_CONSTANT'],
    [new errors.ClientDestroyedError(), 'UND_ERR_DESTROYED'],
    [new errors.InvalidArgumentError('late'), 'UND_ERR_INVALID_ARG'],
    [new AddressBlocked('loopback', '127.0.0.1'), 'the connection failed'],
    [new DOMException('aborted', 'AbortError'), 'the connection failed'],
    [null, 'the connection failed'],
  ])('%s: %s', (error, reason) => expect(faultAfterStart(error)).toEqual({ kind: 'lost', reason }));
});
