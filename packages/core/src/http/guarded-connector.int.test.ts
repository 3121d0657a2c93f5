import type { LookupAddress } from 'node:dns';
import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { guardedConnector, type ResolveHost } from './guarded-connector.ts';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import { LOOPBACK_ALLOWED, PUBLIC_HTTPS_ONLY } from './network-policy.ts';
import { answerText, startRawServer } from './raw-server.test.fixture.ts';
import { UndiciTransport } from './undici-transport.ts';

const listed = (addresses: readonly string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const resolveTo =
  (...addresses: readonly string[]): ResolveHost =>
  (_host, _options, callback) =>
    callback(null, listed(addresses));

describe('a blocked address is not connected to', () => {
  test.each(['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]'])(
    'a literal one, which skips the lookup: %s',
    async (host) => {
      await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
      await using transport = loopbackTransport({
        policy: { plainHttp: 'anywhere' },
        resolveHost: () => expect.unreachable('a literal address is looked up'),
      });
      const failure = await failureOf(transport.request(post(server.url('/calls', host))));
      expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked', category: 'loopback' } });
      expect(server.opened).toBe(0);
    },
  );

  test('one that a name resolves to; the error names the address and the host', async () => {
    await using server = await startRawServer(() => {});
    await using transport = loopbackTransport({ policy: { plainHttp: 'anywhere' }, resolveHost: resolveTo('127.0.0.1') });
    const failure = await failureOf(transport.request(post(server.url('/calls', 'inside.test'))));
    expect(failure).toMatchObject({ sent: false, host: `inside.test:${server.port}` });
    expect(failure.fault).toEqual({ kind: 'blocked', category: 'loopback', address: '127.0.0.1' });
    expect(server.opened).toBe(0);
  });

  test.each(['localhost', 'LOCALHOST'])('%s, by the machine’s own resolver', async (host) => {
    await using server = await startRawServer(() => {});
    await using transport = loopbackTransport({ policy: { plainHttp: 'anywhere' } });
    const failure = await failureOf(transport.request(post(server.url('/calls', host))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked' } });
    expect(server.opened).toBe(0);
  });

  test('a name with a trailing dot is judged by what it resolves to, like any other', async () => {
    await using transport = loopbackTransport({ policy: { plainHttp: 'anywhere' }, resolveHost: resolveTo('127.0.0.1') });
    const failure = await failureOf(transport.request(post(new URL('http://localhost./calls'))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked', category: 'loopback' } });
  });

  test.each([[['93.184.216.34', '127.0.0.1']], [['127.0.0.1', '93.184.216.34']], [['2606:4700::1', '::ffff:169.254.169.254']]])(
    'a good one beside a bad one: %s is refused as a whole',
    async (addresses) => {
      await using server = await startRawServer(() => {});
      await using transport = loopbackTransport({ policy: { plainHttp: 'anywhere' }, resolveHost: resolveTo(...addresses) });
      const failure = await failureOf(transport.request(post(server.url('/calls', 'mixed.test'))));
      expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked' } });
      expect(server.opened).toBe(0);
    },
  );
});

test('rebinding: the address that the socket is really connected to is checked last', async () => {
  await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
  // Shows the guard a public address and gives the socket another: what a name that resolves anew would do.
  const lying = Object.defineProperty({ address: '', family: 4 }, 'address', {
    get: (() => {
      const shown = ['93.184.216.34'];
      return () => shown.shift() ?? '127.0.0.1';
    })(),
  });
  await using transport = loopbackTransport({
    policy: { plainHttp: 'anywhere' },
    resolveHost: (_host, _options, callback) => callback(null, [lying]),
  });
  const failure = await failureOf(transport.request(post(server.url('/calls', 'rebinds.test'))));
  expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked', category: 'loopback', address: '127.0.0.1' } });
  expect(server.requests).toEqual([]);
  await server.idle();
});

describe('plain http', () => {
  test('is refused by default, before anything is sent', async () => {
    const transport = new UndiciTransport({ policy: PUBLIC_HTTPS_ONLY, resolveHost: resolveTo('93.184.216.34') });
    const failure = await failureOf(transport.request(post(new URL('http://public.test/calls'))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked', category: 'plain http' } });
    await transport.close();
  });

  test('is allowed to the addresses that the policy names, by literal and by name', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport({ policy: LOOPBACK_ALLOWED, resolveHost: resolveTo('127.0.0.1') });
    expect(await transport.request(post(server.url('/calls')))).toMatchObject({ status: 200 });
    expect(await transport.request(post(server.url('/calls', 'own.test')))).toMatchObject({ status: 200 });
  });
});

test('a connection that the server closes at once is told as a lost or refused one, never as a blocked address', async () => {
  await using server = await startRawServer(() => {}, { onConnection: (socket) => void socket.resetAndDestroy() });
  await using transport = loopbackTransport();
  for (let index = 0; index < 20; index += 1) {
    const { fault } = await failureOf(transport.request(post(server.url('/calls'))));
    expect(['connect', 'lost']).toContain(fault.kind);
  }
});

describe('the signal that ends connections', () => {
  const closing = new AbortController();
  const connectTo = (port: number): Promise<Socket | Error> => {
    const connect = guardedConnector(LOOPBACK_ALLOWED, { connectTimeoutMs: 5_000 }, closing.signal);
    return new Promise((resolve) => {
      const target = { hostname: '127.0.0.1', protocol: 'http:', port: String(port) };
      connect(target, (...[error, socket]) => resolve(error ?? socket));
      expect(getEventListeners(closing.signal, 'abort')).toHaveLength(1);
    });
  };

  test('is listened to while one is made, and never longer: each would be kept as long as the transport lives', async () => {
    const server = await startRawServer(() => {});
    const made = await connectTo(server.port);
    expect(made).not.toBeInstanceOf(Error);
    expect(getEventListeners(closing.signal, 'abort')).toHaveLength(0);
    if (!(made instanceof Error)) made.destroy();
    await server[Symbol.asyncDispose]();
    expect(await connectTo(server.port)).toBeInstanceOf(Error);
    expect(getEventListeners(closing.signal, 'abort')).toHaveLength(0);
  });
});
