import type { Clock, DialBounds } from '@elasticfunnels/switch-core';

/** Why something was not waited for any longer. */
export type GivenUp = 'aborted' | 'timed_out';

/** What was waited for, or why it was not. */
export type Waited<T> = { readonly value: T } | { readonly gaveUp: GivenUp };

/**
 * What `work` gives, unless the signal aborts or the time is over before that: then it goes on, and whatever comes of it,
 * an error too, is nobody's.
 */
export function within<T>(clock: Clock, { deadlineMs, signal }: DialBounds, work: Promise<T>): Promise<Waited<T>> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
    };
    const giveUp = (gaveUp: GivenUp): void => {
      stop();
      resolve({ gaveUp });
    };
    const onAbort = (): void => giveUp('aborted');
    const cancelTimer = clock.setTimer(Math.max(0, deadlineMs), () => giveUp('timed_out'));
    signal?.addEventListener('abort', onAbort);
    work.then(
      (value) => {
        stop();
        resolve({ value });
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
    if (signal?.aborted === true) onAbort();
  });
}
