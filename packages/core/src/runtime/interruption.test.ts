import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { Deadline, type Interruption, onInterruption, sleep } from './interruption.ts';

function watch(clock: FakeClock, bounds: { ms?: number; signal?: AbortSignal }): { told: Interruption[]; stop: () => void } {
  const told: Interruption[] = [];
  return { told, stop: onInterruption({ clock, ...bounds }, (why) => told.push(why)) };
}

describe('every wait has a deadline and takes an AbortSignal', () => {
  test('the deadline ends it, once', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const { told } = watch(clock, { ms: 100, signal: controller.signal });
    await clock.advance(99);
    expect(told).toEqual([]);
    await clock.advance(1);
    controller.abort();
    await clock.advance(1_000);
    expect(told).toEqual(['timed_out']);
  });

  test('the signal ends it, once, and its timer is gone', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const { told } = watch(clock, { ms: 100, signal: controller.signal });
    controller.abort();
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(1_000);
    expect(told).toEqual(['aborted']);
  });

  test('a signal that is aborted already ends it, but not before the caller has the means to stop it', async () => {
    const clock = new FakeClock();
    const { told } = watch(clock, { ms: 100, signal: AbortSignal.abort() });
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told).toEqual(['aborted']);
    expect(clock.pendingTimers).toBe(0);
  });

  test('a watch that was stopped tells nothing any more, and leaves no timer', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const watches = [
      watch(clock, { ms: 100, signal: controller.signal }),
      watch(clock, { signal: AbortSignal.abort() }),
      watch(clock, { ms: 0 }),
    ];
    for (const { stop } of watches) stop();
    controller.abort();
    await clock.advance(1_000);
    expect(watches.flatMap(({ told }) => told)).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('sleep', () => {
  test('tells whether it slept or was woken', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const slept = sleep(clock, 100);
    const woken = sleep(clock, 100, controller.signal);
    controller.abort();
    await clock.advance(100);
    expect(await Promise.all([slept, woken])).toEqual(['slept', 'aborted']);
  });
});

describe('durations go by the monotonic clock', () => {
  test('what is left of a deadline shrinks to nothing and not below', async () => {
    const clock = new FakeClock();
    const deadline = new Deadline(clock, 1_000);
    await clock.advance(400);
    expect(deadline.remainingMs()).toBe(600);
    await clock.advance(5_000);
    expect(deadline.remainingMs()).toBe(0);
    expect(deadline.totalMs).toBe(1_000);
  });

  test('a wall clock that is set anew changes nothing', async () => {
    const clock = new FakeClock();
    const jumping = {
      now: () => new Date(0),
      monotonicMs: () => clock.monotonicMs(),
      setTimer: (ms: number, callback: () => void) => clock.setTimer(ms, callback),
    };
    const deadline = new Deadline(jumping, 1_000);
    await clock.advance(100);
    expect(deadline.remainingMs()).toBe(900);
  });
});
