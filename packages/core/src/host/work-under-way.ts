import type { Clock } from '../runtime/clock.ts';

/** Counts what is under way, so that closing can wait for it. */
export class WorkUnderWay {
  readonly #clock: Clock;
  #count = 0;
  #onNone: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    if (this.#count === 0) this.#onNone?.();
  }

  /** Resolves when nothing is under way, or after `ms` milliseconds. */
  async drained(ms: number): Promise<void> {
    if (this.#count === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.setTimer(ms, resolve);
      this.#onNone = () => {
        cancel();
        resolve();
      };
    });
  }
}
