/** A task that was handed to a clock and has not run yet. */
export interface ScheduledTask {
  /** Takes the task back; does nothing once it has run. */
  cancel(): void;
}

/**
 * Where time comes from, so that tests can drive it.
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

/** Resolves after a delay in milliseconds, or at once when the signal aborts; never rejects. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      task.cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const task = clock.schedule(delayMs, finish);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

/** The clock's present time as RFC 3339 with an offset. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
