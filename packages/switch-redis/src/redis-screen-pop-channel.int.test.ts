import { randomBytes } from 'node:crypto';
import { type AgentExtension, type BrandId, type CallId, type ScreenPop, toScreenPopJson } from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectRedis, type RedisState } from './connect-redis.ts';
import { failureOf } from './dials-over-redis.test.fixture.ts';
import { findRedis, type TestRedis } from './test-redis.test.fixture.ts';

const AGENT = '1001' as AgentExtension;
const TOPIC = { brandId: 'acme' as BrandId, agentExtension: AGENT };
const PATIENT = { timeout: 15_000, interval: 5 };
/** Longer than a read takes, and less than one that failed waits before it is tried again. */
const AT_ONCE = { timeout: 400, interval: 5 };

function popOf(call: number, event: object = {}, more: object = {}): ScreenPop {
  return {
    brandId: TOPIC.brandId,
    event: {
      event: 'call.ringing',
      callId: `300-${call}` as CallId,
      direction: 'inbound',
      agent: { extension: AGENT },
      occurredAt: new Date(Date.UTC(2026, 0, 5, 9, 0, call)),
      attributes: {},
      ...event,
    },
    number: { kind: 'anonymous', raw: '' },
    customer: { status: 'none', reason: 'anonymous' },
    receivedAt: new Date(Date.UTC(2026, 0, 5, 9)),
    proof: 'signature',
    raw: {},
    ...more,
  };
}

describe.skipIf((await findRedis.lack()) !== undefined)('the screen-pop channel over Redis', () => {
  let redis: TestRedis;
  let state: RedisState;
  let logger: RecordingLogger;
  let prefix: string;
  let shown: string[];
  const show = ({ pop }: { readonly pop: ScreenPop }): void => void shown.push(pop.event.callId);
  beforeAll(async () => {
    redis = await findRedis.start();
  });
  beforeEach(async () => {
    shown = [];
    logger = new RecordingLogger();
    prefix = `test-${randomBytes(6).toString('hex')}`;
    state = await connectRedis({ url: redis.url, prefix, logger });
  });
  afterEach(async () => {
    await state.close();
    await redis.removeAll(prefix);
  });
  afterAll(() => redis.stop());

  describe('a pop that no node could read back is not acknowledged', () => {
    const circular: Record<string, unknown> = {};
    circular['itself'] = circular;

    test.each([
      ['a moment that is none', popOf(1, { occurredAt: new Date('nonsense') })],
      ['the year 12000', popOf(1, { occurredAt: new Date(Date.UTC(12_000, 0)) })],
      ['no attributes', popOf(1, { attributes: undefined })],
      ['an attribute that is a number', popOf(1, { attributes: { waited: 12 } })],
      ['no direction', popOf(1, { direction: undefined })],
      ['a campaign that is null', popOf(1, { campaign: null })],
      ['an event of another name', popOf(1, { event: 'call.sung' })],
      ['a call id that is a number', popOf(1, { callId: 300_000_000_115_271 })],
      ['an agent without an extension', popOf(1, { agent: {} })],
      ['an extension that is a number', popOf(1, { agent: { extension: 1001 } })],
      ['a promise for an event', popOf(1, {}, { event: Promise.resolve() })],
      ['a payload that refers to itself', popOf(1, {}, { raw: circular })],
    ])('%s', async (_what, broken) => {
      await state.screenPopChannel.subscribe(TOPIC, show);
      const failure = await failureOf(state.screenPopChannel.publish(broken));
      expect(failure).toMatchObject({ code: 'INTERNAL', effect: 'none', retryable: false });
      expect(failure.message).toContain('could not be published');
      // And nothing of it stays behind: the same call, when it can be read, is published.
      await state.screenPopChannel.publish(popOf(1));
      await vi.waitFor(() => expect(shown).toEqual(['300-1']), PATIENT);
      expect(logger.at('error')).toEqual([]);
    });
  });

  describe('Redis’s clock goes back', () => {
    const subscribeAheadOf = async (onGap: () => void): Promise<void> => {
      const probe = await state.screenPopChannel.subscribe(TOPIC, () => {});
      await probe.close();
      const [epoch = '', ms] = probe.startedAfter.split('.');
      await state.screenPopChannel.subscribe(TOPIC, show, { after: `${epoch}.${Number(ms) + 600_000}`, onGap });
    };

    test('after a subscription to an empty topic: what is published then is shown all the same, once', async () => {
      let gaps = 0;
      await subscribeAheadOf(() => void (gaps += 1));
      for (const call of [1, 2, 3]) await state.screenPopChannel.publish(popOf(call));
      await vi.waitFor(() => expect(shown).toEqual(['300-1', '300-2', '300-3']), PATIENT);
      expect(gaps).toBe(1);
    });
  });

  test('a pop that Redis put before the position of an empty topic came after it all the same, and is shown', async () => {
    await state.screenPopChannel.subscribe(TOPIC, show);
    const stream = `${prefix}:{acme}:agent:1001`;
    const client = new Redis(redis.url);
    await client.xadd(stream, '1000-0', 'pop', toScreenPopJson(popOf(1)), 'state', '0', 'late', '0');
    await client.publish(stream, '');
    client.disconnect();
    await vi.waitFor(() => expect(shown).toEqual(['300-1']), PATIENT);
  });

  test('a position of an empty topic, of which not all is kept that came after it: a gap', async () => {
    await using small = await connectRedis({ url: redis.url, prefix, entriesPerTopic: 2 });
    const early = await small.screenPopChannel.subscribe(TOPIC, () => {});
    await early.close();
    for (const call of [1, 2, 3]) await small.screenPopChannel.publish(popOf(call));
    const onGap = (): void => void shown.push('gap');
    await small.screenPopChannel.subscribe(TOPIC, show, { after: early.startedAfter, onGap });
    expect(shown).toEqual(['gap', '300-2', '300-3']);
  });

  test('a position of an empty topic shows all that came after it', async () => {
    const early = await state.screenPopChannel.subscribe(TOPIC, () => {});
    await early.close();
    for (const call of [1, 2]) await state.screenPopChannel.publish(popOf(call));
    const onGap = (): void => expect.unreachable();
    await state.screenPopChannel.subscribe(TOPIC, show, { after: early.startedAfter, onGap });
    expect(shown).toEqual(['300-1', '300-2']);
  });

  describe('a subscriber’s mistake is nobody else’s', () => {
    const NAMELESS: unknown = Object.create(null);

    test.each([
      [
        'throws',
        () => {
          throw new TypeError('300-1 of Jane Doe');
        },
      ],
      [
        'throws what has no text',
        () => {
          throw NAMELESS;
        },
      ],
      [
        'is an async function that fails',
        async () => {
          throw new TypeError('300-1 of Jane Doe');
        },
      ],
    ])('one that %s', async (_what, receive: () => void) => {
      const first = await state.screenPopChannel.publish(popOf(1));
      await state.screenPopChannel.publish(popOf(2));
      const taken: string[] = [];
      const clumsy = await state.screenPopChannel.subscribe(
        TOPIC,
        (entry) => {
          taken.push(entry.pop.event.callId);
          return receive();
        },
        { after: first.id, onGap: receive, onClose: receive },
      );
      await state.screenPopChannel.subscribe(TOPIC, show);
      await state.screenPopChannel.publish(popOf(3));
      await vi.waitFor(() => expect(shown).toEqual(['300-3']), AT_ONCE);
      expect(taken).toEqual(['300-2', '300-3']);
      expect(logger.at('error')).toHaveLength(2);
      expect(logger.text()).not.toContain('Jane');
      await clumsy.close();
    });
  });

  test('a logger that throws changes nothing either', async () => {
    const fail = (): void => {
      throw new Error('The disk is full.');
    };
    const own = { prefix, logger: { debug: fail, info: fail, warn: fail, error: fail } };
    await using other = await connectRedis({ url: redis.url, ...own });
    await other.screenPopChannel.subscribe(TOPIC, fail);
    await other.screenPopChannel.subscribe(TOPIC, show);
    for (const call of [1, 2]) await other.screenPopChannel.publish(popOf(call));
    await vi.waitFor(() => expect(shown).toEqual(['300-1', '300-2']), AT_ONCE);
  });
});
