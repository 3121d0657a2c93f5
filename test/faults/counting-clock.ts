import { type Clock, systemClock } from '@elasticfunnels/switch-core';

/** The machine's clock, which knows how many of its timers wait. */
export class CountingClock implements Clock {
  #pending = 0;

  get pendingTimers(): number {
    return this.#pending;
  }

  now(): Date {
    return systemClock.now();
  }

  monotonicMs(): number {
    return systemClock.monotonicMs();
  }

  setTimer(ms: number, callback: () => void): () => void {
    let waiting = true;
    this.#pending += 1;
    const end = (): boolean => {
      const first = waiting;
      if (first) this.#pending -= 1;
      waiting = false;
      return first;
    };
    const cancel = systemClock.setTimer(ms, () => {
      if (end()) callback();
    });
    return () => {
      if (end()) cancel();
    };
  }
}
