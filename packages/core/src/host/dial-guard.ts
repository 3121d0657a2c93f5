import { toDestinationKey } from '../call/destination-key.ts';
import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import type { SwitchErrorCode } from '../errors/error-details.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { onInterruption } from '../runtime/interruption.ts';
import { type KnownDial, RecentDials } from './recent-dials.ts';

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

/** How long an identical dial still joins one that has gone through, in milliseconds. */
export const DIAL_WINDOW_MS: number = 5_000;

/** The dial guard of one process. */
export class InProcessDialGuard implements DialGuard {
  readonly #clock: Clock;
  readonly #recent: RecentDials;

  constructor(clock: Clock, windowMs: number = DIAL_WINDOW_MS) {
    this.#clock = clock;
    this.#recent = new RecentDials(windowMs);
  }

  dial(key: DialKey, place: () => Promise<MakeCallResult>, bounds: DialBounds): Promise<MakeCallResult> {
    const text = describeDialKey(key);
    const known = this.#recent.find(text, key.brandId, this.#clock.monotonicMs());
    return known === undefined ? this.#place(key.brandId, text, place) : this.#joinOrPlace(key.brandId, text, place, bounds);
  }

  async #joinOrPlace(
    brandId: BrandId,
    text: string,
    place: () => Promise<MakeCallResult>,
    bounds: DialBounds,
  ): Promise<MakeCallResult> {
    for (;;) {
      const known = this.#recent.find(text, brandId, this.#clock.monotonicMs());
      if (known === undefined) return this.#place(brandId, text, place);
      const outcome = known.placing === undefined ? outcomeOf(known) : await this.#join(known.placing, bounds);
      if ('result' in outcome) return { ...outcome.result, replayed: true };
      // The one it joined gave up for reasons of its own before anything was sent: this one dials itself.
      if (!gaveUpBeforeSending(outcome.failure)) throw outcome.failure;
    }
  }

  identify(brandId: BrandId, reference: string, callId: CallId): void {
    this.#recent.identify(brandId, reference, callId, this.#clock.monotonicMs());
  }

  release(brandId: BrandId, callId: CallId): void {
    this.#recent.release(brandId, callId, this.#clock.monotonicMs());
  }

  async #place(brandId: BrandId, text: string, place: () => Promise<MakeCallResult>): Promise<MakeCallResult> {
    const placing = place();
    const dial = this.#recent.begin(text, placing);
    try {
      const result = await placing;
      this.#recent.succeed(text, dial, brandId, result, this.#clock.monotonicMs());
      return result;
    } catch (failure) {
      if (isDialRefusal(failure)) this.#recent.forget(text);
      else this.#recent.fail(text, dial, failure, this.#clock.monotonicMs());
      throw failure;
    }
  }

  #join(underWay: Promise<MakeCallResult>, { deadlineMs, signal }: DialBounds): Promise<DialOutcome> {
    return new Promise((resolve) => {
      const stop = onInterruption({ clock: this.#clock, ms: deadlineMs, signal }, (reason) => {
        const message = 'Given up while waiting for an identical dial that is under way.';
        resolve({ failure: new SwitchError('OUTCOME_UNKNOWN', { reason }, { message }) });
      });
      underWay.then(
        (result) => {
          stop();
          resolve({ result });
        },
        (failure: unknown) => {
          stop();
          resolve({ failure });
        },
      );
    });
  }
}

function outcomeOf({ result, failure }: KnownDial): DialOutcome {
  return result === undefined ? { failure } : { result };
}

/** A text that is the same for identical dials: the same number written differently is the same number. */
export function describeDialKey({ brandId, agentExtension, destination }: DialKey): string {
  return JSON.stringify([brandId, agentExtension, toDestinationKey(destination)]);
}

/** Whether a dial that failed so rang nobody for certain, and so holds nobody back. */
export function isDialRefusal(failure: unknown): boolean {
  return SwitchError.is(failure) && failure.effect === 'none' && failure.code !== 'OUTCOME_UNKNOWN';
}

/**
 * Whether a dial ended for reasons of whoever asked for it, before anything was sent: those who joined it dial themselves.
 * A switch that was closed is one: on another node, or under a newer configuration, there is one that is open.
 */
export function gaveUpBeforeSending(failure: unknown): boolean {
  return isDialRefusal(failure) && SwitchError.is(failure) && OF_WHO_ASKED.has(failure.code);
}

const OF_WHO_ASKED: ReadonlySet<SwitchErrorCode> = new Set<SwitchErrorCode>(['ABORTED', 'CLOSED', 'TIMED_OUT']);
