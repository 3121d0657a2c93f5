import type { Clock } from '../../runtime/clock.ts';

const SETTLED = Promise.resolve();

/** Work took longer than it may. */
export class TookTooLong extends Error {
  override readonly name: string = 'TookTooLong';

  constructor(ms: number) {
    super(`It took more than ${ms} ms.`);
  }
}

/**
 * What the work gives, or `TookTooLong` after `ms` milliseconds. Work that throws at once rejects like any other.
 *
 * @param onLate gets what the work gives when nobody waits for it any more
 */
export function within<T>(clock: Clock, ms: number, work: () => Promise<T>, onLate?: (value: T) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let waiting = true;
    let cancel: (() => void) | undefined;
    const stop = (): void => {
      waiting = false;
      cancel?.();
    };
    start(work).then(
      (value) => {
        if (!waiting) return onLate?.(value);
        stop();
        return resolve(value);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
    // Behind what has settled already, as a store within the process has: a timer for it would cost more than its work.
    void SETTLED.then(() => {
      if (!waiting) return;
      cancel = clock.setTimer(ms, () => {
        waiting = false;
        reject(new TookTooLong(ms));
      });
    });
  });
}

function start<T>(work: () => Promise<T>): Promise<T> {
  try {
    // Also what is no promise, as a store that was built without types may give.
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error);
  }
}
