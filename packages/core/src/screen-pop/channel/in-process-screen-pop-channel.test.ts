import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { AgentExtension } from '../../call/ids.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { InProcessScreenPopChannel } from './in-process-screen-pop-channel.ts';
import type { ScreenPopEntry } from '../screen-pop.ts';
import { ACME, AGENT, popAt } from './screen-pops.test.fixture.ts';

// What every channel promises is in conformance/ports; here is what this one adds.

const TOPIC = { brandId: ACME, agentExtension: AGENT };
const OTHER = '1002' as AgentExtension;

/** What a subscriber that resumes after an entry gets. */
async function resume(channel: InProcessScreenPopChannel, after: string): Promise<{ ids: string[]; gap: boolean }> {
  const ids: string[] = [];
  let gap = false;
  const onGap = (): void => void (gap = true);
  const subscription = await channel.subscribe(TOPIC, ({ id }) => ids.push(id), { after, onGap });
  await subscription.close();
  return { ids, gap };
}

test('an id of the process that ran before is a gap, and what is kept follows', async () => {
  const clock = new FakeClock();
  const before = new InProcessScreenPopChannel(clock);
  const { id } = await before.publish(popAt(1));
  const after = new InProcessScreenPopChannel(clock);
  const kept = await after.publish(popAt(2));
  expect(await resume(after, id)).toEqual({ ids: [kept.id], gap: true });
});

test('entries are kept for an hour; then who has not seen them is told of a gap, and who has is not', async () => {
  const clock = new FakeClock();
  const channel = new InProcessScreenPopChannel(clock);
  const first = await channel.publish(popAt(1));
  const second = await channel.publish(popAt(2));
  await clock.advance(60 * 60 * 1_000);
  const third = await channel.publish(popAt(3));
  expect(await resume(channel, first.id)).toEqual({ ids: [third.id], gap: true });
  expect(await resume(channel, second.id)).toEqual({ ids: [third.id], gap: false });
});

test('beyond so many entries in all, the topic that was quiet longest loses its own, which is told as a gap', async () => {
  const channel = new InProcessScreenPopChannel(new FakeClock(), { maxEntries: 3 });
  const first = await channel.publish(popAt(1));
  const second = await channel.publish(popAt(2));
  await channel.publish(popAt(3, 'call.ringing', OTHER));
  expect(await resume(channel, first.id)).toEqual({ ids: [second.id], gap: false });
  await channel.publish(popAt(4, 'call.ringing', OTHER));
  expect(await resume(channel, first.id)).toEqual({ ids: [], gap: true });
  // Whoever had seen the last of them has missed nothing.
  expect(await resume(channel, second.id)).toEqual({ ids: [], gap: false });
  const next = await channel.publish(popAt(5));
  expect(await resume(channel, second.id)).toEqual({ ids: [next.id], gap: false });
});

test('a pop published from within a subscriber reaches all after the one that caused it', async () => {
  const channel = new InProcessScreenPopChannel(new FakeClock());
  const shown: string[][] = [[], []];
  const record = (index: number, { id }: ScreenPopEntry): void => void shown[index]?.push(id);
  await channel.subscribe(TOPIC, (entry) => {
    record(0, entry);
    void channel.publish(popAt(2));
  });
  await channel.subscribe(TOPIC, (entry) => record(1, entry));
  const first = await channel.publish(popAt(1));
  expect(shown[0]).toHaveLength(2);
  expect(shown[1]).toEqual(shown[0]);
  expect(shown[0]?.[0]).toBe(first.id);
});

test('a subscriber that closes its subscription from within gets no more', async () => {
  const channel = new InProcessScreenPopChannel(new FakeClock());
  const shown: string[] = [];
  const subscription = await channel.subscribe(TOPIC, ({ id }) => {
    shown.push(id);
    void subscription.close();
  });
  await channel.publish(popAt(1));
  await channel.publish(popAt(2));
  expect(shown).toHaveLength(1);
});

describe('a subscriber that fails', () => {
  const fail = (thrown: unknown): never => {
    throw thrown;
  };

  test.each<[string, () => unknown]>([
    ['throws', () => fail(new Error('no screen of +1 555 000 4567'))],
    ['throws what is no text', () => fail(Object.create(null))],
    ['rejects', async () => fail(new Error('no screen of +1 555 000 4567'))],
  ])(
    'and %s is told to the logger, without the pop, and keeps neither others nor itself from the next',
    async (_how, receive) => {
      const logger = new RecordingLogger();
      const channel = new InProcessScreenPopChannel(new FakeClock(), { logger });
      const shown = { failing: 0, other: 0 };
      await channel.subscribe(TOPIC, () => {
        shown.failing += 1;
        return receive();
      });
      await channel.subscribe(TOPIC, () => void (shown.other += 1));
      await channel.publish(popAt(1));
      await channel.publish(popAt(2));
      expect(shown).toEqual({ failing: 2, other: 2 });
      expect(logger.at('error')).toHaveLength(2);
      expect(logger.text()).not.toContain('4567');
    },
  );

  test('while the logger fails as well does no more harm', async () => {
    const logger = { ...silentLogger, error: () => fail(new Error('no disk')) };
    const channel = new InProcessScreenPopChannel(new FakeClock(), { logger });
    const shown: string[] = [];
    await channel.subscribe(TOPIC, () => fail(new Error('no screen')));
    await channel.subscribe(TOPIC, ({ id }) => void shown.push(id));
    const entries = [await channel.publish(popAt(1)), await channel.publish(popAt(2))];
    expect(shown).toEqual(entries.map(({ id }) => id));
  });
});

test('sets no timers', async () => {
  const clock = new FakeClock();
  const channel = new InProcessScreenPopChannel(clock);
  await channel.subscribe(TOPIC, () => {});
  await channel.publish(popAt(1));
  expect(clock.pendingTimers).toBe(0);
});
