import { describe, expect, test } from 'vitest';
import { OriginBreaker } from './origin-breaker.ts';
import { DEFAULT_ORIGIN_LIMITS, type OriginLimits } from './origin-limits.ts';

const limits: OriginLimits = {
  ...DEFAULT_ORIGIN_LIMITS,
  failuresInARow: 3,
  failuresWithinMs: 1_000,
  firstPauseMs: 2_000,
  longestPauseMs: 10_000,
};
const DEADLINE_MS = 5_000;

/** A breaker that opened at this moment. */
function openAt(nowMs: number): OriginBreaker {
  const breaker = new OriginBreaker(limits);
  for (let failure = 1; failure <= 3; failure += 1) breaker.failed('through', nowMs);
  return breaker;
}

describe('it opens', () => {
  test('after so many failures in a row, and not one sooner', () => {
    const breaker = new OriginBreaker(limits);
    expect([0, 1, 2].map((nowMs) => breaker.failed('through', nowMs))).toEqual([false, false, true]);
    expect(breaker.open).toBe(true);
  });

  test('not when an answer came in between, however long that went on', () => {
    const breaker = new OriginBreaker(limits);
    for (let round = 0; round < 50; round += 1) {
      breaker.failed('through', round);
      breaker.failed('through', round);
      breaker.answered();
    }
    expect(breaker.open).toBe(false);
  });

  test('and an answer closes nothing that was not open', () => {
    const breaker = new OriginBreaker(limits);
    expect(breaker.answered()).toBe(false);
    breaker.failed('through', 0);
    expect(breaker.answered()).toBe(false);
  });

  test('not when they are too far apart, but as soon as three are close together, wherever the first stood', () => {
    const breaker = new OriginBreaker(limits);
    const opened = [0, 600, 1_200, 1_600].map((nowMs) => breaker.failed('through', nowMs));
    expect(opened).toEqual([false, false, false, true]);
  });
});

describe('while it is open', () => {
  test('what may be repeated is refused until the pause is over; what may not, a quarter longer', () => {
    const breaker = openAt(100);
    expect(breaker.admit('repeatable', DEADLINE_MS, 2_099)).toEqual({ retryAtMs: 2_100 });
    expect(breaker.admit('once', DEADLINE_MS, 2_100)).toEqual({ retryAtMs: 2_600 });
    expect(breaker.admit('once', DEADLINE_MS, 2_600)).toBe('trial');
  });

  test('a question whether the switch can be reached goes through at any time', () => {
    const breaker = openAt(0);
    expect(breaker.admit('check', DEADLINE_MS, 1)).toBe('through');
    expect(breaker.admit('check', DEADLINE_MS, 2_000)).toBe('trial');
    expect(breaker.admit('check', DEADLINE_MS, 2_000)).toBe('through');
  });

  test('failures of those that were on their way do not make the pause longer', () => {
    const breaker = openAt(0);
    expect(breaker.failed('through', 1_500)).toBe(false);
    expect(breaker.openUntilMs).toBe(2_000);
  });

  test('an answer to one of those that were on their way closes it', () => {
    const breaker = openAt(0);
    expect(breaker.answered()).toBe(true);
    expect(breaker.admit('once', DEADLINE_MS, 1)).toBe('through');
  });
});

describe('once the pause is over', () => {
  test('one request is the trial, and the others are told when to ask again', () => {
    const breaker = openAt(0);
    expect(breaker.admit('repeatable', DEADLINE_MS, 2_000)).toBe('trial');
    // Not the trial's whole deadline: it is likely to be over long before.
    expect(breaker.admit('repeatable', DEADLINE_MS, 2_100)).toEqual({ retryAtMs: 4_100 });
    expect(breaker.admit('once', DEADLINE_MS, 6_900)).toEqual({ retryAtMs: 7_000 });
  });

  test('a trial that is answered closes it, and the next failures count from the beginning', () => {
    const breaker = openAt(0);
    breaker.admit('repeatable', DEADLINE_MS, 2_000);
    expect(breaker.answered()).toBe(true);
    expect([2_001, 2_002, 2_003].map((nowMs) => breaker.failed('through', nowMs))).toEqual([false, false, true]);
    expect(breaker.openUntilMs).toBe(2_003 + 2_000);
  });

  test('each trial that fails doubles the pause, up to the longest', () => {
    const breaker = openAt(0);
    const pauses: number[] = [];
    let nowMs = 2_000;
    for (let trial = 1; trial <= 5; trial += 1) {
      expect(breaker.admit('repeatable', DEADLINE_MS, nowMs)).toBe('trial');
      expect(breaker.failed('trial', nowMs)).toBe(true);
      pauses.push((breaker.openUntilMs ?? 0) - nowMs);
      nowMs = breaker.openUntilMs ?? 0;
    }
    expect(pauses).toEqual([4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  test('a trial that says nothing makes room for the next at once', () => {
    const breaker = openAt(0);
    breaker.admit('repeatable', DEADLINE_MS, 2_000);
    breaker.trialEnded();
    expect(breaker.admit('repeatable', DEADLINE_MS, 2_001)).toBe('trial');
  });

  test('a trial that never settles keeps the origin out no longer than its own deadline', () => {
    const breaker = openAt(0);
    breaker.admit('repeatable', DEADLINE_MS, 2_000);
    expect(breaker.admit('repeatable', DEADLINE_MS, 6_999)).not.toBe('trial');
    expect(breaker.admit('repeatable', DEADLINE_MS, 7_000)).toBe('trial');
  });
});

test('it is as good as new when it never failed, was answered, or its failures are too old to count', () => {
  const breaker = new OriginBreaker(limits);
  expect(breaker.isFresh(0)).toBe(true);
  breaker.failed('through', 500);
  expect(breaker.isFresh(1_500)).toBe(false);
  expect(breaker.isFresh(1_501)).toBe(true);
  expect(openAt(0).isFresh(1_000_000)).toBe(false);
});
