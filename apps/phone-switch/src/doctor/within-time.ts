import type { Examination } from './examination.ts';

/** Why a wait ended without what it waited for. */
export type GivenUp = 'aborted' | 'timed_out';

/**
 * Waits for a callback, but no longer than the examination may, nor after it was given up. What `begin` returns is
 * called at the end in any case: it frees what was opened.
 */
export function withinTime<T>(
  { clock, waitMs, signal }: Examination,
  begin: (settle: (value: T) => void) => (() => void) | void,
): Promise<T | GivenUp> {
  return new Promise((resolve) => {
    let release: (() => void) | void;
    let settled = false;
    const end = (value: T | GivenUp): void => {
      if (settled) return;
      settled = true;
      cancel();
      signal.removeEventListener('abort', onAbort);
      release?.();
      resolve(value);
    };
    const onAbort = (): void => end('aborted');
    const cancel = clock.setTimer(waitMs, () => end('timed_out'));
    signal.addEventListener('abort', onAbort);
    release = begin(end);
    if (settled) release?.();
    else if (signal.aborted) onAbort();
  });
}
