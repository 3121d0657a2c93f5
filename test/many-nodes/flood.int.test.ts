import { describe, expect, test } from 'vitest';
import { isRedisRequired, RedisServer } from '../../packages/switch-redis/src/redis-server.test.fixture.ts';
import { type FloodOutcome, LIMITS, playFlood } from './flood.ts';

const lack = RedisServer.findLack();
if (lack !== undefined) process.stderr.write(`Skipped, as there is no Redis to run many nodes with: ${lack}.\n`);
const LIMIT_MS = 120_000;

/** What a limit lets through on all nodes: two seconds' worth in a burst, then as it says; and a second for rounding. */
function mostThrough(outcome: FloodOutcome, perSecond: number): number {
  return outcome.nodes * perSecond * (outcome.flood.seconds + 2 + 1);
}

function tell(title: string, { flood, sent, refusedInFlood, calm, flooded }: FloodOutcome): void {
  const perSecond = Math.round(flood.sent / flood.seconds);
  const latency = `p50 ${flooded.p50} ms, p99 ${flooded.p99} ms (calm: ${calm.p50} and ${calm.p99})`;
  const answers = Object.entries(flood.answers).map(([status, count]) => `${status}: ${count}`);
  const other = `of the other brand's ${sent} deliveries ${refusedInFlood} were refused, ${latency}`;
  process.stdout.write(`flood, ${title}: ${flood.sent} sent, ${perSecond} a second (${answers.join(', ')}); ${other}\n`);
}

describe.skipIf(lack !== undefined)('a flood of one brand from one source', () => {
  test(
    'of forged deliveries: no delivery of another brand is refused, and no more are verified than the source may send',
    async () => {
      const outcome = await playFlood('bad_signature');
      tell('forged', outcome);
      expect([outcome.refusedInCalm, outcome.refusedInFlood]).toEqual([0, 0]);
      const { '401': verified = 0, '429': turnedAway = 0, ...others } = outcome.flood.answers;
      expect(others).toEqual({});
      expect(verified).toBeLessThanOrEqual(mostThrough(outcome, LIMITS.sourcePerSecond));
      expect(turnedAway).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  test(
    'by a holder of its key, at ten times its limit: no delivery of another brand is refused, and the limit holds',
    async () => {
      const outcome = await playFlood('genuine_key');
      tell('genuine key', outcome);
      expect([outcome.refusedInCalm, outcome.refusedInFlood]).toEqual([0, 0]);
      const { '200': published = 0, '429': turnedAway = 0, ...others } = outcome.flood.answers;
      expect(others).toEqual({});
      expect(published).toBeLessThanOrEqual(mostThrough(outcome, LIMITS.brandPerSecond));
      expect(turnedAway).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );
});

test('where a Redis is required one can be started', () => {
  expect(isRedisRequired() ? lack : undefined).toBeUndefined();
});
