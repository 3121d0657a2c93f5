import { answerBytes, healthyBytes } from './answer-text.ts';
import type { CertificateRequest } from './certificates.ts';
import { either, lost, neverConnected, notSent, succeeded } from './conclusions.ts';
import type { Conclusions, Fault } from './fault.ts';
import type { FaultBehaviour, TlsBehaviour } from './fault-behaviour.ts';

const DAY_MS = 86_400_000;
const FOR_THIS_HOST: CertificateRequest = {
  subject: 'switch.test',
  names: ['switch.test', 'localhost'],
  addresses: ['127.0.0.1'],
};

const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

interface Refused {
  readonly name: string;
  readonly summary: string;
  readonly tls: TlsBehaviour;
}

const REFUSED: readonly Refused[] = [
  { name: 'tls-self-signed', summary: 'The certificate is signed by itself.', tls: { issuer: 'itself' } },
  {
    name: 'tls-unknown-issuer',
    summary: 'The certificate is of an authority that the client does not trust.',
    tls: { issuer: 'stranger' },
  },
  {
    name: 'tls-expired',
    summary: 'The certificate expired yesterday.',
    tls: { certificate: () => ({ ...FOR_THIS_HOST, notBefore: inDays(-3), notAfter: inDays(-1) }) },
  },
  {
    name: 'tls-not-yet-valid',
    summary: 'The certificate is valid from tomorrow on.',
    tls: { certificate: () => ({ ...FOR_THIS_HOST, notBefore: inDays(1), notAfter: inDays(3) }) },
  },
  {
    name: 'tls-wrong-host',
    summary: 'The certificate is for another name and address.',
    tls: { certificate: () => ({ subject: 'other.test', names: ['other.test'], addresses: ['127.0.0.9'] }) },
  },
  {
    name: 'tls-client-certificate-shown',
    summary: 'The certificate is only for clients, and a server shows it.',
    tls: { certificate: () => ({ ...FOR_THIS_HOST, clientsOnly: true }) },
  },
  {
    name: 'tls-old-protocol',
    summary: 'The server speaks TLS 1.0 and 1.1 only.',
    tls: { version: { min: 'TLSv1', max: 'TLSv1.1' } },
  },
  { name: 'tls-only-http2', summary: 'The server agrees on HTTP/2 and nothing else (ALPN).', tls: { alpn: ['h2'] } },
  {
    name: 'tls-demands-certificate-1.2',
    summary: 'The server demands a certificate of the client; by TLS 1.2 that ends the handshake.',
    tls: { demandsClientCertificate: true, version: { min: 'TLSv1.2', max: 'TLSv1.2' } },
  },
];

function handshakeFault(name: string, summary: string, conclusions: Conclusions, behaviour: FaultBehaviour): Fault {
  return { name, summary, stage: 'handshake', seen: 'never', scheme: 'https', conclusions, behaviour };
}

/** What can be wrong with TLS. */
export const TLS_FAULTS: readonly Fault[] = [
  ...REFUSED.map(({ name, summary, tls }) => handshakeFault(name, summary, notSent('TLS_FAILED'), { tls, after: 'close' })),
  handshakeFault('tls-handshake-stall', 'The server takes the connection and never shakes hands.', neverConnected, {
    strikesAt: 'accept',
    after: 'stall',
  }),
  handshakeFault(
    'tls-handshake-reset',
    "The connection is reset at the client's first message.",
    either(notSent('UNREACHABLE'), notSent('TLS_FAILED')),
    { strikesAt: 'first_byte', after: 'reset' },
  ),
  handshakeFault(
    'tls-handshake-close',
    "The connection is closed at the client's first message.",
    either(notSent('UNREACHABLE'), notSent('TLS_FAILED')),
    { strikesAt: 'first_byte', after: 'close' },
  ),
  handshakeFault('tls-plain-http', 'The port speaks plain HTTP.', notSent('TLS_FAILED'), {
    strikesAt: 'first_byte',
    send: () => [answerBytes(400, 'this is not TLS', ['content-type: text/plain'])],
    after: 'close',
  }),
  {
    name: 'tls-demands-certificate-1.3',
    summary: 'The server demands a certificate of the client; by TLS 1.3 the client hears of it after it sent its request.',
    stage: 'request',
    seen: 'never',
    scheme: 'https',
    conclusions: either(lost, notSent('TLS_FAILED')),
    behaviour: { tls: { demandsClientCertificate: true, version: { min: 'TLSv1.3', max: 'TLSv1.3' } }, after: 'close' },
  },
  {
    name: 'tls-on-plain-port',
    summary: 'The port speaks TLS, and the client does not.',
    stage: 'request',
    seen: 'never',
    scheme: 'http',
    conclusions: lost,
    behaviour: { tls: {}, after: 'close' },
  },
  {
    name: 'tls-offers-http2',
    summary: 'The server prefers HTTP/2 and speaks HTTP/1.1 too (ALPN); nothing is wrong.',
    stage: 'answered',
    seen: 'always',
    scheme: 'https',
    conclusions: succeeded,
    behaviour: { tls: { alpn: ['h2', 'http/1.1'] }, send: ({ healthy }) => [healthyBytes(healthy)], after: 'keep' },
  },
  ...(['reset', 'close'] as const).map(
    (after): Fault => ({
      name: `tls-${after}-after-request`,
      summary: `Over TLS, the connection is ${after === 'reset' ? 'reset' : 'closed'} after the request.`,
      stage: 'answer',
      seen: 'always',
      scheme: 'https',
      conclusions: lost,
      behaviour: { tls: {}, after },
    }),
  ),
];
