import { type CertificateRequest, issueCertificate, type Issued } from '@elasticfunnels/switch-core/testing/faults';
import { describe, expect, test } from 'vitest';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import { LOOPBACK_ALLOWED } from './network-policy.ts';
import { answerText, type RawServer, startRawServer } from './raw-server.test.fixture.ts';
import type { TransportFailure } from './http-transport.ts';

const DAY_MS = 86_400_000;
const authority = issueCertificate({ subject: 'Trusted test authority', authority: true });
const stranger = issueCertificate({ subject: 'Stranger', authority: true });
const good: CertificateRequest = { subject: 'switch.test', names: ['switch.test'], addresses: ['127.0.0.1'] };
const policy = { ...LOOPBACK_ALLOWED, certificateAuthorities: [authority.cert] };

const serve = ({ cert, key }: Issued): Promise<RawServer> =>
  startRawServer(({ socket }) => socket.end(answerText(200, '{}')), { tls: { cert, key } });

async function refusalOf(certificate: Issued): Promise<TransportFailure> {
  await using server = await serve(certificate);
  await using transport = loopbackTransport({ policy });
  const failure = await failureOf(transport.request(post(server.url('/calls'))));
  expect(server.requests).toEqual([]);
  return failure;
}

test('a certificate of an authority that the policy names is trusted', async () => {
  await using server = await serve(issueCertificate(good, authority));
  await using transport = loopbackTransport({ policy });
  expect(await transport.request(post(server.url('/calls')))).toMatchObject({ status: 200 });
});

test('the certificate is held against the name in the URL, not against the address', async () => {
  await using server = await serve(issueCertificate({ subject: 'switch.test', names: ['switch.test'] }, authority));
  await using transport = loopbackTransport({
    policy,
    resolveHost: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  expect(await transport.request(post(server.url('/calls', 'switch.test')))).toMatchObject({ status: 200 });
});

describe('a TLS handshake that fails: known as not sent, and which check failed', () => {
  test.each([
    ['self_signed', issueCertificate(good)],
    ['unknown_issuer', issueCertificate(good, stranger)],
    [
      'expired',
      issueCertificate(
        { ...good, notBefore: new Date(Date.now() - 3 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) },
        authority,
      ),
    ],
    [
      'not_yet_valid',
      issueCertificate(
        { ...good, notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 2 * DAY_MS) },
        authority,
      ),
    ],
    ['wrong_host', issueCertificate({ subject: 'other.test', names: ['other.test'], addresses: ['127.0.0.9'] }, authority)],
    ['other', issueCertificate({ ...good, clientsOnly: true }, authority)],
  ])('%s', async (check, certificate) => {
    const failure = await refusalOf(certificate);
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'tls', check } });
  });

  test('protocol: the port speaks plain text', async () => {
    await using server = await startRawServer(() => {}, {
      onConnection: (socket) => void socket.once('data', () => socket.end(answerText(400, 'plain http'))),
    });
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request(post(new URL(`https://127.0.0.1:${server.port}/calls`))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'tls', check: 'protocol' } });
  });

  test('protocol: the server knows only versions of TLS that we refuse', async () => {
    const { cert, key } = issueCertificate(good, authority);
    const tls = { cert, key, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await using server = await startRawServer(() => {}, { tls });
    await using transport = loopbackTransport({ policy });
    const failure = await failureOf(transport.request(post(server.url('/calls'))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'tls', check: 'protocol' } });
  });
});
