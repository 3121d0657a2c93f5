import type { Clock } from './clock.ts';

/** Why a wait ended before its answer: the caller gave up, or the deadline passed. */
export type Interruption = 'aborted' | 'timed_out';

/** What bounds a wait. */
export interface WaitBounds {
  readonly clock: Clock;
  /** Milliseconds left; no bound when absent. */
  readonly ms?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls back once, when the signal aborts or the time is over, whichever is first; the returned function stops the
 * watch. An own timer and listener: `AbortSignal.any` and `AbortSignal.timeout` cost many times more per call.
 */
export function onInterruption(bounds: WaitBounds, callback: (why: Interruption) => void): () => void {
  const { clock, ms, signal } = bounds;
  // Without a signal the timer is all there is, and what cancels it is what stops the watch.
  if (signal === undefined && ms !== undefined) return clock.setTimer(Math.max(0, ms), () => callback('timed_out'));
  let watching = true;
  const stop = (): void => {
    watching = false;
    cancelTimer?.();
    signal?.removeEventListener('abort', onAbort);
  };
  const end = (why: Interruption): void => {
    // A signal that was aborted from the start tells so a moment later: the watch may be over by then.
    if (!watching) return;
    stop();
    callback(why);
  };
  const onAbort = (): void => end('aborted');
  const cancelTimer = ms === undefined ? undefined : clock.setTimer(Math.max(0, ms), () => end('timed_out'));
  if (signal?.aborted === true) queueMicrotask(onAbort);
  else signal?.addEventListener('abort', onAbort);
  return stop;
}

/** Waits `ms` milliseconds, or until the signal aborts; tells which. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<'slept' | 'aborted'> {
  return new Promise((resolve) => {
    onInterruption({ clock, ms, signal }, (why) => resolve(why === 'aborted' ? 'aborted' : 'slept'));
  });
}

/** A point on the monotonic clock by which something must have settled. */
export class Deadline {
  readonly #clock: Clock;
  readonly #endsAt: number;
  /** The whole span, in milliseconds. */
  readonly totalMs: number;

  constructor(clock: Clock, totalMs: number) {
    this.#clock = clock;
    this.#endsAt = clock.monotonicMs() + totalMs;
    this.totalMs = totalMs;
  }

  /** Milliseconds left, never negative. */
  remainingMs(): number {
    return Math.max(0, this.#endsAt - this.#clock.monotonicMs());
  }
}
