import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { TokenBuckets } from './token-buckets.ts';

const takeAll = (buckets: TokenBuckets, key: string): number => {
  let taken = 0;
  while (taken < 1_000 && buckets.take(key)) taken += 1;
  return taken;
};

test('two seconds of the rate in a burst, and then the rate', async () => {
  const clock = new FakeClock();
  const buckets = new TokenBuckets(10, clock);
  expect(takeAll(buckets, 'a')).toBe(20);
  await clock.advance(1_000);
  expect(takeAll(buckets, 'a')).toBe(10);
  await clock.advance(3_600_000);
  expect(takeAll(buckets, 'a')).toBe(20);
});

test('one key has nothing to do with another', () => {
  const buckets = new TokenBuckets(10, new FakeClock());
  takeAll(buckets, 'a');
  expect(buckets.take('b')).toBe(true);
});

test('what is given back can be taken again, and never more than fits', () => {
  const buckets = new TokenBuckets(1, new FakeClock());
  expect(takeAll(buckets, 'a')).toBe(2);
  buckets.giveBack('a');
  expect(takeAll(buckets, 'a')).toBe(1);
  for (let index = 0; index < 10; index += 1) buckets.giveBack('a');
  expect(takeAll(buckets, 'a')).toBe(2);
});

test('a hundred thousand keys are not all remembered', () => {
  const buckets = new TokenBuckets(10, new FakeClock());
  for (let index = 0; index < 100_000; index += 1) buckets.take(`source-${index}`);
  expect(buckets.size).toBe(10_000);
});
