import type { Clock, ScheduledTask } from './clock.ts';

interface WaitingTask {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
}

/** A clock that stands still until a test advances it. */
export class ManualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #waiting = new Set<WaitingTask>();

  /** Starts at a time in milliseconds since the epoch; by default the present, so that signatures are fresh. */
  constructor(startsAt: number = Date.now()) {
    this.#now = startsAt;
  }

  /** The present time in milliseconds since the epoch. */
  now(): number {
    return this.#now;
  }

  /** How many tasks wait for their time. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** Runs a task when `advance` has passed the delay in milliseconds. */
  schedule(delayMs: number, run: () => void | Promise<void>): ScheduledTask {
    const task: WaitingTask = { dueAt: this.#now + Math.max(0, delayMs), order: this.#order++, run };
    this.#waiting.add(task);
    return { cancel: () => void this.#waiting.delete(task) };
  }

  /** Moves time forward in milliseconds, runs what falls due in order of time and waits for each task to finish. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (let task = this.#next(until); task !== undefined; task = this.#next(until)) {
      this.#waiting.delete(task);
      this.#now = Math.max(this.#now, task.dueAt);
      await task.run();
    }
    this.#now = Math.max(this.#now, until);
  }

  #next(until: number): WaitingTask | undefined {
    let first: WaitingTask | undefined;
    for (const task of this.#waiting) {
      if (task.dueAt > until) continue;
      if (first === undefined || task.dueAt < first.dueAt || (task.dueAt === first.dueAt && task.order < first.order)) {
        first = task;
      }
    }
    return first;
  }
}
