import type { Clock } from '@elasticfunnels/switch-core';

/** Texts, each for one span of time since it was added last. */
export class RecentTexts {
  readonly #clock: Clock;
  readonly #keptMs: number;
  /** Until when, on the monotonic clock. All are kept equally long: the first is the oldest. */
  readonly #expiry = new Map<string, number>();

  constructor(clock: Clock, keptMs: number) {
    this.#clock = clock;
    this.#keptMs = keptMs;
  }

  add(text: string): void {
    this.#forgetExpired();
    this.#expiry.delete(text);
    this.#expiry.set(text, this.#clock.monotonicMs() + this.#keptMs);
  }

  /** For how much longer it is kept, in milliseconds; 0 for one that is not. */
  leftMs(text: string): number {
    this.#forgetExpired();
    const expiresAtMs = this.#expiry.get(text);
    return expiresAtMs === undefined ? 0 : expiresAtMs - this.#clock.monotonicMs();
  }

  #forgetExpired(): void {
    const now = this.#clock.monotonicMs();
    for (const [text, expiresAtMs] of this.#expiry) {
      if (expiresAtMs > now) return;
      this.#expiry.delete(text);
    }
  }
}
