import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@elasticfunnels/switch-core';

interface Timer {
  readonly dueAtMs: number;
  readonly callback: () => void;
}

/** Where a fake clock starts unless told: a date that no test run happens on. */
const START = new Date('2026-01-05T09:00:00.000Z');

/**
 * A clock that moves only when it is told to.
 *
 * @example
 * const clock = new FakeClock();
 * const waiting = waitForRecording(phone, call, { clock, deadlineMs: 60_000 });
 * await clock.advance(1_000);
 */
export class FakeClock implements Clock {
  readonly #startedAtMs: number;
  readonly #timers = new Set<Timer>();
  #elapsedMs = 0;

  constructor(start: Date = START) {
    this.#startedAtMs = start.getTime();
  }

  /** How many timers wait; 0 when whatever was tested has cleaned up after itself. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  now(): Date {
    return new Date(this.#startedAtMs + this.#elapsedMs);
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  setTimer(ms: number, callback: () => void): () => void {
    const timer = { dueAtMs: this.#elapsedMs + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /**
   * Moves time on by `ms` milliseconds. Each timer that comes due runs at its own moment, in order, and promise chains
   * settle before the next: a timer that such a chain sets within the span still runs.
   */
  async advance(ms: number): Promise<void> {
    const endsAtMs = this.#elapsedMs + ms;
    await nextTurn();
    for (let timer = this.#findNext(endsAtMs); timer !== undefined; timer = this.#findNext(endsAtMs)) {
      this.#timers.delete(timer);
      this.#elapsedMs = Math.max(this.#elapsedMs, timer.dueAtMs);
      timer.callback();
      await nextTurn();
    }
    this.#elapsedMs = Math.max(this.#elapsedMs, endsAtMs);
    await nextTurn();
  }

  // Timers of the same moment run in the order in which they were set: a Set keeps it.
  #findNext(endsAtMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueAtMs <= endsAtMs && (next === undefined || timer.dueAtMs < next.dueAtMs)) next = timer;
    }
    return next;
  }
}
