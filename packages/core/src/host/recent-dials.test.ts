import { expect, test } from 'vitest';
import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { RecentDials } from './recent-dials.ts';

const BRAND = 'acme' as BrandId;
const OTHER_BRAND = 'other' as BrandId;
const CALL = 'call' as CallId;
const placed = (callId: CallId = CALL): MakeCallResult => ({ status: 'placed', call: { callId } });
const accepted: MakeCallResult = { status: 'accepted', reference: 'reference' };

test('each is kept for exactly one window, wherever in it the generations change', () => {
  for (let start = 0; start <= 2_000; start += 100) {
    const recent = new RecentDials(1_000);
    const result = placed();
    recent.addFailure('first', 'another', 0);
    recent.addResult('key', BRAND, result, start);
    for (let age = 0; age < 1_000; age += 111) expect(recent.find('key', start + age)).toEqual({ result });
    expect(recent.find('key', start + 1_000)).toBeUndefined();
  }
});

test('and for no less where the clock tells parts of a millisecond', () => {
  for (const start of [0.1, 250.5, 999.9, 1_000.1, 1_999.9]) {
    const recent = new RecentDials(1_000);
    recent.addFailure('first', 'another', 0);
    recent.addFailure('key', 'it', start);
    recent.addFailure('later', 'another', start + 900);
    expect(recent.find('key', start + 999.9)).toEqual({ failure: 'it' });
    expect(recent.find('key', start + 1_001)).toBeUndefined();
  }
});

test('a long silence forgets everything, and nothing of it comes back', () => {
  const recent = new RecentDials(1_000);
  recent.addResult('key', BRAND, accepted, 0);
  expect(recent.find('key', 60_000)).toBeUndefined();
  recent.addFailure('other', 'it', 60_100);
  recent.identify(BRAND, 'reference', CALL, 60_100);
  recent.expire(BRAND, CALL, 60_200);
  expect(recent.find('key', 60_300)).toBeUndefined();
  expect(recent.find('other', 60_300)).toEqual({ failure: 'it' });
});

test('an accepted dial that has become a call ends with that call, also one of the older generation', () => {
  const recent = new RecentDials(1_000);
  recent.addResult('key', BRAND, accepted, 900);
  recent.identify(BRAND, 'reference', CALL, 1_500);
  recent.expire(BRAND, CALL, 1_600.5);
  expect(recent.find('key', 1_600.5)).toBeUndefined();
});

test('a call ends its own dial alone: not that of another brand with the same id, not that of a reference which reads the same', () => {
  const recent = new RecentDials(1_000);
  recent.addResult('mine', BRAND, placed(), 0);
  recent.addResult('theirs', OTHER_BRAND, placed(), 0);
  recent.addResult('accepted', BRAND, { status: 'accepted', reference: CALL }, 0);
  recent.expire(BRAND, CALL, 10);
  expect(recent.find('mine', 10)).toBeUndefined();
  expect(recent.find('theirs', 10)).toEqual({ result: placed() });
  expect(recent.find('accepted', 10)).toEqual({ result: { status: 'accepted', reference: CALL } });
});
