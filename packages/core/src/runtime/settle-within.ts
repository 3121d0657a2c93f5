import type { Clock } from './clock.ts';

/** The outcome of `work`, unless it takes longer than so many milliseconds: then `tooLate`, and what comes later is dropped. */
export function settleWithin<T>(clock: Clock, ms: number, work: Promise<T>, tooLate: Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(ms, () => reject(tooLate));
    work.finally(cancel).then(resolve, reject);
  });
}
