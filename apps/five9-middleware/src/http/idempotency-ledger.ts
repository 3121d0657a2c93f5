import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Answer } from '../contract/answer.ts';
import { Refusal } from '../contract/refusal.ts';

/** One request that carries an `Idempotency-Key`. */
export interface KeyedRequest {
  /** Whose key it is: two credentials may use the same key. */
  readonly scope: string;
  readonly key: string;
  /** What is asked for; another body under the same key is a mistake of the caller. */
  readonly content: unknown;
}

/** How much a ledger remembers; by default 10,000 answers for a day. */
export interface LedgerLimits {
  readonly entries: number;
  readonly lifetimeMs: number;
}

interface Entry {
  readonly fingerprint: string;
  readonly expiresAt: number;
  answer?: Answer;
}

// Longer than any client keeps an intent; about 5 MB when full.
const defaultLimits: LedgerLimits = { entries: 10_000, lifetimeMs: 24 * 60 * 60 * 1_000 };

/**
 * Remembers the first answer of each key, in this process. An answer is kept when something happened or may have
 * happened: 2xx, and 5xx other than 503. A refusal that promises that nothing rang (4xx, 503) is forgotten, so that the
 * same key may try again once the reason is gone.
 */
export class IdempotencyLedger {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;
  readonly #limits: LedgerLimits;

  constructor(clock: Clock, limits: LedgerLimits = defaultLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Performs a request once per key; throws `idempotency_conflict` or `idempotency_in_progress` (409). `perform` must not reject. */
  async once(request: KeyedRequest, perform: () => Promise<Answer>): Promise<{ answer: Answer; replayed: boolean }> {
    const id = hash([request.scope, request.key]);
    const fingerprint = hash(request.content);
    const known = this.#find(id);
    if (known !== undefined) return { answer: replay(known, fingerprint), replayed: true };
    const entry: Entry = { fingerprint, expiresAt: this.#clock.now() + this.#limits.lifetimeMs };
    this.#makeRoom();
    this.#entries.set(id, entry);
    const answer = await perform();
    if (isKept(answer)) entry.answer = answer;
    else if (this.#entries.get(id) === entry) this.#entries.delete(id);
    return { answer, replayed: false };
  }

  /** How many keys are remembered now. */
  get size(): number {
    return this.#entries.size;
  }

  #find(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.answer === undefined || entry.expiresAt > this.#clock.now()) return entry;
    this.#entries.delete(id);
    return undefined;
  }

  // Oldest first, but never one in progress: forgetting that could dial twice at once.
  #makeRoom(): void {
    if (this.#entries.size < this.#limits.entries) return;
    for (const [id, entry] of this.#entries) {
      if (entry.answer === undefined) continue;
      this.#entries.delete(id);
      return;
    }
    const wait = { headers: { 'retry-after': '1' } };
    throw new Refusal(503, 'upstream_failed', 'Too many dials are in progress.', wait);
  }
}

function replay(entry: Entry, fingerprint: string): Answer {
  if (entry.fingerprint !== fingerprint) {
    const message = 'This Idempotency-Key was used with another body; use a new key for a new call.';
    throw new Refusal(409, 'idempotency_conflict', message, { field: 'Idempotency-Key' });
  }
  if (entry.answer === undefined) {
    const message = 'The first request with this Idempotency-Key is still in progress.';
    throw new Refusal(409, 'idempotency_in_progress', message, { headers: { 'retry-after': '1' } });
  }
  return entry.answer;
}

function isKept({ status }: Answer): boolean {
  return status < 300 || (status >= 500 && status !== 503);
}

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value, sortFields) ?? '')
    .digest('base64');
}

// The same fields in another order are the same request.
function sortFields(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
