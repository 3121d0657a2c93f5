import type { Clock } from './clock.ts';

/** The machine's own clock; its timers never keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(() => void task(), delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
