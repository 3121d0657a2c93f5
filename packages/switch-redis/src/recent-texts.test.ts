import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { RecentTexts } from './recent-texts.ts';

test('a text is kept for its span after it was added last, and no longer', async () => {
  const clock = new FakeClock();
  const texts = new RecentTexts(clock, 100);
  texts.add('a');
  texts.add('b');
  await clock.advance(60);
  texts.add('a');
  expect([texts.leftMs('a'), texts.leftMs('b'), texts.leftMs('c')]).toEqual([100, 40, 0]);
  await clock.advance(40);
  expect([texts.leftMs('a'), texts.leftMs('b')]).toEqual([60, 0]);
  await clock.advance(60);
  expect(texts.leftMs('a')).toBe(0);
});
