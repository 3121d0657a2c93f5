import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import { answerText, findClosedPort, startRawServer } from './raw-server.test.fixture.ts';
import type { ResolveHost } from './guarded-connector.ts';

const resolveTo =
  (...addresses: readonly string[]): ResolveHost =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('failed before a byte of the request left: known as not sent', () => {
  test('connection refused', async () => {
    await using transport = loopbackTransport();
    const port = await findClosedPort();
    const failure = await failureOf(transport.request(post(new URL(`http://127.0.0.1:${port}/calls`))));
    expect(failure).toMatchObject({ sent: false, host: `127.0.0.1:${port}`, fault: { kind: 'connect' } });
    expect(failure.fault).toHaveProperty('reason', expect.stringContaining('nothing listens'));
  });

  test('connection refused at every one of several addresses', async () => {
    await using transport = loopbackTransport({ resolveHost: resolveTo('127.0.0.1', '127.0.0.2') });
    const port = await findClosedPort();
    const failure = await failureOf(transport.request(post(new URL(`http://several.test:${port}/calls`))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'connect' } });
    expect(failure.fault).toHaveProperty('reason', expect.stringContaining('refused'));
  });

  test.each(['ENOTFOUND', 'EAI_AGAIN'])('DNS failure %s', async (code) => {
    const resolveHost: ResolveHost = (_host, _options, callback) => callback(Object.assign(new Error('no'), { code }), []);
    await using transport = loopbackTransport({ resolveHost });
    const failure = await failureOf(transport.request(post(new URL('http://typo.test/calls'))));
    expect(failure).toMatchObject({ sent: false, host: 'typo.test', fault: { kind: 'dns' } });
  });

  test('a name without any address', async () => {
    await using transport = loopbackTransport({ resolveHost: resolveTo() });
    const failure = await failureOf(transport.request(post(new URL('http://empty.test/calls'))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'dns' } });
  });

  test('connect timeout: the host takes the connection and never finishes the TLS handshake', async () => {
    await using server = await startRawServer(() => {});
    await using transport = loopbackTransport({ connectTimeoutMs: 50 });
    const failure = await failureOf(transport.request(post(new URL(`https://127.0.0.1:${server.port}/calls`))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'connect' } });
    expect(failure.fault).toHaveProperty('reason', expect.stringContaining('no answer from the host'));
    expect(server.requests).toEqual([]);
  });

  test('connect timeout: the name never resolves', async () => {
    await using transport = loopbackTransport({ connectTimeoutMs: 50, resolveHost: () => {} });
    const failure = await failureOf(transport.request(post(new URL('http://hanging.test/calls'))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'connect' } });
  });

  test('reset during the TLS handshake', async () => {
    await using server = await startRawServer(() => {}, { onConnection: (socket) => socket.destroy() });
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request(post(new URL(`https://127.0.0.1:${server.port}/calls`))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'connect' } });
  });

  test.each([
    ['a line break in a header', { 'x-key': 'a\r\nx-other: b' }],
    ['a header that HTTP keeps for itself', { expect: '100-continue' }],
    ['a content-length that is not the body’s', { 'content-length': '3' }],
    ['a header name that is not one', { 'x key': 'a' }],
  ])('a request that cannot be put into HTTP: %s', async (_name, headers) => {
    await using server = await startRawServer(({ socket }) => socket.end(answerText(200)));
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request(post(server.url('/calls'), { headers })));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'invalid' } });
    expect(server.requests).toEqual([]);
  });

  test('no time left: nothing is sent, even over a connection that is open already', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport();
    await transport.request(post(server.url('/first')));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const failure = await failureOf(transport.request(post(server.url('/late'), { timeoutMs: 0 })));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'timed_out' } });
    expect(server.requests).toHaveLength(1);
  });
});
