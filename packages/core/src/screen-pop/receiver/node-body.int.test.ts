import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { readNodeBody } from './node-body.ts';

const BOUNDS = { maxBytes: 1_000, timeoutMs: 5_000 };

test('a body that has come whole is whole, even if its connection breaks before it is turned to', async () => {
  await using server = createServer((request, response) => {
    void readNodeBody(request, BOUNDS, systemClock).then((whole) => response.end(whole));
    request.once('end', () => request.emit('error', new Error('broken')));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: 'whole' });
  expect(await answer.text()).toBe('whole');
});

test('bodies that arrive at once are all there, each its own', async () => {
  await using server = createServer((request, response) => {
    void readNodeBody(request, BOUNDS, systemClock).then((whole) => response.end(whole));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const texts = Array.from({ length: 50 }, (_, index) => `body ${index}`);
  const send = async (body: string): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })).text();
  expect(await Promise.all(texts.map(send))).toEqual(texts);
});
