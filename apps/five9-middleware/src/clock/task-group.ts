import type { Clock, ScheduledTask } from './clock.ts';

/** Scheduled tasks that end together when their owner closes. */
export class TaskGroup {
  readonly #clock: Clock;
  readonly #tasks = new Set<ScheduledTask>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs a task after a delay in milliseconds, unless the group is closed first. */
  schedule(delayMs: number, run: () => void | Promise<void>): ScheduledTask {
    if (this.#closed) return { cancel: () => undefined };
    const task = this.#clock.schedule(delayMs, () => {
      this.#tasks.delete(task);
      return run();
    });
    this.#tasks.add(task);
    return {
      cancel: () => {
        this.#tasks.delete(task);
        task.cancel();
      },
    };
  }

  /** Takes back every task and accepts no more. */
  close(): void {
    this.#closed = true;
    for (const task of this.#tasks) task.cancel();
    this.#tasks.clear();
  }
}
