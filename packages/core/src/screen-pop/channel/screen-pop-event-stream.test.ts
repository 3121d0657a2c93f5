import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { EventStreamOptions } from './event-stream.ts';
import { InProcessScreenPopChannel } from './in-process-screen-pop-channel.ts';
import { screenPopEventStream } from './screen-pop-event-stream.ts';
import { ACME, AGENT, popAt } from './screen-pops.test.fixture.ts';

const TOPIC = { brandId: ACME, agentExtension: AGENT };

/** A reader of a stream that takes what is there, a chunk at a time. */
class Reader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();

  constructor(response: Response) {
    if (response.body === null) throw new Error('no body');
    this.#reader = response.body.getReader();
  }

  async next(): Promise<string> {
    const { value, done } = await this.#reader.read();
    return done ? '<end>' : this.#decoder.decode(value);
  }

  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function setUp(options: Omit<EventStreamOptions, 'clock'> = {}): Promise<{
  clock: FakeClock;
  channel: InProcessScreenPopChannel;
  response: Response;
  reader: Reader;
}> {
  const clock = new FakeClock();
  const channel = new InProcessScreenPopChannel(clock);
  const response = screenPopEventStream(channel, TOPIC, { clock, ...options });
  await clock.advance(0);
  return { clock, channel, response, reader: new Reader(response) };
}

test('is an event stream that nobody stores, transforms or holds back', async () => {
  const { response } = await setUp();
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
});

test('begins with how soon to come back and after what, then each entry with its id and without its raw payload', async () => {
  const { channel, reader } = await setUp({ retryMs: 1_234 });
  const entry = await channel.publish(popAt(1));
  expect(await reader.next()).toBe('retry: 1234\n\n');
  expect(await reader.next()).toMatch(/^id: [\w-]+-0\n\n$/);
  const event = await reader.next();
  const [, data = ''] = /^id: .+\nevent: screen-pop\ndata: (.+)\n\n$/.exec(event) ?? [];
  const { raw: _raw, ...pop } = entry.pop;
  expect(event.startsWith(`id: ${entry.id}\n`)).toBe(true);
  expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify({ id: entry.id, callState: 'call.ringing', late: false, pop })));
  expect(event).not.toContain('for servers only');
});

test('resumes after the last event that the browser has seen, and tells a gap', async () => {
  const { clock, channel } = await setUp();
  const [first, second] = [await channel.publish(popAt(1)), await channel.publish(popAt(2))];
  const resumed = new Reader(screenPopEventStream(channel, TOPIC, { clock, lastEventId: first.id }));
  await resumed.next();
  expect(await resumed.next()).toContain(`id: ${second.id}\n`);
  const lost = new Reader(screenPopEventStream(channel, TOPIC, { clock, lastEventId: 'of another time' }));
  await lost.next();
  expect(await lost.next()).toBe('event: gap\ndata: {}\n\n');
  expect(await lost.next()).toContain(`id: ${first.id}\n`);
});

test('a comment now and then keeps it alive', async () => {
  const { clock, reader } = await setUp({ heartbeatMs: 1_000 });
  await reader.next();
  await reader.next();
  await clock.advance(2_000);
  expect([await reader.next(), await reader.next()]).toEqual([': still here\n\n', ': still here\n\n']);
});

describe('ends, and leaves neither timer nor subscription', () => {
  test('when the reader goes away', async () => {
    const { clock, channel, reader } = await setUp();
    await reader.cancel();
    await clock.advance(0);
    await channel.publish(popAt(1));
    expect(clock.pendingTimers).toBe(0);
  });

  test('when the signal aborts, before or after', async () => {
    const controller = new AbortController();
    const { clock, channel, reader } = await setUp({ signal: controller.signal });
    controller.abort();
    await reader.next();
    await reader.next();
    expect(await reader.next()).toBe('<end>');
    const late = new Reader(screenPopEventStream(channel, TOPIC, { clock, signal: controller.signal }));
    expect([await late.next(), await late.next()]).toEqual(['retry: 2000\n\n', '<end>']);
    expect(clock.pendingTimers).toBe(0);
  });

  test('when the channel closes, and when it is closed already: the browser comes back, as it was not refused', async () => {
    const { clock, channel, reader } = await setUp();
    await channel.close();
    await reader.next();
    await reader.next();
    expect(await reader.next()).toBe('<end>');
    const response = screenPopEventStream(channel, TOPIC, { clock });
    const refused = new Reader(response);
    expect([response.status, await refused.next(), await refused.next()]).toEqual([200, 'retry: 2000\n\n', '<end>']);
    expect(clock.pendingTimers).toBe(0);
  });

  test('when the reader does not read: what is unread is bounded, and thrown away', async () => {
    const { clock, channel, reader } = await setUp({ maxUnreadBytes: 2_000 });
    for (let second = 0; second < 10; second += 1) await channel.publish(popAt(second));
    await expect(reader.next()).rejects.toThrow('does not read');
    await clock.advance(0);
    expect(clock.pendingTimers).toBe(0);
  });
});
