import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, getCACertificates, type TLSSocket } from 'node:tls';
import type { NetworkPolicy } from '@elasticfunnels/switch-core';
import type { Examination } from './examination.ts';
import { hostOf } from './look-at-address.ts';
import { portOf } from './look-at-port.ts';
import { withinTime } from './within-time.ts';

/** What a handshake came to. */
export type Handshake =
  | {
      readonly kind: 'done';
      readonly protocol: string;
      readonly cipher: string;
      readonly certificate: DetailedPeerCertificate;
      /** OpenSSL's or Node's name of what is wrong with the certificate. */
      readonly objection?: string;
    }
  /** `keysMade`: it got as far as agreeing on a cipher and on keys. */
  | { readonly kind: 'failed'; readonly code: string; readonly keysMade: boolean }
  | { readonly kind: 'aborted' | 'timed_out' };

/** A handshake that goes on when the certificate is bad, so that it can be read. */
export async function shakeHands(url: URL, address: string, policy: NetworkPolicy, examination: Examination): Promise<Handshake> {
  const host = hostOf(url);
  const authorities = policy.certificateAuthorities;
  const outcome = await withinTime<Handshake>(examination, (settle) => {
    const socket = connect({
      host: address,
      port: portOf(url),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
      // What the driver offers.
      ALPNProtocols: ['http/1.1'],
      ...(authorities === undefined ? {} : { ca: [...getCACertificates('default'), ...authorities] }),
    });
    let keysMade = false;
    socket.on('keylog', () => (keysMade = true));
    socket.on('secureConnect', () => settleWhenQuiet(socket, settle));
    socket.on('error', (error) => settle({ kind: 'failed', code: codeOf(error), keysMade }));
    socket.on('close', () => settle({ kind: 'failed', code: 'ECONNRESET', keysMade }));
    return () => socket.destroy();
  });
  return typeof outcome === 'string' ? { kind: outcome } : outcome;
}

// In TLS 1.3 a server refuses a client without a certificate only after the client has finished.
const REFUSAL_MS = 50;

function settleWhenQuiet(socket: TLSSocket, settle: (handshake: Handshake) => void): void {
  // Node's types say Error; in truth it is the code of one.
  const objection: unknown = socket.authorizationError;
  const done: Handshake = {
    kind: 'done',
    protocol: socket.getProtocol() ?? 'TLS',
    cipher: socket.getCipher().name,
    certificate: socket.getPeerCertificate(true),
    ...(objection == null ? {} : { objection: typeof objection === 'string' ? objection : 'ERR_TLS' }),
  };
  const timer = setTimeout(() => settle(done), REFUSAL_MS);
  socket.on('close', () => clearTimeout(timer));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
