import type { Clock, ScheduledTask } from './clock.ts';

/** The time of a dialler: its clock, its tasks, and the local time in which ViciDial writes every date. */
export class DiallerTime {
  /** Whole hours east of Greenwich; ViciDial's dates carry no offset, and mean the server's local time. */
  readonly utcOffsetHours: number;
  readonly #clock: Clock;
  readonly #tasks = new Set<ScheduledTask>();
  #closed = false;

  constructor(clock: Clock, utcOffsetHours: number) {
    this.#clock = clock;
    this.utcOffsetHours = utcOffsetHours;
  }

  /** Milliseconds since the Unix epoch. */
  now(): number {
    return this.#clock.now();
  }

  /** Seconds since the Unix epoch, as ViciDial counts. */
  epochSeconds(): number {
    return Math.floor(this.now() / 1_000);
  }

  /** `2026-01-05 04:00:00`, in the server's local time. */
  sqlDateTime(atMs: number = this.now()): string {
    return this.#local(atMs).slice(0, 19).replace('T', ' ');
  }

  /** `20260105-040000`, as file names have it. */
  fileDateTime(atMs: number = this.now()): string {
    return this.#local(atMs).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  }

  /** `105040000`: month without its first digit, day, time. Call ids have room for nine digits (vdc_db_query.php). */
  callerIdDate(): string {
    return this.#local(this.now()).slice(0, 19).replaceAll(/\D/g, '').slice(5);
  }

  /** RFC 3339, for the witness; ViciDial itself never writes it. */
  timestamp(): string {
    return new Date(this.now()).toISOString();
  }

  /** Runs a task after a delay in milliseconds, unless the dialler is closed first. */
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

  /** Resolves after a delay in milliseconds, or at once when the signal aborts; never rejects. */
  pause(delayMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        task.cancel();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const task = this.schedule(delayMs, finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }

  /** Takes back every task and accepts no more. */
  close(): void {
    this.#closed = true;
    for (const task of this.#tasks) task.cancel();
    this.#tasks.clear();
  }

  #local(atMs: number): string {
    return new Date(atMs + this.utcOffsetHours * 3_600_000).toISOString();
  }
}
