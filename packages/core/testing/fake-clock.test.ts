import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';

test('timers run at their own moment and in order, whatever the order in which they were set', async () => {
  const clock = new FakeClock();
  const seen: string[] = [];
  clock.setTimer(20, () => seen.push(`late at ${clock.monotonicMs()}`));
  clock.setTimer(10, () => seen.push(`early at ${clock.monotonicMs()}`));
  clock.setTimer(10, () => seen.push(`second of the same moment at ${clock.monotonicMs()}`));
  await clock.advance(30);
  expect(seen).toEqual(['early at 10', 'second of the same moment at 10', 'late at 20']);
  expect(clock.monotonicMs()).toBe(30);
});

test('a timer that a promise chain sets within the span runs within it', async () => {
  const clock = new FakeClock();
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => clock.setTimer(ms, resolve));
  let woken = 0;
  const chain = (async () => {
    for (let index = 0; index < 3; index += 1) {
      await sleep(10);
      woken += 1;
    }
  })();
  await clock.advance(29);
  expect(woken).toBe(2);
  await clock.advance(1);
  expect(woken).toBe(3);
  await chain;
});

test('a cancelled timer does not run, and none is left behind', async () => {
  const clock = new FakeClock();
  let ran = false;
  const cancel = clock.setTimer(5, () => {
    ran = true;
  });
  expect(clock.pendingTimers).toBe(1);
  cancel();
  await clock.advance(10);
  expect(ran).toBe(false);
  expect(clock.pendingTimers).toBe(0);
});

test('the wall clock moves with the monotonic one', async () => {
  const clock = new FakeClock(new Date('2026-03-01T00:00:00Z'));
  await clock.advance(90_000);
  expect(clock.now().toISOString()).toBe('2026-03-01T00:01:30.000Z');
});
