import { getEventListeners } from 'node:events';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { ResolveHost } from './guarded-connector.ts';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import { answerText, startRawServer, until } from './raw-server.test.fixture.ts';

/** How much later than its deadline a request may settle on a machine that is busy with other tests, in milliseconds. */
const GENEROUS_MS = 1_500;

describe('given up while it is queued behind another request', () => {
  test.each([
    ['by its deadline', () => ({ timeoutMs: 40 }), 'timed_out'],
    ['by its signal', () => ({ signal: AbortSignal.timeout(40) }), 'aborted'],
  ] as const)('%s: it settles as not sent, and is never sent later', async (_name, bounds, kind) => {
    await using server = await startRawServer(({ socket, text }) => {
      if (text.startsWith('POST /stalls')) setTimeout(() => socket.write(answerText(200, '{}')), 120);
      else socket.write(answerText(200, '{"fine":true}'));
    });
    await using transport = loopbackTransport({ connectionsPerOrigin: 1 });
    const first = transport.request(post(server.url('/stalls')));
    await server.arrived(1);
    const failure = await failureOf(transport.request(post(server.url('/given-up'), bounds())));
    expect(failure).toMatchObject({ sent: false, fault: { kind } });
    const later = transport.request(post(server.url('/later')));
    expect(await first).toMatchObject({ status: 200 });
    expect(await later).toMatchObject({ status: 200, body: '{"fine":true}' });
    expect(server.requests.map((text) => text.split(' ')[1])).toEqual(['/stalls', '/later']);
  });

  test('also when the one before it fails and its connection is made anew', async () => {
    await using server = await startRawServer(({ socket, text }) => {
      if (text.startsWith('POST /stalls')) setTimeout(() => socket.resetAndDestroy(), 120);
      else socket.write(answerText(200));
    });
    await using transport = loopbackTransport({ connectionsPerOrigin: 1 });
    const first = failureOf(transport.request(post(server.url('/stalls'))));
    await server.arrived(1);
    const failures = await Promise.all(
      Array.from({ length: 20 }, () => failureOf(transport.request(post(server.url('/given-up'), { timeoutMs: 20 })))),
    );
    expect(failures.filter(({ sent }) => sent)).toEqual([]);
    const later = transport.request(post(server.url('/later')));
    expect(await first).toMatchObject({ sent: true, fault: { kind: 'lost' } });
    await later;
    expect(server.requests.map((text) => text.split(' ')[1])).toEqual(['/stalls', '/later']);
  });
});

describe('given up while it is connecting', () => {
  test('a name that resolves too late: it settles by its deadline as not sent, and is never sent later', async () => {
    const dns = Promise.withResolvers<void>();
    const resolveHost: ResolveHost = (_host, _options, callback) => {
      void dns.promise.then(() => callback(null, [{ address: '127.0.0.1', family: 4 }]));
    };
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport({ resolveHost });
    const startedAt = performance.now();
    const failure = await failureOf(transport.request(post(server.url('/calls', 'slow.test'), { timeoutMs: 40 })));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'timed_out' } });
    expect(performance.now() - startedAt).toBeLessThan(GENEROUS_MS);
    dns.resolve();
    await until(() => server.opened === 1);
    await transport.request(post(server.url('/other', 'slow.test')));
    expect(server.requests.map((text) => text.split(' ')[1])).toEqual(['/other']);
  });

  test('aborted during the TLS handshake: not sent', async () => {
    await using server = await startRawServer(() => {});
    await using transport = loopbackTransport();
    const url = new URL(`https://127.0.0.1:${server.port}/calls`);
    const controller = new AbortController();
    const failing = failureOf(transport.request(post(url, { signal: controller.signal })));
    await until(() => server.opened === 1);
    controller.abort();
    expect(await failing).toMatchObject({ sent: false, fault: { kind: 'aborted' } });
  });

  test('fifty requests whose name never resolves all settle by their deadline', async () => {
    await using transport = loopbackTransport({ resolveHost: () => {} });
    const startedAt = performance.now();
    const failures = await Promise.all(
      Array.from({ length: 50 }, () =>
        failureOf(transport.request(post(new URL('http://hanging.test/calls'), { timeoutMs: 40 }))),
      ),
    );
    expect(failures.map(({ sent, fault }) => `${fault.kind} ${sent}`)).toEqual(
      Array.from({ length: 50 }, () => 'timed_out false'),
    );
    expect(performance.now() - startedAt).toBeLessThan(GENEROUS_MS);
  });
});

describe('aborting', () => {
  test('before the request is sent: known as not sent, and no connection is made', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request(post(server.url('/calls'), { signal: AbortSignal.abort() })));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'aborted' } });
    expect(server.opened).toBe(0);
  });

  test('after it is sent: nobody can tell, and the connection is not used again', async () => {
    await using server = await startRawServer(() => {});
    await using transport = loopbackTransport();
    const controller = new AbortController();
    const failing = failureOf(transport.request(post(server.url('/calls'), { signal: controller.signal })));
    await server.arrived(1);
    controller.abort();
    expect(await failing).toMatchObject({ sent: true, fault: { kind: 'aborted' } });
    await server.idle();
  });

  test('after the answer is there changes nothing, and leaves neither a listener on the signal nor a timer', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200, '{}')));
    const clock = new FakeClock();
    await using transport = loopbackTransport({ clock });
    const controller = new AbortController();
    const { signal } = controller;
    expect(await transport.request(post(server.url('/calls'), { signal }))).toMatchObject({ status: 200 });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
    controller.abort();
  });
});
