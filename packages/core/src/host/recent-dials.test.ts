import { expect, test } from 'vitest';
import type { DialOutcome } from './dial-guard.ts';
import { RecentDials } from './recent-dials.ts';

const OUTCOME: DialOutcome = { failure: 'any' };

test('each is kept for exactly one window, wherever in it the generations change', () => {
  for (let start = 0; start <= 2_000; start += 100) {
    const recent = new RecentDials(1_000);
    recent.add('first', 'its call', { failure: 'another' }, 0);
    recent.add('key', 'call', OUTCOME, start);
    for (let age = 0; age < 1_000; age += 111) expect(recent.find('key', start + age)).toBe(OUTCOME);
    expect(recent.find('key', start + 1_000)).toBeUndefined();
  }
});

test('a long silence forgets everything, and nothing of it comes back', () => {
  const recent = new RecentDials(1_000);
  recent.add('key', 'call', OUTCOME, 0);
  expect(recent.find('key', 60_000)).toBeUndefined();
  recent.add('other', undefined, OUTCOME, 60_100);
  recent.addName('call', 'new name', 60_100);
  recent.expireNamed('new name', 60_200);
  expect(recent.find('key', 60_300)).toBeUndefined();
  expect(recent.find('other', 60_300)).toBe(OUTCOME);
});

test('a name that was added later ends the same dial, also one of the older generation', () => {
  const recent = new RecentDials(1_000);
  recent.add('key', 'reference', OUTCOME, 900);
  recent.addName('reference', 'call', 1_500);
  recent.expireNamed('call', 1_600);
  expect(recent.find('key', 1_601)).toBeUndefined();
});
