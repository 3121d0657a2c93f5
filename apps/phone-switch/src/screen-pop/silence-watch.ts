import type { Clock } from '@elasticfunnels/switch-core';

/** After how long without any delivery it is told, in milliseconds. */
const SILENCES: readonly number[] = [15_000, 120_000, 600_000];

/** Tells that nothing has arrived, a few times; ends when something has. */
export class SilenceWatch {
  #cancel = (): void => {};

  constructor(clock: Clock, onSilence: (seconds: number) => void) {
    const startedAt = clock.monotonicMs();
    const wait = (left: readonly number[]): void => {
      const [next, ...later] = left;
      if (next === undefined) return;
      this.#cancel = clock.setTimer(startedAt + next - clock.monotonicMs(), () => {
        onSilence(next / 1_000);
        wait(later);
      });
    };
    wait(SILENCES);
  }

  end(): void {
    this.#cancel();
  }
}
