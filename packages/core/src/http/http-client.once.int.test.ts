import { describe, expect, test } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { exchangeOf, IDEMPOTENT, makeClient, switchErrorOf } from './client.test.fixture.ts';
import { loopbackTransport } from './loopback-transport.test.fixture.ts';
import { answerText, type RawExchange, startRawServer } from './raw-server.test.fixture.ts';

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';

const FAULTS: readonly (readonly [name: string, answer: (exchange: RawExchange) => void])[] = [
  ['reset before the answer', ({ socket }) => void socket.resetAndDestroy()],
  ['reset mid body', ({ socket }) => void socket.write(`${HEAD}{"a"`, () => socket.resetAndDestroy())],
  ['closed without an answer', ({ socket }) => void socket.end()],
  ['silence', () => {}],
  ['HTTP 500', ({ socket }) => void socket.write(answerText(500))],
  ['HTTP 502', ({ socket }) => void socket.write(answerText(502, '<html>bad gateway</html>'))],
  ['HTTP 504', ({ socket }) => void socket.write(answerText(504))],
  ['a compressed answer', ({ socket }) => void socket.write(answerText(200, 'x', ['content-encoding: gzip']))],
  ['an answer that is too large', ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n')],
];

const retry = { baseDelayMs: 1, maxDelayMs: 1 };

describe.each(['makeCall', 'transferCall'] as const)('%s reaches the server exactly once, whatever comes back', (operation) => {
  test.each(FAULTS)('%s', async (_name, answer) => {
    await using server = await startRawServer(answer);
    await using transport = loopbackTransport();
    const client = makeClient({ transport, clock: systemClock, retry, baseUrl: server.url('').href });
    const failure = await switchErrorOf(client.send(exchangeOf(operation, { options: { deadlineMs: 300 } })));
    expect(failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', retryable: false });
    expect(server.requests).toHaveLength(1);
  });

  test('and a stale connection is no reason to send it again', async () => {
    await using server = await startRawServer(({ socket, index }) => {
      if (index === 0) socket.write(answerText(200));
      else socket.resetAndDestroy();
    });
    await using transport = loopbackTransport({ connectionsPerOrigin: 1 });
    const client = makeClient({ transport, clock: systemClock, retry, baseUrl: server.url('').href });
    await client.send(exchangeOf('connect'));
    const failure = await switchErrorOf(client.send(exchangeOf(operation)));
    expect(failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'connection_lost' } });
    expect(server.requests).toHaveLength(2);
  });
});

test.each(IDEMPOTENT)('%s is sent again over a new connection, and its second answer counts', async (operation) => {
  await using server = await startRawServer(({ socket, index }) =>
    index === 0 ? void socket.resetAndDestroy() : void socket.write(answerText(200, 'done')),
  );
  await using transport = loopbackTransport();
  const client = makeClient({ transport, clock: systemClock, retry, baseUrl: server.url('').href });
  expect(await client.send(exchangeOf(operation))).toBe('done');
  expect(server.requests).toHaveLength(2);
});
