import { setTimeout as pause } from 'node:timers/promises';
import {
  type DialBounds,
  describeDialKey,
  silentLogger,
  SwitchError,
  systemClock,
  toDialOutcomeJson,
} from '@elasticfunnels/switch-core';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RedisState } from './connect-redis.ts';
import {
  BRAND,
  failureOf,
  KEY,
  NodesOverRedis,
  PATIENT,
  Phone,
  PLACED,
  QUICK,
  REPLAYED,
} from './dials-over-redis.test.fixture.ts';
import { RedisKeys } from './redis-keys.ts';
import { RedisProxy } from './redis-proxy.test.fixture.ts';
import { RedisServer } from './redis-server.test.fixture.ts';

const REFUSAL = new SwitchError('AGENT_NOT_READY', {}, { vendorMessage: 'in wrap-up' });

describe.skipIf(RedisServer.findLack() !== undefined)('a Redis that stalls', () => {
  const nodes = NodesOverRedis.forEachTest();

  describe('when the switch has answered: that is told, and at once', () => {
    const dialWhileItStalls = async (
      { dialGuard }: RedisState,
      bounds: DialBounds,
      answer: () => Promise<typeof PLACED> = async () => PLACED,
    ): Promise<unknown> => {
      const place = async (): Promise<typeof PLACED> => {
        nodes().server.pause();
        return await answer();
      };
      const startedAt = performance.now();
      const told = await dialGuard.dial(KEY, place, bounds).catch((failure: unknown) => failure);
      expect(performance.now() - startedAt).toBeLessThan(1_200);
      return told;
    };

    test('a call that was placed; the other nodes are told when it goes on', async () => {
      const [state, other] = [await nodes().connect(), await nodes().connect()];
      expect(await dialWhileItStalls(state, { deadlineMs: 8_000 })).toEqual(PLACED);
      nodes().server.resume();
      expect(await other.dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 8_000 })).toEqual(REPLAYED);
    });

    test('and rings nobody again in its own process, though Redis has lost all that it knew meanwhile', async () => {
      const state = await nodes().connect({ ...QUICK, dialWindowMs: 20_000 });
      expect(await dialWhileItStalls(state, { deadlineMs: 8_000 })).toEqual(PLACED);
      await nodes().server.kill();
      await nodes().server.start();
      await vi.waitFor(() => state.ping(), PATIENT);
      // It is told again every half second until it was heard.
      await pause(1_200);
      await nodes().server.flush();
      expect(await state.dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 8_000 })).toEqual(REPLAYED);
    });

    test('a refusal, so that the next one dials', async () => {
      const [state, other] = [await nodes().connect(), await nodes().connect()];
      expect(await dialWhileItStalls(state, { deadlineMs: 8_000 }, () => Promise.reject(REFUSAL))).toBe(REFUSAL);
      nodes().server.resume();
      await nodes().untilTold();
      expect(await other.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 8_000 })).toEqual(PLACED);
    });

    test('though the caller gives up just then', async () => {
      const abort = new AbortController();
      const answer = async (): Promise<typeof PLACED> => {
        abort.abort();
        return PLACED;
      };
      const bounds = { deadlineMs: 8_000, signal: abort.signal };
      // By a clock that stands still: nothing but the signal ends the wait.
      const state = await nodes().connect({ clock: new FakeClock(), commandTimeoutMs: 5_000 });
      expect(await dialWhileItStalls(state, bounds, answer)).toEqual(PLACED);
    });

    test('by the deadline of the dial', async () => {
      const startedAt = performance.now();
      const answer = async (): Promise<typeof PLACED> => {
        await pause(startedAt + 900 - performance.now());
        return PLACED;
      };
      expect(await dialWhileItStalls(await nodes().connect(), { deadlineMs: 1_000 }, answer)).toEqual(PLACED);
    });

    test('and closing does not wait for Redis', async () => {
      const state = await nodes().connect();
      await dialWhileItStalls(state, { deadlineMs: 8_000 });
      const startedAt = performance.now();
      await state.close();
      expect(performance.now() - startedAt).toBeLessThan(1_200);
    });

    test('a logger that throws changes nothing', async () => {
      const warn = (): void => {
        throw new Error('The disk is full.');
      };
      const { dialGuard } = await nodes().connect({ ...QUICK, logger: { ...silentLogger, warn } });
      const place = async (): Promise<typeof PLACED> => {
        await nodes().server.kill();
        return PLACED;
      };
      expect(await dialGuard.dial(KEY, place, { deadlineMs: 8_000 })).toEqual(PLACED);
    });
  });

  describe('before anything was dialled: whoever gives up is told that nothing rang', () => {
    test.each([
      ['aborts', 'ABORTED', { deadlineMs: 8_000, abortAfterMs: 100 }],
      ['reaches its deadline', 'TIMED_OUT', { deadlineMs: 200 }],
    ] as const)('a caller that %s, and its claim holds nobody back', async (_what, code, { deadlineMs, ...rest }) => {
      const [{ dialGuard }, other] = [await nodes().connect(), await nodes().connect()];
      const [phone, abort] = [new Phone(), new AbortController()];
      nodes().server.pause();
      const dial = failureOf(dialGuard.dial(KEY, phone.ring, { deadlineMs, signal: abort.signal }));
      if ('abortAfterMs' in rest) setTimeout(() => abort.abort(), rest.abortAfterMs);
      expect(await dial).toMatchObject({ code, effect: 'none' });
      nodes().server.resume();
      expect(await other.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 2_000 })).toEqual(PLACED);
      expect(phone.rings).toBe(0);
    });

    test('also where the time passed while nothing could run', async () => {
      let skippedMs = 0;
      const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + skippedMs };
      const { dialGuard } = await nodes().connect({ clock });
      const dial = failureOf(dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 8_000 }));
      skippedMs = 8_001;
      expect(await dial).toMatchObject({ code: 'TIMED_OUT', effect: 'none' });
    });

    test('who had given up already does not even ask', async () => {
      const { dialGuard } = await nodes().connect();
      const bounds = { deadlineMs: 8_000, signal: AbortSignal.abort() };
      expect(await failureOf(dialGuard.dial(KEY, () => expect.unreachable(), bounds))).toMatchObject({ code: 'ABORTED' });
      expect(await nodes().server.command('DBSIZE')).toBe(0);
    });

    test('whoever waits for another’s dial is told by its deadline that nobody knows', async () => {
      const [{ dialGuard }, other] = [await nodes().connect(), await nodes().connect()];
      const phone = new Phone(() => new Promise(() => {}));
      void dialGuard.dial(KEY, phone.ring, { deadlineMs: 20_000 });
      await vi.waitFor(() => expect(phone.rings).toBe(1), PATIENT);
      const startedAt = performance.now();
      const joined = failureOf(other.dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 400 }));
      await pause(200);
      nodes().server.pause();
      expect(await joined).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'timed_out' } });
      expect(performance.now() - startedAt).toBeLessThan(1_200);
    });
  });
});

describe.skipIf(RedisServer.findLack() !== undefined)('a claim that nobody will end', () => {
  const nodes = NodesOverRedis.forEachTest();
  let proxy: RedisProxy | undefined;
  afterEach(async () => proxy?.close());

  test('as it came after it was given up, held up on its way, holds nobody back', async () => {
    proxy = await RedisProxy.start(nodes().server.port);
    const [near, other] = [await nodes().connect({ ...QUICK, url: proxy.url }), await nodes().connect()];
    proxy.holdOpenConnections();
    const failure = await failureOf(near.dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 20_000 }));
    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'none' });
    await nodes().untilTold();
    proxy.letGo();
    await pause(200);
    expect(await other.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 2_000 })).toEqual(PLACED);
  });

  test('as an older version left it: whoever waits gives up by its deadline, and asks in moderation until then', async () => {
    const { dialGuard } = await nodes().connect();
    const keys = new RedisKeys('phone-switch');
    const outcome = toDialOutcomeJson({ failure: new SwitchError('ABORTED', {}, { effect: 'none' }) });
    await nodes().server.command('SET', keys.dial(BRAND, describeDialKey(KEY)), 'token');
    await nodes().server.command('SET', keys.dialOutcome(BRAND, 'token'), outcome);
    const failure = await failureOf(dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 400 }));
    // Whichever it was doing at its deadline: asking for itself, or waiting for the other.
    expect(['TIMED_OUT', 'OUTCOME_UNKNOWN']).toContain(failure.code);
    const asked = async (): Promise<number> =>
      Number(/total_commands_processed:(\d+)/.exec(String(await nodes().server.command('INFO', 'stats')))?.[1]);
    const before = await asked();
    await pause(300);
    expect((await asked()) - before).toBeLessThan(10);
  });
});
