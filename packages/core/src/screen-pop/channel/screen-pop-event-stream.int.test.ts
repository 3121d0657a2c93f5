import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { EventSource } from 'undici';
import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { InProcessScreenPopChannel } from './in-process-screen-pop-channel.ts';
import { writeScreenPopEvents } from './screen-pop-event-stream.ts';
import { ACME, AGENT, popAt } from './screen-pops.test.fixture.ts';

const TOPIC = { brandId: ACME, agentExtension: AGENT };
const PATIENT = { timeout: 10_000, interval: 10 };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; port: number; seen: (string | undefined)[] }> {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers['last-event-id']?.toString());
    handle(request, response);
  }).listen(0, '127.0.0.1');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, seen };
}

test('an EventSource that loses its connection, even before the first event, comes back and misses nothing', async () => {
  const channel = new InProcessScreenPopChannel(systemClock);
  const options = { clock: systemClock, retryMs: 50 };
  const { server, port, seen } = await serve((request, response) =>
    writeScreenPopEvents(channel, TOPIC, request, response, options),
  );
  const source = new EventSource(`http://127.0.0.1:${port}/`);
  closing.push(() => source.close());
  const shown: string[] = [];
  source.addEventListener('screen-pop', (event) => {
    const data: { pop: { event: { occurredAt: string } } } = JSON.parse(String((event as MessageEvent).data));
    shown.push(data.pop.event.occurredAt.slice(17, 19));
  });
  await vi.waitFor(() => expect(source.readyState).toBe(1), PATIENT);
  await new Promise((resolve) => setTimeout(resolve, 50));

  server.closeAllConnections();
  await channel.publish(popAt(1));
  await vi.waitFor(() => expect(shown).toEqual(['01']), PATIENT);
  server.closeAllConnections();
  await channel.publish(popAt(2));
  await channel.publish(popAt(3));
  await vi.waitFor(() => expect(shown).toEqual(['01', '02', '03']), PATIENT);
  expect(seen[0]).toBeUndefined();
  expect(seen[1]).toMatch(/-0$/);
  expect(seen[2]).toMatch(/-1$/);
});

test('a browser that goes away leaves nothing behind, and one that does not read is cut off', async () => {
  const channel = new InProcessScreenPopChannel(systemClock);
  const ended: ServerResponse[] = [];
  const { port } = await serve((request, response) => {
    response.on('close', () => ended.push(response));
    writeScreenPopEvents(channel, TOPIC, request, response, { clock: systemClock, maxUnreadBytes: 100_000 });
  });
  const leaving = connect(port, '127.0.0.1');
  leaving.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(leaving, 'data');
  leaving.destroy();
  await vi.waitFor(() => expect(ended).toHaveLength(1), PATIENT);

  const stuck = connect(port, '127.0.0.1');
  stuck.on('error', () => {});
  stuck.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(stuck, 'data');
  stuck.pause();
  const big = { ...popAt(0), event: { ...popAt(0).event, attributes: { note: 'x'.repeat(200_000) } } };
  // What the two kernels hold does not count; beyond that it does.
  for (let second = 0; ended.length < 2 && second < 600; second += 1) {
    await channel.publish({ ...big, event: { ...big.event, occurredAt: new Date(second) } });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await vi.waitFor(() => expect(ended).toHaveLength(2), PATIENT);
  stuck.destroy();
});
