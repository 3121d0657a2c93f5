/** A task that was handed to a clock and has not run yet. */
export interface ScheduledTask {
  /** Takes the task back; does nothing once it has run. */
  cancel(): void;
}

/**
 * Where time comes from, so that tests can drive it. It has the shape of the Five9 middleware's clock on purpose: one
 * `ManualClock` drives both.
 *
 * @example
 * const clock: Clock = new ManualClock();
 * clock.schedule(2_000, () => console.log('two seconds later'));
 */
export interface Clock {
  /** The present time in milliseconds since the Unix epoch. */
  now(): number;
  /** Runs a task once after a delay in milliseconds; the task must not throw. */
  schedule(delayMs: number, task: () => void | Promise<void>): ScheduledTask;
}

/** The machine's own clock; its timers never keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(() => void task(), delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
