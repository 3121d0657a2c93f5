import { connect } from 'node:net';
import type { NetworkPolicy } from '@elasticfunnels/switch-core';
import { broken, type Finding, notChecked } from './check.ts';
import type { Examination } from './examination.ts';
import { hostOf } from './look-at-address.ts';
import { portOf } from './look-at-port.ts';
import { describeCertificate } from './describe-certificate.ts';
import { type Handshake, shakeHands } from './shake-hands.ts';
import { withinTime } from './within-time.ts';

/** The TLS of each address that takes connections: a balancer's back ends may differ. Ends before a byte of HTTP. */
export async function lookAtTls(
  url: URL,
  addresses: readonly string[],
  policy: NetworkPolicy,
  examination: Examination,
): Promise<Finding> {
  const findings: Finding[] = [];
  for (const address of addresses) {
    const handshake = await shakeHands(url, address, policy, examination);
    findings.push(await judge(handshake, { url, address, examination }));
  }
  const worst = (['broken', 'not_checked', 'warning', 'holds'] as const).flatMap((status) =>
    findings.filter((finding) => finding.status === status),
  );
  return worst[0] ?? notChecked('no address takes connections');
}

interface Place {
  readonly url: URL;
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
      return judgeFailure(handshake.code, place);
  }
}

async function judgeFailure(code: string, { url, address, examination }: Place): Promise<Finding> {
  const shown = { code: 'TLS_FAILED', details: [`${address}: ${code}`] } as const;
  if (await answersPlainHttp(url, address, examination)) {
    return broken(`port ${portOf(url)} speaks plain HTTP, not TLS`, {
      ...shown,
      next: 'Set the base URL to the TLS port of the service; one without TLS is http://, and only where the policy allows it.',
    });
  }
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE.*CERT/.test(code)) {
    return broken('the server demands a certificate of the client, which the driver does not have', {
      ...shown,
      next: 'Have the service take the credentials of the settings form instead of a client certificate.',
    });
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_VERSION/.test(code)) {
    return broken('no TLS version in common: the server speaks only old ones, or no TLS at all', {
      ...shown,
      next: 'Have the server speak TLS 1.2 or 1.3.',
    });
  }
  if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|INSUFFICIENT_SECURITY/.test(code)) {
    return broken('no cipher in common', { ...shown, next: 'Have the server offer the ciphers of today with TLS 1.2 or 1.3.' });
  }
  return broken(code === 'ECONNRESET' ? 'the connection was closed during the handshake' : 'the handshake failed', {
    ...shown,
    next: 'Check that the port is the TLS port, and what stands before the service.',
  });
}

/** Whether the port answers a bare HEAD without credentials: then it is no TLS port. */
async function answersPlainHttp(url: URL, address: string, examination: Examination): Promise<boolean> {
  const answer = await withinTime<string>(examination, (settle) => {
    const socket = connect({ host: address, port: portOf(url) });
    socket.on('connect', () => socket.write(`HEAD / HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`));
    socket.on('data', (chunk) => settle(chunk.toString('latin1')));
    socket.on('error', () => settle(''));
    socket.on('close', () => settle(''));
    return () => socket.destroy();
  });
  return answer.startsWith('HTTP/');
}
