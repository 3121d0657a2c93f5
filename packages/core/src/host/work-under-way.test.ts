import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { WorkUnderWay } from './work-under-way.ts';

/** Tells whether a wait is over by now. */
function watch(wait: Promise<void>): { readonly isOver: () => Promise<boolean> } {
  let over = false;
  void wait.then(() => {
    over = true;
  });
  return {
    isOver: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return over;
    },
  };
}

test('closing waits for the last of what is under way, and leaves no timer behind', async () => {
  const clock = new FakeClock();
  const work = new WorkUnderWay(clock);
  work.begin();
  work.begin();
  const drained = watch(work.drained(1_000));
  work.end();
  expect(await drained.isOver()).toBe(false);
  work.end();
  expect([await drained.isOver(), clock.pendingTimers]).toEqual([true, 0]);
});

test('it waits for no longer than it may', async () => {
  const clock = new FakeClock();
  const work = new WorkUnderWay(clock);
  work.begin();
  const drained = watch(work.drained(1_000));
  await clock.advance(999);
  expect(await drained.isOver()).toBe(false);
  await clock.advance(1);
  expect(await drained.isOver()).toBe(true);
});

test('it does not wait where nothing is under way any more', async () => {
  const clock = new FakeClock();
  const work = new WorkUnderWay(clock);
  work.begin();
  work.end();
  await work.drained(1_000);
  expect(clock.pendingTimers).toBe(0);
});
