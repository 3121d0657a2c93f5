/**
 * Time as the framework sees it: the wall clock for dates on the wire, the monotonic clock for durations.
 *
 * @example const clock: Clock = systemClock;
 */
export interface Clock {
  now(): Date;
  /** Milliseconds that only ever grow, from an arbitrary start. */
  monotonicMs(): number;
  /** Runs `callback` once after `ms` milliseconds; the returned function cancels it. */
  setTimer(ms: number, callback: () => void): () => void;
}

/** The longest that a timer of Node can wait, about 25 days; beyond it, one fires at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's own clocks. Its timers keep the process alive: each belongs to work that is under way. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  setTimer(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
