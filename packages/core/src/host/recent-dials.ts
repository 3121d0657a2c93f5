import type { DialOutcome } from './dial-guard.ts';

interface Recent {
  readonly outcome: DialOutcome;
  /** On the monotonic clock. */
  expiresAtMs: number;
}

/** The dials that ended within one window of time. */
interface Generation {
  readonly startedAtMs: number;
  readonly byKey: Map<string, Recent>;
  readonly byName: Map<string, Recent>;
}

function startGeneration(nowMs: number): Generation {
  return { startedAtMs: nowMs, byKey: new Map(), byName: new Map() };
}

/**
 * Dials that have ended, each kept for one window of time under its key and under the names of its call.
 *
 * In two generations: the older one goes as a whole once all in it has expired. Without timers, and without a removal for
 * each dial: at thousands a second, that would cost more than anything else that is done for a dial.
 */
export class RecentDials {
  readonly #windowMs: number;
  #newer: Generation = startGeneration(Number.NEGATIVE_INFINITY);
  #older: Generation = this.#newer;

  /** How long each is kept, in milliseconds. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  find(key: string, nowMs: number): DialOutcome | undefined {
    this.#rotate(nowMs);
    return living(this.#newer.byKey.get(key) ?? this.#older.byKey.get(key), nowMs)?.outcome;
  }

  add(key: string, name: string | undefined, outcome: DialOutcome, nowMs: number): void {
    this.#rotate(nowMs);
    const recent = { outcome, expiresAtMs: nowMs + this.#windowMs };
    this.#newer.byKey.set(key, recent);
    if (name !== undefined) this.#newer.byName.set(name, recent);
  }

  /** Whatever has the one name has the other as well. */
  addName(name: string, other: string, nowMs: number): void {
    const recent = this.#findNamed(name, nowMs);
    if (recent !== undefined) this.#newer.byName.set(other, recent);
  }

  /** Ends what has this name before its time. */
  expireNamed(name: string, nowMs: number): void {
    const recent = this.#findNamed(name, nowMs);
    if (recent !== undefined) recent.expiresAtMs = nowMs;
  }

  #findNamed(name: string, nowMs: number): Recent | undefined {
    this.#rotate(nowMs);
    return living(this.#newer.byName.get(name) ?? this.#older.byName.get(name), nowMs);
  }

  // What ends is added to the newer generation, before that is a window old; so it has expired when that is two.
  #rotate(nowMs: number): void {
    const age = nowMs - this.#newer.startedAtMs;
    if (age < this.#windowMs) return;
    const fresh = startGeneration(nowMs);
    this.#older = age < 2 * this.#windowMs ? this.#newer : fresh;
    this.#newer = fresh;
  }
}

function living(recent: Recent | undefined, nowMs: number): Recent | undefined {
  return recent !== undefined && recent.expiresAtMs > nowMs ? recent : undefined;
}
