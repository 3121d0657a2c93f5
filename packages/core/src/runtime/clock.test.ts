import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LONGEST_TIMER_MS, systemClock } from './clock.ts';

test.each([LONGEST_TIMER_MS, LONGEST_TIMER_MS + 1, 9_999_999_000, Number.POSITIVE_INFINITY])(
  'a timer of %d ms does not fire at once',
  async (ms) => {
    let fired = false;
    const cancel = systemClock.setTimer(ms, () => {
      fired = true;
    });
    await wait(30);
    cancel();
    expect(fired).toBe(false);
  },
);

test('a timer fires after its time, unless it is cancelled', async () => {
  const fired: string[] = [];
  systemClock.setTimer(1, () => fired.push('kept'));
  systemClock.setTimer(1, () => fired.push('cancelled'))();
  await wait(30);
  expect(fired).toEqual(['kept']);
});
