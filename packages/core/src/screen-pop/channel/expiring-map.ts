import type { Clock } from '../../runtime/clock.ts';
import type { Digest } from './digest.ts';
import { DigestMap } from './digest-map.ts';

/** How much an `ExpiringMap` keeps, and for how long. */
export interface ExpiringMapOptions<Value> {
  readonly clock: Clock;
  /** Beyond this many the oldest are dropped. */
  readonly maxSize: number;
  /** On the monotonic clock. Values that are set later must not expire earlier. */
  readonly expiresAtMs: (value: Value) => number;
  /** Something was dropped before its time. */
  readonly onDropped?: () => void;
}

/** A bounded map whose values expire, without timers: what has expired goes as others come. */
export class ExpiringMap<Value extends object | number> {
  readonly #options: ExpiringMapOptions<Value>;
  readonly #values = new DigestMap<Value>();

  constructor(options: ExpiringMapOptions<Value>) {
    this.#options = options;
  }

  /** How many are held, those included that have expired and are still to go. */
  get size(): number {
    return this.#values.size;
  }

  find(key: Digest): Value | undefined {
    const value = this.#values.get(key);
    return value === undefined || this.#hasExpired(value) ? undefined : value;
  }

  /** Also what has expired and is still to go. */
  peek(key: Digest): Value | undefined {
    return this.#values.get(key);
  }

  set(key: Digest, value: Value): void {
    this.#values.set(key, value);
    this.#sweep();
  }

  delete(key: Digest): void {
    this.#values.delete(key);
  }

  #hasExpired(value: Value): boolean {
    return this.#options.expiresAtMs(value) <= this.#options.clock.monotonicMs();
  }

  #sweep(): void {
    for (let oldest = this.#values.findOldest(); oldest !== undefined; oldest = this.#values.findOldest()) {
      const expired = this.#hasExpired(oldest);
      if (!expired && this.#values.size <= this.#options.maxSize) return;
      this.#values.deleteOldest();
      if (!expired) this.#options.onDropped?.();
    }
  }
}
