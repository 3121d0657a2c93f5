import { createSecureContext, type TLSSocketOptions } from 'node:tls';
import { type CertificateRequest, issueCertificate, type Issued } from './certificates.ts';
import type { TlsBehaviour } from './fault-behaviour.ts';

/** The TLS side of a fault server that runs. */
export interface FaultTls {
  readonly options: TLSSocketOptions;
  /** What the client is told to trust, in PEM. */
  readonly authority: string;
}

const GOOD: CertificateRequest = { subject: 'switch.test', names: ['switch.test', 'localhost'], addresses: ['127.0.0.1'] };

/** Made once: a key takes longer than all the rest. */
const authorities: Partial<Record<'trusted' | 'stranger', Issued>> = {};

function authorityOf(who: 'trusted' | 'stranger'): Issued {
  return (authorities[who] ??= issueCertificate({ subject: `The ${who} authority`, authority: true }));
}

/** Makes the certificate that a fault asks for, and the server's settings. */
export function makeTls({ certificate, issuer = 'trusted', version, alpn, demandsClientCertificate }: TlsBehaviour): FaultTls {
  const request = certificate?.() ?? GOOD;
  const { cert, key } = issueCertificate(request, issuer === 'itself' ? undefined : authorityOf(issuer));
  const authority = authorityOf('trusted').cert;
  const versions = version === undefined ? {} : { minVersion: version.min, maxVersion: version.max };
  // The old versions need ciphers that are off by default.
  const old = version !== undefined && version.max < 'TLSv1.2' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {};
  return {
    authority,
    options: {
      isServer: true,
      secureContext: createSecureContext({ cert, key, ca: authority, ...versions, ...old }),
      ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
      ...(demandsClientCertificate === true ? { requestCert: true, rejectUnauthorized: true } : {}),
    },
  };
}
