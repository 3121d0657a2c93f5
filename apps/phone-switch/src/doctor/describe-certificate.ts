import type { DetailedPeerCertificate } from 'node:tls';
import { broken, type Finding, holds, warns } from './check.ts';
import type { Handshake } from './shake-hands.ts';

const DAY_MS = 86_400_000;
/** Renewal is due well before this many days are left. */
const WARN_DAYS = 14;

type Done = Extract<Handshake, { readonly kind: 'done' }>;
interface Facts {
  readonly certificate: DetailedPeerCertificate;
  readonly host: string;
  readonly now: Date;
  readonly names: readonly string[];
  /** As the server sent it, from its own certificate on. */
  readonly chain: readonly DetailedPeerCertificate[];
}

/** What a certificate is, and what is wrong with it, each by its own name. */
export function describeCertificate({ certificate, protocol, cipher, objection }: Done, host: string, now: Date): Finding {
  const names = listNames(certificate);
  const facts: Facts = { certificate, host, now, names, chain: listChain(certificate) };
  const details = [
    `names: ${names.join(', ') || 'none'}`,
    `issuer: ${nameOf(certificate.issuer)}`,
    `valid: ${certificate.valid_from} to ${certificate.valid_to}`,
    `${protocol}, ${cipher}`,
  ];
  if (objection !== undefined) return { ...object(objection, facts), code: 'TLS_FAILED', details };
  const days = Math.floor((Date.parse(certificate.valid_to) - now.getTime()) / DAY_MS);
  if (days < WARN_DAYS) {
    const next = 'Renew the certificate, and see why it was not renewed by itself.';
    return warns(`trusted, but the certificate ends in ${days} ${days === 1 ? 'day' : 'days'}`, { details, next });
  }
  return holds(`${protocol}, trusted, ends in ${days} days`);
}

function object(objection: string, facts: Facts): Finding {
  const { certificate, host, now, names, chain } = facts;
  switch (objection) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return broken('the certificate is self-signed', { next: `Have a known authority sign one for ${host}. ${OWN_ISSUER}` });
    case 'CERT_HAS_EXPIRED':
      return broken(`the certificate expired ${ago(certificate.valid_to, now)}, on ${certificate.valid_to}`, {
        next: 'Renew the certificate, and see why it was not renewed by itself.',
      });
    case 'CERT_NOT_YET_VALID':
      return broken(`the certificate is not valid before ${certificate.valid_from}`, {
        next: `Check the clock of this machine (it says ${now.toISOString()}), then the certificate's dates.`,
      });
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return broken(`the certificate is for ${names.join(', ') || 'no host at all'}, not for ${host}`, {
        next: 'Use the name of the certificate in the base URL, or have a certificate issued for this one.',
      });
    default:
      return describeUntrusted(objection, chain);
  }
}

const OWN_ISSUER = 'If the issuer is your own, trust it: --ca FILE here, certificateAuthorities in the policy of the host.';

function describeUntrusted(objection: string, chain: readonly DetailedPeerCertificate[]): Finding {
  const last = chain.at(-1);
  const issuer = last === undefined ? 'an unknown issuer' : nameOf(last.issuer);
  if (objection === 'SELF_SIGNED_CERT_IN_CHAIN')
    return broken(`the issuer is not trusted: the chain ends in ${issuer}`, { next: OWN_ISSUER });
  if (objection === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' || objection === 'UNABLE_TO_GET_ISSUER_CERT') {
    return broken(`the issuer is not known: the server sends only its own certificate, issued by ${issuer}`, {
      next: `Have the server send the intermediate certificates too ("full chain"). ${OWN_ISSUER}`,
    });
  }
  if (objection === 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY') {
    return broken(`the issuer is not known: ${issuer} is missing from the chain, or not trusted`, {
      next: `Have the server send the whole chain. ${OWN_ISSUER}`,
    });
  }
  return broken(`the certificate is refused (${objection})`, {
    next: 'Have a certificate for web servers issued by a known authority.',
  });
}

function ago(date: string, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(date)) / DAY_MS);
  return days < 1 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} ago`;
}

function listNames({ subjectaltname, subject }: DetailedPeerCertificate): readonly string[] {
  const names = (subjectaltname ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  const named = names.filter((name) => name !== '');
  return named.length > 0 ? named.slice(0, 8) : [subject?.CN ?? []].flat();
}

function listChain(certificate: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  // The last one of a chain that ends in a root points at itself.
  for (let each: DetailedPeerCertificate | undefined = certificate; each !== undefined && !chain.includes(each); ) {
    chain.push(each);
    each = each.issuerCertificate;
  }
  return chain;
}

function nameOf(issuer: DetailedPeerCertificate['issuer'] | undefined): string {
  return [issuer?.CN ?? issuer?.O ?? 'nobody'].flat().join(', ');
}
