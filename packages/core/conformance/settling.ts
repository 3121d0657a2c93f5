import { fail } from 'node:assert/strict';

/** The same promise, to be awaited later: a failure that comes before that is not an unhandled one. */
export function hold<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}

/** The same outcome, or an assertion error that tells what did not settle within `ms` milliseconds. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'too late'>((resolve) => {
    timer = setTimeout(() => resolve('too late'), ms);
  });
  try {
    const first = await Promise.race([work.then((value) => ({ value })), tooLate]);
    return first === 'too late' ? fail(`${what} did not settle within ${ms} ms.`) : first.value;
  } finally {
    clearTimeout(timer);
  }
}

const POLL_MS = 5;

/** Waits until a condition holds. @throws AssertionError after `ms` milliseconds. */
export async function until(ms: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const endsAtMs = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > endsAtMs) fail(`${what}, within ${ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
