import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import { answerText, startRawServer, until } from './raw-server.test.fixture.ts';

const countSockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCPSocket')).length;

describe('connections', () => {
  test('are kept for the next request: back-to-back requests share one socket', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport();
    for (let index = 0; index < 5; index += 1) {
      await transport.request(post(server.url('/calls')));
      // undici frees a socket in the turn after its answer.
      await nextTurn();
    }
    expect(server.requests).toHaveLength(5);
    expect(server.opened).toBe(1);
  });

  test('are no more to one origin than allowed, however many requests wait', async () => {
    await using server = await startRawServer(({ socket }) => void setTimeout(() => socket.write(answerText(200)), 5));
    await using transport = loopbackTransport({ connectionsPerOrigin: 3 });
    await Promise.all(Array.from({ length: 12 }, () => transport.request(post(server.url('/calls')))));
    expect(server.requests).toHaveLength(12);
    expect(server.opened).toBe(3);
  });

  test('that are idle are closed by us, before the server would', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport();
    await transport.request(post(server.url('/calls')));
    expect(server.open).toBe(1);
    await server.idle();
  });

  test('are kept no longer because a server says that they may be', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200, '', ['keep-alive: timeout=600'])));
    await using transport = loopbackTransport({ keepAliveMs: 100 });
    await transport.request(post(server.url('/calls')));
    await server.idle();
  });

  test('that the server says it will close soon are not used again', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200, '', ['keep-alive: timeout=1'])));
    await using transport = loopbackTransport();
    await transport.request(post(server.url('/first')));
    await transport.request(post(server.url('/second')));
    expect(server.opened).toBe(2);
  });

  test('that the server closed while they were idle are not used again', async () => {
    await using server = await startRawServer(({ socket }) =>
      socket.write(answerText(200), () => setTimeout(() => socket.end(), 5)),
    );
    await using transport = loopbackTransport();
    await transport.request(post(server.url('/first')));
    await server.idle();
    expect(await transport.request(post(server.url('/second')))).toMatchObject({ status: 200 });
    expect(server.opened).toBe(2);
  });

  test('that the server closes just as a request is sent: nobody can tell, and it is sent once', async () => {
    await using server = await startRawServer(({ socket, index }) => {
      if (index === 0) socket.write(answerText(200));
      else socket.resetAndDestroy();
    });
    await using transport = loopbackTransport();
    await transport.request(post(server.url('/first')));
    await nextTurn();
    const failure = await failureOf(transport.request(post(server.url('/stale'))));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'lost' } });
    expect(server.requests).toHaveLength(2);
    expect(server.opened).toBe(1);
  });
});

describe('close', () => {
  test('ends idle connections, and leaves no socket behind', async () => {
    const before = countSockets();
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    const transport = loopbackTransport();
    await Promise.all(Array.from({ length: 4 }, () => transport.request(post(server.url('/calls')))));
    await transport.close();
    await server.idle();
    await until(() => countSockets() <= before);
  });

  test('fails what is under way: sent requests as unknown, queued ones as not sent', async () => {
    await using server = await startRawServer(() => {});
    await using transport = loopbackTransport({ connectionsPerOrigin: 1 });
    const sent = failureOf(transport.request(post(server.url('/sent'))));
    await server.arrived(1);
    const queued = failureOf(transport.request(post(server.url('/queued'))));
    await transport.close();
    expect(await sent).toMatchObject({ sent: true, fault: { kind: 'lost' } });
    expect(await queued).toMatchObject({ sent: false, fault: { kind: 'closed' } });
    await server.idle();
    expect(server.requests).toHaveLength(1);
  });

  test('ends connections that are still being made', async () => {
    // Takes the connection and never shakes hands.
    await using server = await startRawServer(() => {});
    const transport = loopbackTransport({ connectTimeoutMs: 3_600_000 });
    const url = server.url('/calls');
    url.protocol = 'https:';
    const failing = failureOf(transport.request(post(url)));
    await until(() => server.opened === 1);
    await transport.close();
    expect(await failing).toMatchObject({ sent: false, fault: { kind: 'closed' } });
    await server.idle();
  });

  test('refuses later requests as not sent', async () => {
    const transport = loopbackTransport();
    await transport.close();
    const failure = await failureOf(transport.request(post(new URL('http://127.0.0.1:9/calls'))));
    expect(failure).toMatchObject({ sent: false, fault: { kind: 'closed' } });
  });

  test('may be asked for twice', async () => {
    const transport = loopbackTransport();
    await transport.close();
    await transport.close();
  });
});
