import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { onInterruption } from '../runtime/interruption.ts';

/** What makes two dials the same: one agent of one brand calling one destination. */
export interface DialKey {
  readonly brandId: BrandId;
  readonly agentExtension: string;
  readonly destination: string;
}

/** How long a dial that joins another waits for the other's outcome. */
export interface DialBounds {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps one destination from being rung twice by one agent: a double click, or a platform that asks again.
 *
 * @example const result = await dialGuard.dial(key, () => phone.makeCall(request), { deadlineMs: 30_000 });
 */
export interface DialGuard {
  /**
   * Runs `place`, unless an identical dial is under way or went through within a short window: then gives that
   * dial's outcome, marked as `replayed`. A dial that was refused holds nobody back.
   */
  dial(key: DialKey, place: () => Promise<MakeCallResult>, bounds: DialBounds): Promise<MakeCallResult>;
  /** A dial that was accepted has become this call. */
  identify(brandId: BrandId, reference: string, callId: CallId): void;
  /** The call is over: the same dial may ring again at once. */
  release(brandId: BrandId, callId: CallId): void;
}

type Outcome = { readonly result: MakeCallResult } | { readonly failure: unknown };

interface Entry {
  readonly brandId: BrandId;
  readonly outcome: Promise<Outcome>;
  settled?: Outcome;
  /** The call that it became, once that is known. */
  callId?: CallId;
  /** On the monotonic clock; undefined while the dial is under way. */
  expiresAtMs?: number;
}

/** How long an identical dial still joins one that has gone through, in milliseconds. */
const WINDOW_MS = 5_000;

/** The dial guard of one process. */
export class InProcessDialGuard implements DialGuard {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, windowMs: number = WINDOW_MS) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  async dial(key: DialKey, place: () => Promise<MakeCallResult>, bounds: DialBounds): Promise<MakeCallResult> {
    this.#sweep();
    const text = describeKey(key);
    for (;;) {
      const earlier = this.#entries.get(text);
      if (earlier === undefined) return unwrap(await this.#place(key.brandId, text, place));
      const outcome = await this.#join(earlier.outcome, bounds);
      if ('result' in outcome) return { ...outcome.result, replayed: true };
      // The one it joined gave up for reasons of its own before anything was sent: this one dials itself.
      if (!gaveUpBeforeSending(outcome.failure)) throw outcome.failure;
    }
  }

  identify(brandId: BrandId, reference: string, callId: CallId): void {
    for (const entry of this.#entries.values()) {
      if (entry.brandId === brandId && acceptedAs(entry.settled) === reference) entry.callId = callId;
    }
  }

  release(brandId: BrandId, callId: CallId): void {
    for (const [text, entry] of this.#entries) {
      if (entry.brandId === brandId && entry.callId === callId) this.#entries.delete(text);
    }
  }

  async #place(brandId: BrandId, text: string, place: () => Promise<MakeCallResult>): Promise<Outcome> {
    const outcome = place().then(
      (result): Outcome => ({ result }),
      (failure: unknown): Outcome => ({ failure }),
    );
    const entry: Entry = { brandId, outcome };
    this.#entries.set(text, entry);
    const settled = await outcome;
    entry.settled = settled;
    entry.expiresAtMs = this.#clock.monotonicMs() + this.#windowMs;
    if ('failure' in settled) {
      if (isRefusal(settled.failure)) this.#entries.delete(text);
    } else if (settled.result.status === 'placed') {
      entry.callId = settled.result.call.callId;
    }
    return settled;
  }

  #join(outcome: Promise<Outcome>, { deadlineMs, signal }: DialBounds): Promise<Outcome> {
    return new Promise((resolve) => {
      const stop = onInterruption({ clock: this.#clock, ms: deadlineMs, signal }, (reason) => {
        const message = 'Given up while waiting for an identical dial that is under way.';
        resolve({ failure: new SwitchError('OUTCOME_UNKNOWN', { reason }, { message }) });
      });
      void outcome.then((settled) => {
        stop();
        resolve(settled);
      });
    });
  }

  // No timers: what has expired goes when the next dial comes.
  #sweep(): void {
    const now = this.#clock.monotonicMs();
    for (const [text, { expiresAtMs }] of this.#entries) {
      if (expiresAtMs !== undefined && expiresAtMs <= now) this.#entries.delete(text);
    }
  }
}

// The same number written differently is the same number. Only a number: in a SIP address each of these counts, and
// whoever dialled another person must not be told that this one's call is theirs.
function describeKey({ brandId, agentExtension, destination }: DialKey): string {
  const isNumber = /^\+?[\d\s()./-]+$/.test(destination);
  return JSON.stringify([brandId, agentExtension, isNumber ? destination.replace(/[\s()./-]/g, '') : destination]);
}

function unwrap(outcome: Outcome): MakeCallResult {
  if ('result' in outcome) return outcome.result;
  throw outcome.failure;
}

function acceptedAs(settled: Outcome | undefined): string | undefined {
  if (settled === undefined || !('result' in settled) || settled.result.status !== 'accepted') return undefined;
  return settled.result.reference;
}

function isRefusal(failure: unknown): boolean {
  return SwitchError.is(failure) && failure.effect === 'none' && failure.code !== 'OUTCOME_UNKNOWN';
}

function gaveUpBeforeSending(failure: unknown): boolean {
  return isRefusal(failure) && (SwitchError.has(failure, 'ABORTED') || SwitchError.has(failure, 'TIMED_OUT'));
}
