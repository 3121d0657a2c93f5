import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { failureOf, loopbackTransport, post } from './loopback-transport.test.fixture.ts';
import { answerText, startRawServer } from './raw-server.test.fixture.ts';

const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

describe('an answer', () => {
  test('of whatever status comes whole, with its headers in lower case and its body as UTF-8 text', async () => {
    const body = '{"message":"agent 1001 – nicht bereit"}';
    await using server = await startRawServer(({ socket }) =>
      socket.write(answerText(409, body, ['Retry-After: 3', 'X-A: 1', 'X-A: 2'])),
    );
    await using transport = loopbackTransport();
    const answer = await transport.request(post(server.url('/calls?a=1')));
    expect(answer).toMatchObject({ status: 409, body, headers: { 'retry-after': '3', 'x-a': ['1', '2'] } });
  });

  test('that comes a byte at a time is put together, also within a character', async () => {
    const body = '{"name":"Zoë"}';
    const drip = ([byte, ...more]: readonly number[], socket: Socket): void => {
      if (byte === undefined) return;
      socket.write(Buffer.from([byte]));
      setImmediate(() => drip(more, socket));
    };
    await using server = await startRawServer(({ socket }) => drip([...Buffer.from(answerText(200, body))], socket));
    await using transport = loopbackTransport();
    expect(await transport.request(post(server.url('/calls')))).toMatchObject({ status: 200, body });
  });

  test.each([
    ['Latin-1', Buffer.from('{"call_id":"Z\xfcrich-7"}', 'latin1'), '{"call_id":"Z\ufffdrich-7"}'],
    ['UTF-8 that is cut off', Buffer.from('Zo\u00eb').subarray(0, 3), 'Zo\ufffd'],
    ['half of a surrogate pair', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'a\ufffd\ufffd\ufffd'],
  ])('that is no UTF-8 says so: %s', async (_what, bytes, body) => {
    await using server = await startRawServer(({ socket }) => {
      socket.write(`HTTP/1.1 200 Said\r\ncontent-length: ${bytes.length}\r\n\r\n`);
      socket.write(bytes);
    });
    await using transport = loopbackTransport();
    expect(await transport.request(post(server.url('/calls')))).toMatchObject({ status: 200, body, notUtf8: true });
  });

  test('that is UTF-8 does not, not even with the character that stands for what cannot be read', async () => {
    for (const body of ['{"call_id":"Z\u00fcrich-7"}', '{"call_id":"Z\ufffdrich-7"}', '']) {
      await using server = await startRawServer(({ socket }) => socket.write(answerText(200, body)));
      await using transport = loopbackTransport();
      const answer = await transport.request(post(server.url('/calls')));
      expect(answer.body).toBe(body);
      expect('notUtf8' in answer).toBe(false);
    }
  });

  test.each([204, 200, 500])('of status %d without a body has an empty one', async (status) => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(status)));
    await using transport = loopbackTransport();
    expect(await transport.request(post(server.url('/calls')))).toMatchObject({ status, body: '' });
  });

  test.each([102, 103])('of status %d is only news: the answer is the one after it', async (status) => {
    const early = `HTTP/1.1 ${status} Early\r\nlink: </style.css>\r\ncontent-encoding: gzip\r\n\r\n`;
    await using server = await startRawServer(({ socket }) => socket.write(`${early}${answerText(201, '{}', ['x-a: 1'])}`));
    await using transport = loopbackTransport();
    const answer = await transport.request(post(server.url('/calls')));
    expect(answer).toMatchObject({ status: 201, body: '{}', headers: { 'x-a': '1' } });
    expect(answer.headers).not.toHaveProperty('link');
  });

  test.each([301, 302, 303, 307, 308])('of status %d is not followed: the redirect is the answer', async (status) => {
    await using elsewhere = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using server = await startRawServer(({ socket }) =>
      socket.write(answerText(status, '', [`location: ${elsewhere.url('/calls').href}`])),
    );
    await using transport = loopbackTransport();
    const answer = await transport.request(post(server.url('/calls')));
    expect(answer).toMatchObject({ status, headers: { location: elsewhere.url('/calls').href } });
    expect(elsewhere.opened).toBe(0);
  });
});

describe('what the transport sends', () => {
  test('goes to the path and query as they are, with the body and the headers given, and asks for no compression', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport();
    await transport.request(post(server.url('/a%20b/calls?x=1&y=%26'), { headers: { 'x-correlation-id': 'abc' } }));
    const [text = ''] = server.requests;
    expect(text).toMatch(/^POST \/a%20b\/calls\?x=1&y=%26 HTTP\/1\.1\r\n/);
    expect(text).toMatch(/\r\nx-correlation-id: abc\r\n/i);
    expect(text).toMatch(/\r\naccept-encoding: identity\r\n/i);
    expect(text).toMatch(/\r\n\r\n\{"destination":"1"\}$/);
  });

  test('asks for no compression even when a driver does', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200)));
    await using transport = loopbackTransport();
    await transport.request(post(server.url('/calls'), { headers: { 'accept-encoding': 'gzip' } }));
    expect(server.requests[0]?.match(/accept-encoding: .*/gi)).toEqual(['accept-encoding: identity']);
  });
});

describe('an answer larger than the cap is not read', () => {
  test('declared by its content-length: refused before its body comes', async () => {
    await using server = await startRawServer(({ socket }) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n'));
    await using transport = loopbackTransport({ maxAnswerBytes: 1_000 });
    const failure = await failureOf(transport.request(post(server.url('/calls'))));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'too_large' } });
    await server.idle();
  });

  test('streamed without end: refused at the cap, and the connection closed', async () => {
    await using server = await startRawServer(({ socket }) => {
      socket.write(CHUNKED);
      const pump = (): void => {
        while (socket.writable && socket.write(`400\r\n${'x'.repeat(1024)}\r\n`));
        socket.once('drain', pump);
      };
      pump();
    });
    await using transport = loopbackTransport({ maxAnswerBytes: 10_000 });
    const failure = await failureOf(transport.request(post(server.url('/calls'))));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'too_large' } });
    await server.idle();
  });

  test('an answer of exactly the cap is read', async () => {
    await using server = await startRawServer(({ socket }) => socket.write(answerText(200, 'x'.repeat(1_000))));
    await using transport = loopbackTransport({ maxAnswerBytes: 1_000 });
    expect((await transport.request(post(server.url('/calls')))).body).toHaveLength(1_000);
  });
});

test.each(['gzip', 'br', 'deflate', 'zstd'])(
  'an answer in %s is refused: a small one can grow without bound',
  async (encoding) => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    await using server = await startRawServer(({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    await using transport = loopbackTransport();
    const failure = await failureOf(transport.request(post(server.url('/calls'))));
    expect(failure).toMatchObject({ sent: true, fault: { kind: 'encoded' } });
  },
);
