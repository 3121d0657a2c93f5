import { type Clock, systemClock } from '../runtime/clock.ts';

/** Timers that are as long as this, in milliseconds, are deadlines: they wait to be hurried. */
const LONG_MS = 1_000;

/** The machine's clock, but that its long timers come due when a test says so and never before. */
export interface HurriedClock extends Clock {
  /** An hour passes at once. */
  hurry(): void;
  /** How many timers wait. */
  readonly pendingTimers: number;
}

/** A clock for tests in which nothing may depend on how busy the machine is, and silence must not take its time. */
export function makeHurriedClock(): HurriedClock {
  const long = new Set<() => void>();
  let pending = 0;
  let jumpedMs = 0;
  return {
    now: () => systemClock.now(),
    monotonicMs: () => systemClock.monotonicMs() + jumpedMs,
    setTimer(ms, callback) {
      let waiting = true;
      pending += 1;
      const end = (): boolean => {
        const first = waiting;
        if (first) pending -= 1;
        waiting = false;
        long.delete(fire);
        return first;
      };
      const fire = (): void => {
        if (end()) callback();
      };
      const cancel = ms < LONG_MS ? systemClock.setTimer(ms, fire) : undefined;
      if (cancel === undefined) long.add(fire);
      return () => {
        if (end()) cancel?.();
      };
    },
    hurry() {
      jumpedMs += 3_600_000;
      // Not those that a caller of one of them sets at once.
      const due = [...long];
      for (const fire of due) fire();
    },
    get pendingTimers() {
      return pending;
    },
  };
}
