import { setTimeout as pause } from 'node:timers/promises';
import type { CallId, MakeCallResult } from '@elasticfunnels/switch-core';
import { describe, expect, test, vi } from 'vitest';
import { BRAND, KEY, NodesOverRedis, PATIENT, Phone, PLACED, QUICK, REPLAYED } from './dials-over-redis.test.fixture.ts';
import { RedisServer } from './redis-server.test.fixture.ts';

const ALONE = { ...QUICK, dialWindowMs: 20_000, whenUnreachable: 'guard-this-process' } as const;
const BOUNDS = { deadlineMs: 10_000 };

describe.skipIf(RedisServer.findLack() !== undefined)('a dial that one process guarded alone, once Redis is back', () => {
  const nodes = NodesOverRedis.forEachTest();

  test('is known to the other nodes, which ring nobody again', async () => {
    const [{ dialGuard }, other] = [await nodes().connect(ALONE), await nodes().connect(ALONE)];
    await nodes().server.kill();
    expect(await dialGuard.dial(KEY, async () => PLACED, BOUNDS)).toEqual(PLACED);
    await nodes().server.start();
    await nodes().untilTold();
    await vi.waitFor(() => other.ping(), PATIENT);
    expect(await other.dialGuard.dial(KEY, () => expect.unreachable(), BOUNDS)).toEqual(REPLAYED);
    expect(await dialGuard.dial(KEY, () => expect.unreachable(), BOUNDS)).toEqual(REPLAYED);
  });

  test('rings nobody again in its own process, though Redis does not know of it yet, or not any more', async () => {
    const state = await nodes().connect(ALONE);
    await nodes().server.kill();
    await state.dialGuard.dial(KEY, async () => PLACED, BOUNDS);
    await nodes().server.start();
    await nodes().untilTold();
    await nodes().server.flush();
    expect(await state.dialGuard.dial(KEY, () => expect.unreachable(), BOUNDS)).toEqual(REPLAYED);
    // And Redis knows again.
    const other = await nodes().connect(ALONE);
    expect(await other.dialGuard.dial(KEY, () => expect.unreachable(), BOUNDS)).toEqual(REPLAYED);
  });

  test('is joined while it is still under way', async () => {
    const state = await nodes().connect(ALONE);
    await nodes().server.kill();
    const answer = Promise.withResolvers<MakeCallResult>();
    const phone = new Phone(() => answer.promise);
    const first = state.dialGuard.dial(KEY, phone.ring, BOUNDS);
    await vi.waitFor(() => expect(phone.rings).toBe(1), PATIENT);
    await nodes().server.start();
    await vi.waitFor(() => state.ping(), PATIENT);
    const second = state.dialGuard.dial(KEY, phone.ring, BOUNDS);
    await expect.poll(() => nodes().server.command('DBSIZE'), PATIENT).not.toBe(0);
    answer.resolve(PLACED);
    expect(await Promise.all([first, second])).toEqual([PLACED, REPLAYED]);
    expect(await state.dialGuard.dial(KEY, phone.ring, BOUNDS)).toEqual(REPLAYED);
    expect(phone.rings).toBe(1);
  });

  test('longer ago than the window is joined by nobody any more', async () => {
    const settings = { ...ALONE, dialWindowMs: 300 };
    const [{ dialGuard }, other] = [await nodes().connect(settings), await nodes().connect(settings)];
    await nodes().server.kill();
    await dialGuard.dial(KEY, async () => PLACED, BOUNDS);
    await pause(settings.dialWindowMs);
    await nodes().server.start();
    await nodes().untilTold();
    await vi.waitFor(() => other.ping(), PATIENT);
    expect(await other.dialGuard.dial(KEY, async () => PLACED, BOUNDS)).toEqual(PLACED);
  });

  test('and that is not put off by whoever joins it meanwhile', async () => {
    const settings = { ...ALONE, dialWindowMs: 2_500 };
    const [{ dialGuard }, other] = [await nodes().connect(settings), await nodes().connect(settings)];
    await nodes().server.kill();
    await dialGuard.dial(KEY, async () => PLACED, BOUNDS);
    const endedAt = performance.now();
    await nodes().server.start();
    await nodes().untilTold();
    await vi.waitFor(() => other.ping(), PATIENT);
    await nodes().server.flush();
    await pause(endedAt + 1_800 - performance.now());
    expect(await dialGuard.dial(KEY, () => expect.unreachable(), BOUNDS)).toEqual(REPLAYED);
    await pause(endedAt + 2_600 - performance.now());
    expect(await other.dialGuard.dial(KEY, async () => PLACED, BOUNDS)).toEqual(PLACED);
  });

  test('rings again at once when its call is over', async () => {
    const state = await nodes().connect(ALONE);
    await nodes().server.kill();
    await state.dialGuard.dial(KEY, async () => PLACED, BOUNDS);
    await nodes().server.start();
    await nodes().untilTold();
    state.dialGuard.release(BRAND, PLACED.call.callId);
    const next = { status: 'placed', call: { callId: '300-2' as CallId } } as const;
    expect(await state.dialGuard.dial(KEY, async () => next, BOUNDS)).toEqual(next);
  });
});
