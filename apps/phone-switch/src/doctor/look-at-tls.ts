import type { NetworkPolicy } from '@elasticfunnels/switch-core';
import { broken, type Finding, notChecked } from './check.ts';
import type { Examination } from './examination.ts';
import { hostOf, type NamedUrl } from './look-at-address.ts';
import { portOf } from './look-at-port.ts';
import { describeCertificate } from './describe-certificate.ts';
import { readGreeting } from './read-greeting.ts';
import { type Handshake, shakeHands } from './shake-hands.ts';

/** The TLS of each address that takes connections: a balancer's back ends may differ. Ends before a byte of HTTP. */
export async function lookAtTls(
  { url, called }: NamedUrl,
  addresses: readonly string[],
  policy: NetworkPolicy,
  examination: Examination,
): Promise<Finding> {
  const findings: Finding[] = [];
  for (const address of addresses) {
    const handshake = await shakeHands(url, address, policy, examination);
    findings.push(await judge(handshake, { url, called, address, examination }));
  }
  const worst = (['broken', 'not_checked', 'warning', 'holds'] as const).flatMap((status) =>
    findings.filter((finding) => finding.status === status),
  );
  return worst[0] ?? notChecked('no address takes connections');
}

interface Place extends NamedUrl {
  readonly address: string;
  readonly examination: Examination;
}

async function judge(handshake: Handshake, place: Place): Promise<Finding> {
  switch (handshake.kind) {
    case 'done':
      return describeCertificate(handshake, hostOf(place.url), place.examination.clock.now());
    case 'aborted':
      return notChecked('given up');
    case 'timed_out':
      return broken(`${place.address} takes the connection and does not answer the handshake`, {
        code: 'UNREACHABLE',
        next: 'Check that the port is the TLS port, and what stands before the service.',
        row: 'nothing-answers-at-the-address',
      });
    case 'failed':
      return judgeFailure(handshake, place);
  }
}

type Failed = Extract<Handshake, { readonly kind: 'failed' }>;

async function judgeFailure({ code, keysMade }: Failed, { url, called, address, examination }: Place): Promise<Finding> {
  const shown = { code: 'TLS_FAILED', details: [`${address}: ${code}`] } as const;
  if (!keysMade && (await readGreeting(url, address, examination)).startsWith('HTTP/')) {
    return broken(`port ${portOf(url)} speaks plain HTTP, not TLS`, {
      ...shown,
      next: `Set the ${called} to the TLS port of the service; one without TLS is http://, and only where the policy allows it.`,
    });
  }
  // In TLS 1.2 both are told as a failed handshake; of a cipher, before there are keys.
  if (code.includes('CERTIFICATE_REQUIRED') || (keysMade && code.includes('HANDSHAKE_FAILURE'))) {
    return broken('the server demands a certificate of the client, which the driver does not have', {
      ...shown,
      next: 'Have the service take the credentials of the settings form instead of a client certificate.',
    });
  }
  const [, found, next] = FAILURES.find(([pattern]) => pattern.test(code)) ?? [];
  return broken(found ?? 'the handshake failed', { ...shown, next: next ?? WRONG_PORT });
}

const WRONG_PORT = 'Check that the port is the TLS port, and what stands before the service.';

const FAILURES: readonly (readonly [pattern: RegExp, found: string, next: string])[] = [
  [
    /NO_APPLICATION_PROTOCOL/,
    'the server speaks only HTTP/2, and the driver HTTP/1.1',
    'Have the server offer HTTP/1.1 as well.',
  ],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_VERSION/,
    'no TLS version in common: the server speaks only old ones, or no TLS at all',
    'Have the server speak TLS 1.2 or 1.3.',
  ],
  [
    /HANDSHAKE_FAILURE|NO_SHARED_CIPHER|INSUFFICIENT_SECURITY/,
    'no cipher in common',
    'Have the server offer the ciphers of today with TLS 1.2 or 1.3.',
  ],
  [/^ECONNRESET$|^EPIPE$/, 'the connection was closed during the handshake', WRONG_PORT],
];
