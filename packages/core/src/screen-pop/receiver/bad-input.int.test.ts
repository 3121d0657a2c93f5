import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connectRaw, rawDelivery, rawHead, startNodeServer } from './node-server.test.fixture.ts';
import {
  ACME,
  OTHER_SECRET,
  payload,
  receiverRig,
  SHARED_SECRET,
  SIGNING_SECRET,
  type SignedRequest,
  signed,
} from './receiver.test.fixture.ts';

/** Signs what `signDelivery` refuses to. */
function forcedSignature(id: string, timestamp: string, body: string | Uint8Array): SignedRequest['headers'] {
  const key = Buffer.from(SIGNING_SECRET.slice(6), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
const seconds = (): string => String(Math.floor(Date.now() / 1000));
const without = ({ headers, ...rest }: SignedRequest, name: string): RequestInit => ({
  ...rest,
  headers: Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name)),
});
const having = ({ headers, ...rest }: SignedRequest, more: Record<string, string>): RequestInit => ({
  ...rest,
  headers: { ...headers, ...more },
});
const forced = (id: string, timestamp: string, body: string | Uint8Array<ArrayBuffer> = payload()): RequestInit => ({
  method: 'POST',
  headers: forcedSignature(id, timestamp, body),
  body,
});
const post = (type: string, body: NonNullable<RequestInit['body']>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
});

interface Bad {
  readonly what: string;
  readonly path?: string;
  readonly request: () => RequestInit;
  readonly status: number;
  readonly reason: string;
}

const BAD: readonly Bad[] = [
  { what: 'a GET at a brand that signs', request: () => ({}), status: 405, reason: 'method_not_allowed' },
  { what: 'a PUT', request: () => ({ ...signed(), method: 'PUT' }), status: 405, reason: 'method_not_allowed' },
  { what: 'a HEAD', request: () => ({ method: 'HEAD' }), status: 405, reason: 'method_not_allowed' },
  { what: 'an OPTIONS', request: () => ({ method: 'OPTIONS' }), status: 405, reason: 'method_not_allowed' },
  { what: 'text', request: () => post('text/plain', 'x'), status: 415, reason: 'content_type_unsupported' },
  {
    what: 'several parts',
    request: () => ({ method: 'POST', body: new FormData() }),
    status: 415,
    reason: 'content_type_unsupported',
  },
  {
    what: 'no type',
    request: () => ({ method: 'POST', body: new Uint8Array(3) }),
    status: 415,
    reason: 'content_type_unsupported',
  },
  {
    what: 'a compressed body',
    request: () => having(signed(), { 'content-encoding': 'gzip' }),
    status: 415,
    reason: 'content_encoding_unsupported',
  },
  {
    what: 'a body beyond the cap',
    request: () => signed(payload({ note: 'x'.repeat(65_536) })),
    status: 413,
    reason: 'body_too_large',
  },
  { what: 'no signature', request: () => without(signed(), 'webhook-signature'), status: 401, reason: 'signature_missing' },
  { what: 'no id', request: () => without(signed(), 'webhook-id'), status: 401, reason: 'signature_missing' },
  { what: 'no timestamp', request: () => without(signed(), 'webhook-timestamp'), status: 401, reason: 'signature_missing' },
  { what: 'a bad signature', request: () => signed(payload(), { secret: OTHER_SECRET }), status: 401, reason: 'signature_wrong' },
  {
    what: 'a signature of nothing',
    request: () => having(signed(), { 'webhook-signature': 'v1,' }),
    status: 401,
    reason: 'signature_wrong',
  },
  {
    what: 'ten thousand signatures',
    request: () => having(signed(), { 'webhook-signature': 'v1,a '.repeat(2_000) }),
    status: 401,
    reason: 'too_many_signatures',
  },
  {
    what: 'a stale timestamp',
    request: () => signed(payload(), { timestamp: Date.now() / 1000 - 400 }),
    status: 401,
    reason: 'timestamp_stale',
  },
  {
    what: 'a timestamp of the future',
    request: () => signed(payload(), { timestamp: Date.now() / 1000 + 400 }),
    status: 401,
    reason: 'timestamp_in_future',
  },
  {
    what: 'letters after the timestamp',
    request: () => forced('msg_l', `${seconds()}abc`),
    status: 401,
    reason: 'timestamp_malformed',
  },
  {
    what: 'a fraction in the timestamp',
    request: () => forced('msg_f', `${seconds()}.9`),
    status: 401,
    reason: 'timestamp_malformed',
  },
  { what: 'an id with a dot', request: () => forced('msg.1', seconds()), status: 401, reason: 'id_malformed' },
  { what: 'an unknown brand', path: '/screen-pops/nobody', request: () => signed(), status: 401, reason: 'unknown_brand' },
  { what: 'a path that is no text', path: '/screen-pops/%FF', request: () => signed(), status: 401, reason: 'unknown_brand' },
  { what: 'a brand without screen pops', path: '/screen-pops/mute', request: () => signed(), status: 401, reason: 'not_set_up' },
  {
    what: 'bytes that are no UTF-8',
    request: () => forced('msg_u', seconds(), Uint8Array.of(0x7b, 0xff, 0x7d)),
    status: 400,
    reason: 'payload_malformed',
  },
  {
    what: 'bytes that were U+FFFD when they were signed',
    request: () => ({ ...forced('msg_r', seconds(), '{"a":"\uFFFD"}'), body: Buffer.from('7b2261223a22ff227d', 'hex') }),
    status: 401,
    reason: 'signature_wrong',
  },
  { what: 'JSON that is none', request: () => signed('{'), status: 400, reason: 'payload_malformed' },
  {
    what: 'deep JSON',
    request: () => signed(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
    status: 400,
    reason: 'payload_malformed',
  },
  {
    what: 'another charset',
    request: () => having(signed(), { 'content-type': 'application/json; charset=utf-16' }),
    status: 400,
    reason: 'payload_malformed',
  },
  { what: 'an empty body', request: () => signed(''), status: 400, reason: 'payload_malformed' },
  { what: 'no call in it', request: () => signed('{}'), status: 422, reason: 'not_an_event' },
  {
    what: 'a wrong shared secret',
    path: `/screen-pops/legacy?key=${SHARED_SECRET}1`,
    request: () => ({}),
    status: 401,
    reason: 'secret_wrong',
  },
  {
    what: 'a shared secret twice',
    path: `/screen-pops/legacy?key=${SHARED_SECRET}&key=${SHARED_SECRET}`,
    request: () => ({}),
    status: 401,
    reason: 'secret_wrong',
  },
  {
    what: 'a query that says nothing',
    path: `/screen-pops/legacy?key=${SHARED_SECRET}`,
    request: () => ({}),
    status: 422,
    reason: 'not_an_event',
  },
];

describe('bad input over a real socket: a plain status, counted, told once with its reason, and without what it held', () => {
  test.each(BAD)('$what: $status', async ({ path = '/screen-pops/acme', request, status, reason }) => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    const answer = await fetch(server.url(path), request());
    expect([answer.status, rig.reports.map((report) => report.reason)]).toEqual([status, [reason]]);
    const body = await answer.text();
    if (request().method !== 'HEAD') expect(body).toMatch(/^\{"error":"[a-z_]+"\}$/);
    expect(answer.headers.get('allow')).toBe(status === 405 ? 'POST' : null);
    expect(rig.logger.entries).toMatchObject([
      { level: 'warn', message: 'screen pop refused', fields: { reason, source: '127.0.0.1', status } },
    ]);
    for (const hidden of [SHARED_SECRET, '2025550123', 'call-', 'msg', 'v1,']) expect(rig.logger.text()).not.toContain(hidden);
    // And whoever comes next is served.
    expect((await fetch(server.url('/screen-pops/acme'), signed())).status).toBe(200);
  });
});

describe('duplicated headers', () => {
  test.each([
    ['webhook-signature', 401, 'signature_wrong'],
    ['webhook-timestamp', 401, 'timestamp_malformed'],
    ['webhook-id', 401, 'id_malformed'],
    ['content-type', 415, 'content_type_unsupported'],
  ])('%s twice, each of them right: %i', async (name, status, reason) => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const { headers, body } = signed();
    const twice = { ...headers, [name]: [headers[name] ?? '', headers[name] ?? ''], 'content-length': Buffer.byteLength(body) };
    connection.socket.write(rawHead('POST', '/acme', twice) + body);
    await expect.poll(() => connection.statuses()).toEqual([status]);
    expect(rig.reports).toMatchObject([{ reason }]);
  });

  test('authorization twice, the right one first, as node alone would take it: 401', async () => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const authorization = [`Bearer ${SHARED_SECRET}`, 'Bearer of-somebody-else'];
    const body = payload();
    const headers = { 'content-type': 'application/json', authorization, 'content-length': Buffer.byteLength(body) };
    connection.socket.write(rawHead('POST', '/legacy', headers) + body);
    await expect.poll(() => connection.statuses()).toEqual([401]);
  });
});

describe('a body that does not come as it should', () => {
  test('in pieces beyond the cap: cut off while it is read, answered, and the connection closed', async () => {
    await using rig = receiverRig({ limits: { bodyBytes: 1_000 } });
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const { headers } = signed();
    connection.socket.write(rawHead('POST', '/acme', { ...headers, 'transfer-encoding': 'chunked' }));
    // It never ends: an answer that waits for the end never comes.
    const piece = `200\r\n${'x'.repeat(512)}\r\n`;
    for (let sent = 0; sent < 4; sent += 1) connection.socket.write(piece);
    await expect.poll(() => connection.statuses()).toEqual([413]);
    expect(connection.said()).toMatch(/connection: close/i);
    await connection.closed;
    expect(rig.reports).toMatchObject([{ reason: 'body_too_large' }]);
  });

  test('of a gigabyte by its own account: refused before a byte of it is read', async () => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    connection.socket.write(rawHead('POST', '/acme', { ...signed().headers, 'content-length': 1_000_000_000 }));
    await expect.poll(() => connection.statuses()).toEqual([413]);
    await connection.closed;
  });

  test('that goes on for ever after it was refused: the connection is closed all the same', async () => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    connection.socket.write(rawHead('POST', '/acme', { ...signed().headers, 'transfer-encoding': 'chunked' }));
    const piece = `1000\r\n${'x'.repeat(4_096)}\r\n`;
    let sent = 0;
    while (!connection.socket.destroyed && sent < 100_000_000) {
      connection.socket.write(piece);
      sent += piece.length;
      if (connection.socket.writableNeedDrain) await pause(1);
    }
    await connection.closed;
    expect(sent).toBeLessThan(50_000_000);
  });

  test('drop by drop: 408 when the time is over, however lively the drops', async () => {
    await using rig = receiverRig({ limits: { bodyTimeoutMs: 200 } });
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const { headers, body } = signed();
    connection.socket.write(rawHead('POST', '/acme', { ...headers, 'content-length': Buffer.byteLength(body) }));
    for (const drop of body.slice(0, -1)) {
      if (connection.statuses().length > 0) break;
      connection.socket.write(drop);
      await pause(20);
    }
    await expect.poll(() => connection.statuses()).toEqual([408]);
    await connection.closed;
    expect(rig.reports).toMatchObject([{ reason: 'body_too_slow' }]);
  });

  test('shorter than it says: 408; and longer: what is too much is no delivery', async () => {
    await using rig = receiverRig({ limits: { bodyTimeoutMs: 200 } });
    await using server = await startNodeServer(rig);
    const { headers, body } = signed();
    const length = Buffer.byteLength(body);
    using short = await connectRaw(server.port);
    short.socket.write(rawHead('POST', '/acme', { ...headers, 'content-length': length + 1 }) + body);
    await expect.poll(() => short.statuses()).toEqual([408]);
    using long = await connectRaw(server.port);
    long.socket.write(`${rawHead('POST', '/acme', { ...headers, 'content-length': length })}${body}surplus\r\n\r\n`);
    // Node answers what follows, and perhaps before we do; the sender delivers again, and that is a duplicate.
    await expect.poll(() => long.statuses().at(-1)).toBe(400);
    expect(rig.reports.map(({ reason }) => reason)).toEqual(['body_too_slow', 'published']);
  });

  test('that ends with the connection: nobody is answered, nothing is thrown, and it is told', async () => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const { headers, body } = signed();
    connection.socket.write(
      rawHead('POST', '/acme', { ...headers, 'content-length': Buffer.byteLength(body) }) + body.slice(0, 10),
    );
    await pause(50);
    connection.socket.resetAndDestroy();
    await expect.poll(() => rig.reports.map(({ reason }) => reason)).toEqual(['body_incomplete']);
    expect((await fetch(server.url('/acme'), signed())).status).toBe(200);
  });

  test('byte by byte, but in time, is a delivery like any other', async () => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const { headers, body } = signed();
    const pieces = [...Buffer.from(body)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join('');
    connection.socket.write(`${rawHead('POST', '/acme', { ...headers, 'transfer-encoding': 'chunked' })}${pieces}0\r\n\r\n`);
    await expect.poll(() => connection.statuses()).toEqual([200]);
  });
});

describe('one connection', () => {
  test('with several requests at once: each answered, in order', async () => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const entries = await rig.watch({ brandId: ACME });
    const forgery = signed(payload({ agent: undefined }), { secret: OTHER_SECRET });
    const requests = [signed(payload({ agent: undefined })), forgery, signed(payload({ agent: undefined }))];
    connection.socket.write(requests.map((request) => rawDelivery('/acme', request)).join(''));
    await expect.poll(() => connection.statuses()).toEqual([200, 401, 200]);
    expect(entries).toHaveLength(2);
  });

  test('lives on after a small body was refused unread', async () => {
    await using rig = receiverRig();
    await using server = await startNodeServer(rig);
    using connection = await connectRaw(server.port);
    const text = rawHead('POST', '/acme', { 'content-type': 'text/plain', 'content-length': 5 });
    connection.socket.write(`${text}hello${rawDelivery('/acme', signed())}`);
    await expect.poll(() => connection.statuses()).toEqual([415, 200]);
  });
});

test('a request line that is none, and headers beyond all measure, are left to node, and the next is served', async () => {
  await using rig = receiverRig();
  await using server = await startNodeServer(rig);
  for (const text of ['NONSENSE\r\n\r\n', rawHead('POST', '/acme', { 'x-long': 'x'.repeat(100_000) })]) {
    using connection = await connectRaw(server.port);
    connection.socket.write(text);
    await connection.closed;
  }
  expect((await fetch(server.url('/acme'), signed())).status).toBe(200);
});

test('a receiver that is closed says 503 and ends the connection, so that the sender finds another node', async () => {
  await using rig = receiverRig();
  await using server = await startNodeServer(rig);
  await rig.receiver.close();
  using connection = await connectRaw(server.port);
  connection.socket.write(rawDelivery('/acme', signed()));
  await connection.closed;
  expect(connection.statuses()).toEqual([503]);
  expect(rig.reports).toMatchObject([{ reason: 'closing', outcome: 'failed' }]);
});
