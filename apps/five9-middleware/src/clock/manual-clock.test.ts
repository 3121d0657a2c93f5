import { describe, expect, test } from 'vitest';
import { pause } from './clock.ts';
import { ManualClock } from './manual-clock.ts';
import { TaskGroup } from './task-group.ts';

describe('ManualClock', () => {
  test('runs tasks in order of time, each at its own time, and waits for them', async () => {
    const clock = new ManualClock(1_000);
    const seen: [name: string, at: number][] = [];
    clock.schedule(20, () => void seen.push(['second', clock.now()]));
    clock.schedule(10, async () => {
      await Promise.resolve();
      seen.push(['first', clock.now()]);
      clock.schedule(5, () => void seen.push(['scheduled by the first', clock.now()]));
    });
    clock.schedule(31, () => void seen.push(['too late', clock.now()]));
    await clock.advance(30);
    expect(seen).toEqual([
      ['first', 1_010],
      ['scheduled by the first', 1_015],
      ['second', 1_020],
    ]);
    expect(clock.now()).toBe(1_030);
    expect(clock.pending).toBe(1);
  });

  test('keeps the order of tasks that fall due at the same time', async () => {
    const clock = new ManualClock();
    const seen: number[] = [];
    for (const name of [1, 2, 3]) clock.schedule(5, () => void seen.push(name));
    await clock.advance(5);
    expect(seen).toEqual([1, 2, 3]);
  });

  test('does not run a task that was cancelled', async () => {
    const clock = new ManualClock();
    const task = clock.schedule(1, () => expect.unreachable());
    task.cancel();
    await clock.advance(10);
  });

  test('a pause ends when its signal aborts, and takes its task back', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const paused = pause(clock, 1_000, controller.signal);
    controller.abort();
    await paused;
    expect(clock.pending).toBe(0);
  });

  test('a closed task group runs nothing more', async () => {
    const clock = new ManualClock();
    const group = new TaskGroup(clock);
    group.schedule(1, () => expect.unreachable());
    group.close();
    group.schedule(1, () => expect.unreachable());
    await clock.advance(10);
    expect(clock.pending).toBe(0);
  });
});
