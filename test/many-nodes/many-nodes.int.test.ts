import { describe, expect, test } from 'vitest';
import { isRedisRequired, RedisServer } from '../../packages/switch-redis/src/redis-server.test.fixture.ts';
import { runManyNodes } from './run-many-nodes.ts';
import { countBroken, summariseRun } from './summarise-run.ts';

const lack = RedisServer.findLack();
if (lack !== undefined) process.stderr.write(`Skipped, as there is no Redis to run many nodes with: ${lack}.\n`);
const LIMIT_MS = 300_000;

describe.skipIf(lack !== undefined)('the platform example on three nodes', () => {
  // A part of `pnpm many-nodes`, which sends 10,000 and takes about a minute: too long for every run of the tests.
  test(
    'no screen pop is lost and none shown twice while nodes and Redis are killed and started again',
    async () => {
      const chaos = { nodeKills: 4, redisKills: 1, nodeStops: 1, nodeFreezes: 0, redisFreezes: 0 };
      const size = { deliveries: 2_000, perSecond: 250, nodes: 3, brands: 3, agentsPerBrand: 4 };
      const outcome = await runManyNodes({ seed: 5, ...size, chaos });
      process.stdout.write(`${summariseRun(outcome)}\n`);
      expect(outcome.examples).toEqual([]);
      expect(outcome.shownOnce).toBe(outcome.events);
      expect(outcome.chaos.done).toEqual(chaos);
      expect(countBroken(outcome)).toBe(0);
    },
    LIMIT_MS,
  );
});

test('where a Redis is required one can be started', () => {
  expect(isRedisRequired() ? lack : undefined).toBeUndefined();
});
