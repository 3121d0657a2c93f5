import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  deliveryLedgerCases,
  dialGuardCases,
  type PortStage,
  screenPopChannelCases,
} from '@elasticfunnels/switch-core/conformance';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectRedis, type ConnectRedisOptions, type RedisState } from './connect-redis.ts';
import { findRedis, type TestRedis } from './test-redis.test.fixture.ts';

const lack = await findRedis.lack();
// Two connections to one Redis are two nodes. Time is Redis's own, so it passes as it does: the spans are short instead.
const SHORT = { claimMs: 1_500, dialWindowMs: 1_500, entriesPerTopic: 20 };

describe.skipIf(lack !== undefined)('over Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await findRedis.start();
  });
  afterAll(() => redis.stop());

  function stageOf<Port, More>(
    pick: (state: RedisState) => Port,
    more: More,
    settings: Omit<ConnectRedisOptions, 'url'> = SHORT,
  ): () => Promise<PortStage<Port> & More> {
    return async () => {
      const shared = { url: redis.url, prefix: `test-${randomBytes(6).toString('hex')}`, ...settings };
      const [one, other] = await Promise.all([connectRedis(shared), connectRedis(shared)]);
      const close = async (): Promise<void> => {
        await Promise.all([one.close(), other.close()]);
        await redis.removeAll(shared.prefix);
      };
      return { node: pick(one), otherNode: pick(other), passMs: (ms) => pause(ms), close, ...more };
    };
  }

  describe('the delivery ledger', () => {
    const open = stageOf(({ deliveryLedger }) => deliveryLedger, { claimMs: SHORT.claimMs });
    for (const { name, run } of deliveryLedgerCases({ open })) test.concurrent(name, run);
  });

  describe('the screen-pop channel', () => {
    const open = stageOf(({ screenPopChannel }) => screenPopChannel, { entriesPerTopic: SHORT.entriesPerTopic });
    for (const { name, run } of screenPopChannelCases({ open })) test.concurrent(name, run);
  });

  describe('the dial guard', () => {
    const open = stageOf(({ dialGuard }) => dialGuard, { windowMs: SHORT.dialWindowMs });
    for (const { name, run } of dialGuardCases({ open })) test.concurrent(name, run);
  });
});

test('where a Redis is required there is one', () => {
  expect(findRedis.isRequired ? lack : undefined).toBeUndefined();
});
