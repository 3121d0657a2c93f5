import { expect, test } from 'vitest';
import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { RecentDials } from './recent-dials.ts';

const BRAND = 'acme' as BrandId;
const OTHER_BRAND = 'other' as BrandId;
const CALL = 'call' as CallId;
const placed = (callId: CallId = CALL): MakeCallResult => ({ status: 'placed', call: { callId } });
const accepted: MakeCallResult = { status: 'accepted', reference: 'reference' };
const pending = new Promise<MakeCallResult>(() => {});

/** A dial that begins and ends at one moment. */
function add(recent: RecentDials, key: string, ended: { readonly result: MakeCallResult } | string, at: number): void {
  recent.find(key, BRAND, at);
  const dial = recent.begin(key, pending);
  if (typeof ended === 'string') recent.fail(key, dial, ended, at);
  else recent.succeed(key, dial, BRAND, ended.result, at);
}

test('each is kept for exactly one window after its end, wherever in it the generations change', () => {
  for (let start = 0; start <= 2_000; start += 100) {
    for (const lasted of [0, 50, 999, 1_000, 1_999, 2_000, 5_000]) {
      const recent = new RecentDials(1_000);
      const result = placed();
      add(recent, 'first', 'another', 0);
      recent.find('key', BRAND, start);
      recent.succeed('key', recent.begin('key', pending), BRAND, result, start + lasted);
      const end = start + lasted;
      for (let age = 0; age < 1_000; age += 111) expect(recent.find('key', BRAND, end + age)).toMatchObject({ result });
      expect(recent.find('key', BRAND, end + 1_000)).toBeUndefined();
    }
  }
});

test('and for no less where the clock tells parts of a millisecond', () => {
  for (const start of [0.1, 250.5, 999.9, 1_000.1, 1_999.9]) {
    const recent = new RecentDials(1_000);
    add(recent, 'first', 'another', 0);
    add(recent, 'key', 'it', start);
    add(recent, 'later', 'another', start + 900);
    expect(recent.find('key', BRAND, start + 999.9)).toMatchObject({ failure: 'it' });
    expect(recent.find('key', BRAND, start + 1_001)).toBeUndefined();
  }
});

test('one that is under way stays known for as long as it takes, whatever comes and goes meanwhile', () => {
  for (const step of [10, 300, 999, 1_000, 1_001, 2_500]) {
    const recent = new RecentDials(1_000);
    recent.find('key', BRAND, 0);
    const dial = recent.begin('key', pending);
    for (let now = 0; now < 10_000; now += step) {
      expect(recent.find('key', BRAND, now)).toBe(dial);
      add(recent, `another ${now}`, 'another', now);
    }
    recent.forget('key');
    expect(recent.find('key', BRAND, 10_000)).toBeUndefined();
  }
});

test('a long silence forgets everything that has ended, and nothing of it comes back', () => {
  const recent = new RecentDials(1_000);
  add(recent, 'key', { result: accepted }, 0);
  expect(recent.find('key', BRAND, 60_000)).toBeUndefined();
  add(recent, 'other', 'it', 60_100);
  recent.identify(BRAND, 'reference', CALL, 60_100);
  recent.release(BRAND, CALL, 60_200);
  expect(recent.find('key', BRAND, 60_300)).toBeUndefined();
  expect(recent.find('other', BRAND, 60_300)).toMatchObject({ failure: 'it' });
});

test('an accepted dial that has become a call ends with that call, also one of the older generation', () => {
  const recent = new RecentDials(1_000);
  add(recent, 'key', { result: accepted }, 900);
  recent.identify(BRAND, 'reference', CALL, 1_500);
  recent.release(BRAND, CALL, 1_600.5);
  expect(recent.find('key', BRAND, 1_600.5)).toBeUndefined();
});

test('a call ends its own dial: not one of another brand with the same id, nor one of a reference that reads the same', () => {
  const recent = new RecentDials(1_000);
  const reference: MakeCallResult = { status: 'accepted', reference: CALL };
  add(recent, 'mine', { result: placed() }, 0);
  add(recent, 'theirs', { result: placed() }, 0);
  add(recent, 'accepted', { result: reference }, 0);
  recent.release(BRAND, CALL, 10);
  expect(recent.find('mine', BRAND, 10)).toBeUndefined();
  expect(recent.find('theirs', OTHER_BRAND, 10)).toMatchObject({ result: placed() });
  expect(recent.find('accepted', BRAND, 10)).toMatchObject({ result: reference });
});

test('a call that was over before a dial got the same id does not end that dial', () => {
  const recent = new RecentDials(1_000);
  recent.release(BRAND, CALL, 200);
  add(recent, 'key', { result: placed() }, 200);
  expect(recent.find('key', BRAND, 300)).toMatchObject({ result: placed() });
  recent.release(BRAND, CALL, 300);
  expect(recent.find('key', BRAND, 300)).toBeUndefined();
});
