import { describe, expect, test } from 'vitest';
import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { type KnownDial, RecentDials } from './recent-dials.ts';

const BRAND = 'acme' as BrandId;
const OTHER_BRAND = 'other' as BrandId;
const CALL = 'call' as CallId;
const WINDOW_MS = 1_000;
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

/** Where what ended is put away, and when, must not show: so others dial now and then, until silence falls. */
class Traffic {
  readonly recent = new RecentDials(WINDOW_MS);
  readonly #everyMs: number;
  readonly #silentFromMs: number;
  #nextAtMs = 0;

  constructor(everyMs: number, silentFromMs: number) {
    this.#everyMs = everyMs;
    this.#silentFromMs = silentFromMs;
  }

  /** The same dials, with time having come so far. */
  at(nowMs: number): RecentDials {
    for (; this.#nextAtMs <= Math.min(nowMs, this.#silentFromMs); this.#nextAtMs += this.#everyMs) {
      add(this.recent, `another ${this.#nextAtMs}`, { result: placed('theirs' as CallId) }, this.#nextAtMs);
    }
    return this.recent;
  }

  dial(startMs: number): KnownDial {
    this.at(startMs).find('key', BRAND, startMs);
    return this.recent.begin('key', pending);
  }

  find(nowMs: number): KnownDial | undefined {
    return this.at(nowMs).find('key', BRAND, nowMs);
  }
}

/** Every way in which others may dial before, during and after something that begins at `startMs` and takes `lastsMs`. */
function* everyTraffic(lasts: readonly number[]): Generator<{ open: () => Traffic; startMs: number; endMs: number }> {
  for (const lastsMs of lasts)
    for (let startMs = 0; startMs <= 2 * WINDOW_MS; startMs += 250)
      for (const everyMs of [100, 400, 999, 1_000, 1_500, 20_000])
        for (const silentFromMs of [startMs, startMs + lastsMs, Number.POSITIVE_INFINITY])
          yield { open: () => new Traffic(everyMs, silentFromMs), startMs, endMs: startMs + lastsMs };
}

describe('whatever others dial before, meanwhile and after', () => {
  test('a dial is known as under way until it ends, and then for exactly one window', () => {
    for (const { open, startMs, endMs } of everyTraffic([0, 50, 999, 1_000, 1_999, 2_000, 5_000])) {
      for (const age of [0, 499, 999, 1_000, 1_001]) {
        const traffic = open();
        const dial = traffic.dial(startMs);
        expect(traffic.find(endMs)).toBe(dial);
        traffic.recent.succeed('key', dial, BRAND, placed(), endMs);
        const known = traffic.find(endMs + age);
        if (age < WINDOW_MS) expect(known).toMatchObject({ result: placed() });
        else expect(known).toBeUndefined();
      }
    }
  });

  test('it is known for that long as well where nobody asks for it before', () => {
    for (const { open, startMs, endMs } of everyTraffic([0, 999, 1_001, 1_500, 2_500])) {
      const traffic = open();
      const dial = traffic.dial(startMs);
      traffic.at(endMs).fail('key', dial, 'it', endMs);
      expect(traffic.find(endMs + 999)).toMatchObject({ failure: 'it' });
    }
  });

  test('a call that is over frees its dial, and only it', () => {
    for (const { open, startMs, endMs } of everyTraffic([0, 1, 500, 999])) {
      for (const age of [0, 500, 999]) {
        const traffic = open();
        const dial = traffic.dial(startMs);
        traffic.recent.succeed('key', dial, BRAND, placed(), startMs);
        traffic.at(endMs).release(BRAND, 'nobody’s' as CallId, endMs);
        expect(traffic.find(endMs)).toBe(dial);
        traffic.recent.release(BRAND, CALL, endMs);
        expect(traffic.find(endMs + age)).toBeUndefined();
      }
    }
  });

  test('so does the call that an accepted dial has become, from the moment this is known', () => {
    for (const { open, startMs, endMs } of everyTraffic([0, 1, 500, 998])) {
      for (const identifiedMs of [startMs, (startMs + endMs) / 2, endMs]) {
        const traffic = open();
        const dial = traffic.dial(startMs);
        traffic.recent.succeed('key', dial, BRAND, accepted, startMs);
        traffic.at(identifiedMs).release(BRAND, CALL, identifiedMs);
        expect(traffic.find(identifiedMs)).toBe(dial);
        traffic.recent.identify(BRAND, 'reference', CALL, identifiedMs);
        // A reference that nobody knows takes the call from no other.
        traffic.recent.identify(BRAND, 'unknown', CALL, identifiedMs);
        expect(traffic.find(endMs)).toBe(dial);
        traffic.recent.release(BRAND, CALL, endMs + 0.5);
        expect(traffic.find(endMs + 0.5)).toBeUndefined();
      }
    }
  });
});

test('each is known for no less than a window where the clock tells parts of a millisecond', () => {
  for (const start of [0.1, 250.5, 999.9, 1_000.1, 1_999.9]) {
    const recent = new RecentDials(WINDOW_MS);
    add(recent, 'first', 'another', 0);
    add(recent, 'key', 'it', start);
    add(recent, 'later', 'another', start + 900);
    expect(recent.find('key', BRAND, start + 999.9)).toMatchObject({ failure: 'it' });
    expect(recent.find('key', BRAND, start + 1_001)).toBeUndefined();
  }
});

test('one that is under way stays known for as long as it takes, whatever comes and goes meanwhile', () => {
  for (const step of [10, 300, 999, 1_000, 1_001, 2_500]) {
    const recent = new RecentDials(WINDOW_MS);
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
  const recent = new RecentDials(WINDOW_MS);
  add(recent, 'key', { result: accepted }, 0);
  expect(recent.find('key', BRAND, 60_000)).toBeUndefined();
  add(recent, 'other', 'it', 60_100);
  recent.identify(BRAND, 'reference', CALL, 60_100);
  recent.release(BRAND, CALL, 60_200);
  expect(recent.find('key', BRAND, 60_300)).toBeUndefined();
  expect(recent.find('other', BRAND, 60_300)).toMatchObject({ failure: 'it' });
});

test('a call ends its own dial: not one of another brand with the same id, nor one of a reference that reads the same', () => {
  const recent = new RecentDials(WINDOW_MS);
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
  const recent = new RecentDials(WINDOW_MS);
  recent.release(BRAND, CALL, 200);
  add(recent, 'key', { result: placed() }, 200);
  expect(recent.find('key', BRAND, 300)).toMatchObject({ result: placed() });
  recent.release(BRAND, CALL, 300);
  expect(recent.find('key', BRAND, 300)).toBeUndefined();
});

// Each generation goes through all that are under way: one for each dial, and a dial costs the more the more there are.
test('where nothing is remembered, dials that are under way at once share a generation all the same', () => {
  const recent = new RecentDials(0);
  const generations = Array.from({ length: 100 }, (_, index) => {
    recent.find(`key ${index}`, BRAND, index);
    return recent.begin(`key ${index}`, pending).generation;
  });
  expect(new Set(generations).size).toBe(1);
});
