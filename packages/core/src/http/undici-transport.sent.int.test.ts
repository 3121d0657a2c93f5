import { describe, expect, test } from 'vitest';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import { answerText, type RawExchange, startRawServer } from './raw-server.test.fixture.ts';

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

const LOST: readonly (readonly [name: string, answer: (exchange: RawExchange) => void])[] = [
  ['reset before the headers', ({ socket }) => void socket.resetAndDestroy()],
  ['closed before the headers', ({ socket }) => void socket.end()],
  ['reset within the headers', ({ socket }) => void socket.write('HTTP/1.1 200', () => socket.resetAndDestroy())],
  [
    'reset after the headers',
    ({ socket }) => void socket.write(`${HEAD}content-length: 10\r\n\r\n`, () => socket.resetAndDestroy()),
  ],
  ['reset mid body', ({ socket }) => void socket.write(`${HEAD}content-length: 10\r\n\r\n{"a"`, () => socket.resetAndDestroy())],
  ['a body shorter than its content-length', ({ socket }) => void socket.end(`${HEAD}content-length: 10\r\n\r\n{}`)],
  ['a chunked body that is cut off', ({ socket }) => void socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`)],
  ['an answer that is not HTTP', ({ socket }) => void socket.end('220 mail.example ESMTP\r\n')],
  ['headers that never end', ({ socket }) => void socket.write(`${HEAD}${'x-padding: 0123456789abcdef\r\n'.repeat(2_000)}`)],
  ['two content-lengths', ({ socket }) => void socket.end(`${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`)],
  [
    'a switch of protocols that nobody asked for',
    ({ socket }) => void socket.write('HTTP/1.1 101 Go\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
  ],
  [
    '100 Continue that nobody asked for',
    ({ socket }) => void socket.write(`HTTP/1.1 100 Continue\r\n\r\n${answerText(200, '{}')}`),
  ],
];

describe('lost after it was sent: nobody can tell, and it is sent once', () => {
  test.each(LOST)('%s', async (_name, answer) => {
    await using server = await startRawServer(answer);
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request(post(server.url('/calls'))));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'lost' } });
    expect(server.requests).toHaveLength(1);
  });

  test('an idempotent GET is not repeated by the transport either', async () => {
    await using server = await startRawServer(({ socket }) => void socket.resetAndDestroy());
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request({ method: 'GET', url: server.url('/'), headers: {}, timeoutMs: 5_000 }));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'lost' } });
    expect(server.requests).toHaveLength(1);
  });
});

describe('timeout after it was sent', () => {
  test('silence ends at the deadline', async () => {
    await using server = await startRawServer(() => {});
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request(post(server.url('/calls'), { timeoutMs: 60 })));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'timed_out' } });
    await server.idle();
  });

  test('a drip, a byte at a time, does not put the deadline off', async () => {
    await using server = await startRawServer(({ socket }) => {
      socket.write(`${HEAD}content-length: 100000\r\n\r\n`);
      const drip = setInterval(() => socket.write(' '), 5);
      socket.on('close', () => clearInterval(drip));
    });
    await using transport = loopbackTransport();
    const startedAt = performance.now();
    const failure = await failureOf(transport.request(post(server.url('/calls'), { timeoutMs: 100 })));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'timed_out' } });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await server.idle();
  });
});

test('after a failure the next request gets a connection of its own and its own answer', async () => {
  await using server = await startRawServer(({ socket, index }) =>
    index === 0 ? void socket.resetAndDestroy() : void socket.write(answerText(200, `{"index":${index}}`)),
  );
  await using transport = loopbackTransport({ connectionsPerOrigin: 1 });
  await failureOf(transport.request(post(server.url('/first'))));
  expect(await transport.request(post(server.url('/second')))).toMatchObject({ status: 200, body: '{"index":1}' });
  expect(server.opened).toBe(2);
});
