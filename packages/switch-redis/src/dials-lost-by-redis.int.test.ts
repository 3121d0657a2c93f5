import type { MakeCallResult } from '@elasticfunnels/switch-core';
import { describe, expect, test, vi } from 'vitest';
import type { RedisState } from './connect-redis.ts';
import { failureOf, KEY, NodesOverRedis, PATIENT, Phone, PLACED, REPLAYED } from './dials-over-redis.test.fixture.ts';
import { RedisServer } from './redis-server.test.fixture.ts';

const BOUNDS = { deadlineMs: 10_000 };

describe.skipIf(RedisServer.findLack() !== undefined)('a dial is under way, as docs/many-nodes.md tells it', () => {
  const nodes = NodesOverRedis.forEachTest();
  const startDialling = async ({ dialGuard }: RedisState) => {
    const answer = Promise.withResolvers<MakeCallResult>();
    const phone = new Phone((ring) => (ring === 1 ? answer.promise : Promise.resolve(PLACED)));
    const dial = dialGuard.dial(KEY, phone.ring, BOUNDS);
    await vi.waitFor(() => expect(phone.rings).toBe(1), PATIENT);
    return { phone, dial, answer };
  };

  test('a Redis that restarts, and had written it to its disk, still knows of it: another node joins it', async () => {
    const [state, other] = [await nodes().connect(), await nodes().connect()];
    const { phone, dial, answer } = await startDialling(state);
    await nodes().server.kill();
    await nodes().server.start();
    const joined = other.dialGuard.dial(KEY, phone.ring, BOUNDS);
    await vi.waitFor(() => state.ping(), PATIENT);
    answer.resolve(PLACED);
    expect(await Promise.all([dial, joined])).toEqual([PLACED, REPLAYED]);
    expect(phone.rings).toBe(1);
  });

  test('a Redis that has lost it: who waited is told that nobody knows, and another node makes the phone ring again', async () => {
    const [state, other] = [await nodes().connect(), await nodes().connect()];
    const { phone, dial, answer } = await startDialling(state);
    const waiting = failureOf(other.dialGuard.dial(KEY, phone.ring, BOUNDS));
    await vi.waitFor(async () => expect(String(await nodes().server.command('INFO', 'commandstats'))).toContain('mget'), PATIENT);
    await nodes().server.flush();
    expect(await waiting).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'connection_lost' } });
    expect(phone.rings).toBe(1);
    expect(await other.dialGuard.dial(KEY, phone.ring, BOUNDS)).toEqual(PLACED);
    expect(phone.rings).toBe(2);
    answer.resolve(PLACED);
    expect(await dial).toEqual(PLACED);
  });

  test('a Redis without room for it: it is refused, and nothing rings', async () => {
    const { dialGuard } = await nodes().connect();
    await nodes().server.command('CONFIG', 'SET', 'maxmemory', '1');
    const failure = await failureOf(dialGuard.dial(KEY, () => expect.unreachable(), BOUNDS));
    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'none' });
  });
});
