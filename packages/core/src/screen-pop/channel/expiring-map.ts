import type { Clock } from '../../runtime/clock.ts';

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
export class ExpiringMap<Value> {
  readonly #options: ExpiringMapOptions<Value>;
  readonly #values = new Map<string, Value>();
  // One iterator that is kept: a new one would skip, each time, all the places that removed keys have left at the front.
  #front: MapIterator<[string, Value]>;
  #oldest: readonly [string, Value] | undefined;

  constructor(options: ExpiringMapOptions<Value>) {
    this.#options = options;
    this.#front = this.#values.entries();
  }

  /** How many are held, those included that have expired and are still to go. */
  get size(): number {
    return this.#values.size;
  }

  find(key: string): Value | undefined {
    const value = this.#values.get(key);
    return value === undefined || this.#hasExpired(value) ? undefined : value;
  }

  /** Also what has expired and is still to go. */
  peek(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#sweep();
    this.#values.set(key, value);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  #hasExpired(value: Value): boolean {
    return this.#options.expiresAtMs(value) <= this.#options.clock.monotonicMs();
  }

  #sweep(): void {
    for (let oldest = this.#findOldest(); oldest !== undefined; oldest = this.#findOldest()) {
      const [key, value] = oldest;
      const expired = this.#hasExpired(value);
      if (!expired && this.#values.size < this.#options.maxSize) return;
      this.#values.delete(key);
      if (!expired) this.#options.onDropped?.();
    }
  }

  // Whatever the iterator has passed is gone, or was set again and stands further back.
  #findOldest(): readonly [string, Value] | undefined {
    while (this.#values.size > 0) {
      if (this.#oldest !== undefined && this.#values.get(this.#oldest[0]) === this.#oldest[1]) return this.#oldest;
      const next = this.#front.next();
      if (next.done === true) this.#front = this.#values.entries();
      this.#oldest = next.done === true ? undefined : next.value;
    }
    this.#oldest = undefined;
    return undefined;
  }
}
