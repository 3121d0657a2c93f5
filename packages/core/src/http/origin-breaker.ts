import type { RequestPurpose } from './http-transport.ts';
import type { OriginLimits } from './origin-limits.ts';

/** Goes through, goes through to find out whether the origin is back, or is refused until a moment in monotonic milliseconds. */
export type Admission = 'through' | 'trial' | { readonly retryAtMs: number };

/** A moment that has always passed. */
const NEVER = Number.NEGATIVE_INFINITY;

/**
 * Whether requests go to one origin. Closed until so many have failed in a row; then open, which refuses them; then, after
 * a pause, one is let through as a trial, and how it ends decides. No timers: the state follows from the moment asked for.
 *
 * A question whether the switch can be reached is never refused: whoever asks is to see the real cause, and its answer
 * closes the breaker like any other. What may not be sent twice comes last: it waits a quarter of the pause longer, so that
 * a request which may be repeated is the one to find out. After a failed trial of any kind the pause is twice as long.
 */
export class OriginBreaker {
  readonly #limits: OriginLimits;
  /** The moments of the last failures in a row, the oldest first. */
  #failedAtMs: number[] = [];
  #openUntilMs: number | undefined;
  #pauseMs = 0;
  /** When the trial under way is over at the latest. */
  #trialUntilMs = NEVER;

  constructor(limits: OriginLimits) {
    this.#limits = limits;
  }

  get open(): boolean {
    return this.#openUntilMs !== undefined;
  }

  /** From when on a request that may be repeated is let through; undefined while it is closed. */
  get openUntilMs(): number | undefined {
    return this.#openUntilMs;
  }

  /** Whether it remembers nothing that a new one would not know. */
  isFresh(nowMs: number): boolean {
    const latest = this.#failedAtMs.at(-1);
    return !this.open && (latest === undefined || nowMs - latest > this.#limits.failuresWithinMs);
  }

  admit(purpose: RequestPurpose, timeoutMs: number, nowMs: number): Admission {
    if (this.#openUntilMs === undefined) return 'through';
    // Told here too, as a transport that never settles must not keep the origin out for ever.
    const onTrial = nowMs < this.#trialUntilMs;
    const mayTryAtMs = this.#mayTryAtMs(purpose, this.#openUntilMs);
    if (!onTrial && nowMs >= mayTryAtMs) {
      this.#trialUntilMs = nowMs + timeoutMs;
      return 'trial';
    }
    if (purpose === 'check') return 'through';
    const afterTrialMs = Math.min(this.#trialUntilMs, nowMs + this.#limits.firstPauseMs);
    return { retryAtMs: onTrial ? Math.max(mayTryAtMs, afterTrialMs) : mayTryAtMs };
  }

  /** The origin answered, whatever: it is there. @returns whether this closed the breaker */
  answered(): boolean {
    if (this.#failedAtMs.length === 0) return false;
    const closed = this.open;
    this.#failedAtMs = [];
    this.#openUntilMs = undefined;
    this.#trialUntilMs = NEVER;
    return closed;
  }

  /** The origin gave no answer. @returns whether this opened the breaker, or opened it again */
  failed(admission: 'through' | 'trial', nowMs: number): boolean {
    const { failuresInARow, failuresWithinMs, firstPauseMs, longestPauseMs } = this.#limits;
    if (this.open) {
      // Those that were on their way when it opened say nothing new.
      if (admission !== 'trial') return false;
      return this.#pause(Math.min(this.#pauseMs * 2, longestPauseMs), nowMs);
    }
    this.#failedAtMs.push(nowMs);
    if (this.#failedAtMs.length > failuresInARow) this.#failedAtMs.shift();
    const [first = nowMs] = this.#failedAtMs;
    if (this.#failedAtMs.length < failuresInARow || nowMs - first > failuresWithinMs) return false;
    return this.#pause(Math.min(firstPauseMs, longestPauseMs), nowMs);
  }

  /** The trial is over: the next request may be one, unless `failed` tells of it too. */
  trialEnded(): void {
    this.#trialUntilMs = NEVER;
  }

  #mayTryAtMs(purpose: RequestPurpose, openUntilMs: number): number {
    return purpose === 'once' ? openUntilMs + this.#pauseMs / 4 : openUntilMs;
  }

  #pause(pauseMs: number, nowMs: number): true {
    this.#pauseMs = pauseMs;
    this.#openUntilMs = nowMs + pauseMs;
    this.#trialUntilMs = NEVER;
    return true;
  }
}
