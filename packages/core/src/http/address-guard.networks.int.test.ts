import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getFault, startFaultServer } from '@elasticfunnels/switch-core/testing/faults';
import { describe, expect, test } from 'vitest';
import type { ResolveHost } from './guarded-connector.ts';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import type { NetworkPolicy } from './network-policy.ts';
import { until } from './raw-server.test.fixture.ts';

/** A private middleware's network, played by a part of 127.0.0.0/8, all of which Linux and Windows have. */
const ONE_NETWORK: NetworkPolicy = { allowAddresses: ['127.5.0.0/16'], plainHttp: 'allowed-addresses' };

interface Heard extends AsyncDisposable {
  readonly port: number;
  readonly requests: () => number;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
}

/** A service that listens on every address of this machine, so that only the guard keeps anybody from it. */
async function listenEverywhere(): Promise<Heard> {
  let requests = 0;
  let open = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end('{}', () => response.socket?.end());
  });
  server.on('connection', (socket) => {
    open += 1;
    socket.on('close', () => (open -= 1));
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests: () => requests,
    idle: () => until(() => open === 0),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const resolveTo =
  (...addresses: readonly string[]): ResolveHost =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );

// macOS has 127.0.0.1 alone.
describe.skipIf(process.platform === 'darwin')('a policy that opens one private network', () => {
  test.each(['127.5.0.1', '127.5.255.254'])('lets requests to %s through, by literal and by name', async (address) => {
    await using heard = await listenEverywhere();
    await using transport = loopbackTransport({ policy: ONE_NETWORK, resolveHost: resolveTo(address) });
    for (const host of [address, 'inside.test']) {
      expect(await transport.request(post(new URL(`http://${host}:${heard.port}/`)))).toMatchObject({ status: 200 });
    }
  });

  test.each(['127.4.255.255', '127.6.0.0', '127.0.0.1', '0.0.0.0', '127.1'])(
    'stops requests to %s, by literal and by name',
    async (address) => {
      await using heard = await listenEverywhere();
      const resolved = new URL(`http://${address}`).hostname;
      await using transport = loopbackTransport({
        policy: { ...ONE_NETWORK, plainHttp: 'anywhere' },
        resolveHost: resolveTo(resolved),
      });
      for (const host of [address, 'inside.test']) {
        const failure = await failureOf(transport.request(post(new URL(`http://${host}:${heard.port}/`))));
        expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked' } });
      }
      expect(heard.requests()).toBe(0);
    },
  );

  test('judges each connection anew: a name that moves out of the network is not followed', async () => {
    await using heard = await listenEverywhere();
    const turns = ['127.5.0.1', '127.6.0.1'];
    await using transport = loopbackTransport({
      policy: { ...ONE_NETWORK, plainHttp: 'anywhere' },
      keepAliveMs: 1,
      resolveHost: (host, options, callback) => resolveTo(turns.shift() ?? '127.6.0.1')(host, options, callback),
    });
    const ask = (): ReturnType<typeof transport.request> => transport.request(post(new URL(`http://moves.test:${heard.port}/`)));
    expect(await ask()).toMatchObject({ status: 200 });
    // The connection is not kept: the next request needs another, and the name is asked again.
    await heard.idle();
    const failure = await failureOf(ask());
    expect(failure.fault).toMatchObject({ kind: 'blocked', category: 'loopback', address: '127.6.0.1' });
    expect(heard.requests()).toBe(1);
  });

  test('one address outside beside one inside is refused as a whole', async () => {
    await using heard = await listenEverywhere();
    await using transport = loopbackTransport({
      policy: { ...ONE_NETWORK, plainHttp: 'anywhere' },
      resolveHost: resolveTo('127.5.0.1', '127.6.0.1'),
    });
    const failure = await failureOf(transport.request(post(new URL(`http://mixed.test:${heard.port}/`))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'blocked', address: '127.6.0.1' } });
    expect(heard.requests()).toBe(0);
  });
});

test.each(['redirect-307-private', 'redirect-308-metadata', 'redirect-302-other-host'])(
  '%s: nobody goes there, and the service is asked once',
  async (name) => {
    await using server = await startFaultServer({ fault: getFault(name) });
    await using transport = loopbackTransport({ resolveHost: () => expect.unreachable('a redirect is followed') });
    const { status } = await transport.request(post(new URL('/calls', server.url)));
    expect(status).toBe(Number(name.slice(9, 12)));
    expect(server.requestsSeen()).toHaveLength(1);
  },
);
