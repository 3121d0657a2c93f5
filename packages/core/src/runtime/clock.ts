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

/** The machine's own clocks. Its timers keep the process alive: each belongs to work that is under way. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  setTimer(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
