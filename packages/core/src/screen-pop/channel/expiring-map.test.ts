import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { type Digest, digestOf } from './digest.ts';
import { ExpiringMap } from './expiring-map.ts';

const digest = (text: string): Digest => digestOf([text]);

function setUp(maxSize: number): {
  clock: FakeClock;
  map: ExpiringMap<number>;
  dropped: () => number;
  set: (key: string) => void;
} {
  const clock = new FakeClock();
  let dropped = 0;
  const onDropped = (): void => void (dropped += 1);
  const map = new ExpiringMap<number>({ clock, maxSize, expiresAtMs: (value) => value, onDropped });
  return { clock, map, dropped: () => dropped, set: (key) => map.set(digest(key), clock.monotonicMs() + 100) };
}

test('a value expires at its time, and goes when others come', async () => {
  const { clock, map, set, dropped } = setUp(10);
  set('a');
  await clock.advance(99);
  expect(map.find(digest('a'))).toBe(100);
  await clock.advance(1);
  expect(map.find(digest('a'))).toBeUndefined();
  set('b');
  expect([map.size, dropped(), clock.pendingTimers]).toEqual([1, 0, 0]);
});

test('beyond the bound the oldest goes, and that is told', () => {
  const { map, set, dropped } = setUp(3);
  for (const key of ['a', 'b', 'c', 'd', 'e']) set(key);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => map.find(digest(key)) !== undefined)).toEqual([false, false, true, true, true]);
  expect(dropped()).toBe(2);
});

test('what is set again is the youngest', () => {
  const { map, set } = setUp(2);
  for (const key of ['a', 'b', 'a', 'c']) set(key);
  expect(['a', 'b', 'c'].map((key) => map.find(digest(key)) !== undefined)).toEqual([true, false, true]);
});

test('holds the same as a plain list over any sequence of steps', async () => {
  const { clock, map, set } = setUp(5);
  let kept: { key: string; expiresAtMs: number }[] = [];
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let step = 0; step < 3_000; step += 1) {
    const key = `k${random(9)}`;
    const action = random(10);
    if (action < 6) {
      set(key);
      kept = [...kept.filter((each) => each.key !== key), { key, expiresAtMs: clock.monotonicMs() + 100 }].slice(-5);
    } else if (action < 8) {
      map.delete(digest(key));
      kept = kept.filter((each) => each.key !== key);
    } else await clock.advance(random(40));
    kept = kept.filter(({ expiresAtMs }) => expiresAtMs > clock.monotonicMs());
    const found = Array.from({ length: 9 }, (_, index) => `k${index}`).filter((each) => map.find(digest(each)) !== undefined);
    expect(found).toEqual(kept.map((each) => each.key).sort((one, other) => one.localeCompare(other)));
    expect(map.size).toBeLessThanOrEqual(5);
  }
});
