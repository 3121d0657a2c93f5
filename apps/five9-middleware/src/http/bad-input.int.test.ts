import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Rig, startRig } from '../testing/start-rig.ts';

const dial = { agent_extension: '1001', destination: '+15550001111' };

async function raw(rig: Rig, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(rig.middleware.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString('utf8');
}

describe('input that is not what it should be is answered in JSON, with 4xx, and never dials', () => {
  test.each<[string, string, Record<string, string>, number]>([
    ['not JSON', '{"agent_extension":', {}, 400],
    ['nothing', '', {}, 400],
    ['an array', '[]', {}, 400],
    ['a text', '"dial"', {}, 400],
    ['a form', 'agent_extension=1001', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', JSON.stringify(dial), { 'content-type': 'text/plain' }, 415],
    ['an unreadable content type', JSON.stringify(dial), { 'content-type': ';;;' }, 415],
    ['too much', JSON.stringify({ ...dial, padding: 'x'.repeat(20_000) }), {}, 413],
    ['a prototype', '{"__proto__":{"agent_extension":"1001"}}', {}, 400],
    ['deep nesting', `{"destination":${'['.repeat(8_000)}${']'.repeat(8_000)}}`, { 'idempotency-key': 'k' }, 400],
    ['a number for a text', JSON.stringify({ ...dial, destination: 15_550_001_111 }), {}, 400],
  ])('%s', async (_case, body, headers, status) => {
    await using rig = await startRig();
    const reply = await rig.post('/calls/make', body, headers);
    expect(reply).toMatchObject({ status, json: { success: false, code: 'rejected', message: expect.any(String) } });
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(rig.simulator.dials()).toEqual([]);
  });

  test('what is not HTTP, and headers without end', async () => {
    await using rig = await startRig();
    expect(await raw(rig, 'EHLO example\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"code":"rejected"/);
    expect(await raw(rig, `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 [^]*"success":false/);
  });

  test('a URL that cannot be decoded', async () => {
    await using rig = await startRig();
    expect(await rig.get('/recordings/%E0%A4%A')).toMatchObject({ status: 400, json: { code: 'rejected' } });
  });
});

test('a request without credentials is refused before its body is read', async () => {
  await using rig = await startRig();
  const reply = await rig.post('/calls/make', 'not json', { authorization: '' });
  expect(reply).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
});

test('an unknown path is plain text, so that nobody takes it for an unknown call', async () => {
  await using rig = await startRig();
  const unknown = await rig.post('/calls/hang-up', { call_id: '1' });
  expect(unknown).toMatchObject({ status: 404, json: undefined });
  expect(unknown.headers.get('content-type')).toMatch(/^text\/plain/);
  const method = await rig.get('/calls/make');
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST']);
});

test('the health path needs no credentials', async () => {
  await using rig = await startRig({ settings: { basePath: '/api' } });
  const reply = await rig.get(`${new URL(rig.middleware.url).origin}/health`, { authorization: '' });
  expect(reply).toMatchObject({ status: 200, json: { status: 'ok' } });
});

test('an id of the caller is echoed when it is sane, else replaced', async () => {
  await using rig = await startRig();
  const echoed = await rig.get('/', { 'x-correlation-id': 'brand-7:call.1' });
  expect(echoed.headers.get('x-request-id')).toBe('brand-7:call.1');
  const second = await rig.get('/', { 'x-correlation-id': 'a b', 'x-request-id': 'fine' });
  expect(second.headers.get('x-request-id')).toBe('fine');
  const replaced = await rig.get('/', { 'x-request-id': '{"spoof":1}' });
  expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});
