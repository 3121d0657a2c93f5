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

/** How a dial ended. */
export type DialOutcome = { readonly result: MakeCallResult } | { readonly failure: unknown };

/** A dial that has ended, for as long as an identical one joins it. */
interface Recent {
  readonly outcome: DialOutcome;
  /** On the monotonic clock. */
  readonly expiresAtMs: number;
  /** Under which names its call is known: what `release` and `identify` look for. */
  readonly names: readonly string[];
}

/** How long an identical dial still joins one that has gone through, in milliseconds. */
export const DIAL_WINDOW_MS: number = 5_000;

/** The dial guard of one process. */
export class InProcessDialGuard implements DialGuard {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #underWay = new Map<string, Promise<DialOutcome>>();
  /** In the order in which they expire, as each is kept equally long. */
  readonly #recent = new Map<string, Recent>();
  /** From a call or a reference to the dial that it came of. */
  readonly #dialOf = new Map<string, string>();

  constructor(clock: Clock, windowMs: number = DIAL_WINDOW_MS) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  async dial(key: DialKey, place: () => Promise<MakeCallResult>, bounds: DialBounds): Promise<MakeCallResult> {
    this.#sweep();
    const text = describeDialKey(key);
    for (;;) {
      const earlier = this.#underWay.get(text) ?? this.#recent.get(text)?.outcome;
      if (earlier === undefined) return unwrap(await this.#place(key.brandId, text, place));
      const outcome = earlier instanceof Promise ? await this.#join(earlier, bounds) : earlier;
      if ('result' in outcome) return { ...outcome.result, replayed: true };
      // The one it joined gave up for reasons of its own before anything was sent: this one dials itself.
      if (!gaveUpBeforeSending(outcome.failure)) throw outcome.failure;
    }
  }

  identify(brandId: BrandId, reference: string, callId: CallId): void {
    const text = this.#dialOf.get(referenceName(brandId, reference));
    const recent = text === undefined ? undefined : this.#recent.get(text);
    if (text === undefined || recent === undefined) return;
    const name = callName(brandId, callId);
    this.#dialOf.set(name, text);
    this.#recent.set(text, { ...recent, names: [...recent.names, name] });
  }

  release(brandId: BrandId, callId: CallId): void {
    const text = this.#dialOf.get(callName(brandId, callId));
    if (text !== undefined) this.#forget(text);
  }

  /** Whatever is remembered of this dial is out of date: it may ring again. One that is under way is still joined. */
  forget(key: DialKey): void {
    this.#forget(describeDialKey(key));
  }

  async #place(brandId: BrandId, text: string, place: () => Promise<MakeCallResult>): Promise<DialOutcome> {
    const placing = place().then(
      (result): DialOutcome => ({ result }),
      (failure: unknown): DialOutcome => ({ failure }),
    );
    this.#underWay.set(text, placing);
    const outcome = await placing;
    this.#underWay.delete(text);
    if (!('failure' in outcome) || !isDialRefusal(outcome.failure)) this.#remember(brandId, text, outcome);
    return outcome;
  }

  #remember(brandId: BrandId, text: string, outcome: DialOutcome): void {
    const names = 'result' in outcome ? [nameOf(brandId, outcome.result)] : [];
    for (const name of names) this.#dialOf.set(name, text);
    this.#recent.set(text, { outcome, names, expiresAtMs: this.#clock.monotonicMs() + this.#windowMs });
  }

  #forget(text: string): void {
    for (const name of this.#recent.get(text)?.names ?? []) this.#dialOf.delete(name);
    this.#recent.delete(text);
  }

  #join(underWay: Promise<DialOutcome>, { deadlineMs, signal }: DialBounds): Promise<DialOutcome> {
    return new Promise((resolve) => {
      const stop = onInterruption({ clock: this.#clock, ms: deadlineMs, signal }, (reason) => {
        const message = 'Given up while waiting for an identical dial that is under way.';
        resolve({ failure: new SwitchError('OUTCOME_UNKNOWN', { reason }, { message }) });
      });
      void underWay.then((outcome) => {
        stop();
        resolve(outcome);
      });
    });
  }

  // No timers: what has expired goes when the next dial comes. From the front, up to the first that has not.
  #sweep(): void {
    const now = this.#clock.monotonicMs();
    for (const [text, { expiresAtMs }] of this.#recent) {
      if (expiresAtMs > now) return;
      this.#forget(text);
    }
  }
}

function callName(brandId: BrandId, callId: CallId): string {
  return JSON.stringify(['call', brandId, callId]);
}

function referenceName(brandId: BrandId, reference: string): string {
  return JSON.stringify(['reference', brandId, reference]);
}

function nameOf(brandId: BrandId, result: MakeCallResult): string {
  return result.status === 'placed' ? callName(brandId, result.call.callId) : referenceName(brandId, result.reference);
}

/**
 * A text that is the same for identical dials. The same number written differently is the same number. Only a number: in
 * a SIP address each of these counts, and whoever dialled another person must not be told that this one's call is theirs.
 */
export function describeDialKey({ brandId, agentExtension, destination }: DialKey): string {
  const isNumber = /^\+?[\d\s()./-]+$/.test(destination);
  return JSON.stringify([brandId, agentExtension, isNumber ? destination.replace(/[\s()./-]/g, '') : destination]);
}

function unwrap(outcome: DialOutcome): MakeCallResult {
  if ('result' in outcome) return outcome.result;
  throw outcome.failure;
}

/** Whether a dial that failed so rang nobody for certain, and so holds nobody back. */
export function isDialRefusal(failure: unknown): boolean {
  return SwitchError.is(failure) && failure.effect === 'none' && failure.code !== 'OUTCOME_UNKNOWN';
}

/** Whether a dial ended for reasons of whoever asked for it, before anything was sent: those who joined it dial themselves. */
export function gaveUpBeforeSending(failure: unknown): boolean {
  return isDialRefusal(failure) && (SwitchError.has(failure, 'ABORTED') || SwitchError.has(failure, 'TIMED_OUT'));
}
