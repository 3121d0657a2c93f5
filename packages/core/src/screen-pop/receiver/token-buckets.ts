import { LRUCache } from 'lru-cache';
import type { Clock } from '../../runtime/clock.ts';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** How many keys are remembered at once; one that is forgotten begins anew with a full bucket. */
const MAX_KEYS = 10_000;
/** How many seconds' worth of tokens a bucket holds. */
const BURST_SECONDS = 2;

/** A rate for each key, of which only the latest keys are remembered, however many there are. */
export class TokenBuckets {
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_KEYS });
  readonly #perSecond: number;
  readonly #clock: Clock;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Whether there is a token for the key, which is then gone. */
  take(key: string): boolean {
    const bucket = this.#fill(key);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Puts a token back that was taken for what turned out to deserve none. */
  giveBack(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) bucket.tokens = Math.min(this.#capacity, bucket.tokens + 1);
  }

  get #capacity(): number {
    return this.#perSecond * BURST_SECONDS;
  }

  #fill(key: string): Bucket {
    const nowMs = this.#clock.monotonicMs();
    const present = this.#buckets.get(key);
    if (present === undefined) {
      const bucket = { tokens: this.#capacity, filledAtMs: nowMs };
      this.#buckets.set(key, bucket);
      return bucket;
    }
    const earned = ((nowMs - present.filledAtMs) / 1000) * this.#perSecond;
    present.tokens = Math.min(this.#capacity, present.tokens + earned);
    present.filledAtMs = nowMs;
    return present;
  }
}
