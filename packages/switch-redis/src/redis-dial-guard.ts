import {
  type BrandId,
  type CallId,
  type Clock,
  Deadline,
  describeDialKey,
  type DialBounds,
  type DialGuard,
  type DialKey,
  gaveUpBeforeSending,
  InProcessDialGuard,
  isDialRefusal,
  type Logger,
  type MakeCallResult,
  SwitchError,
} from '@elasticfunnels/switch-core';
import type { DialClaim, DialClaims } from './dial-claims.ts';
import { messageOf } from './redis-error.ts';

/** What the dial guard is made of. */
export interface RedisDialGuardParts {
  readonly claims: DialClaims;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly windowMs: number;
  readonly whenUnreachable: WhenUnreachable;
}

/** What becomes of a dial when Redis cannot be asked whether another node makes it: none, or one that only this process guards. */
export type WhenUnreachable = 'refuse' | 'guard-this-process';

/** The dial guard of all nodes. */
export class RedisDialGuard implements DialGuard {
  readonly #parts: RedisDialGuardParts;
  /** What this process is dialling now, in case Redis was emptied meanwhile. It remembers nothing that has ended. */
  readonly #underWay: InProcessDialGuard;
  /** What guards while Redis is away. Not asked otherwise: Redis knows of hang-ups that other nodes were told of. */
  readonly #alone: InProcessDialGuard;

  constructor(parts: RedisDialGuardParts) {
    this.#parts = parts;
    this.#underWay = new InProcessDialGuard(parts.clock, 0);
    this.#alone = new InProcessDialGuard(parts.clock, parts.windowMs);
  }

  async dial(key: DialKey, place: () => Promise<MakeCallResult>, bounds: DialBounds): Promise<MakeCallResult> {
    const { claims, clock, windowMs } = this.#parts;
    const deadline = new Deadline(clock, bounds.deadlineMs);
    for (;;) {
      const claim = claims.prepare(key.brandId, describeDialKey(key));
      let found;
      try {
        found = await claims.claim(claim, deadline.remainingMs() + windowMs);
      } catch (error) {
        // It may have been claimed all the same: the answer was lost, not the command.
        claims.giveBack(claim, windowMs + deadline.remainingMs());
        return await this.#dialUnshared(key, place, bounds, error);
      }
      if (found === undefined) return await this.#place(key, claim, place, bounds, deadline);
      const left = { deadlineMs: deadline.remainingMs(), signal: bounds.signal };
      const outcome = found.outcome ?? (await claims.waitFor(claim, found.token, left));
      if ('result' in outcome) return { ...outcome.result, replayed: true };
      // The one it joined gave up for reasons of its own before anything was sent: this one dials itself.
      if (!gaveUpBeforeSending(outcome.failure)) throw outcome.failure;
    }
  }

  identify(brandId: BrandId, reference: string, callId: CallId): void {
    this.#alone.identify(brandId, reference, callId);
    this.#parts.claims.identify(brandId, reference, callId);
  }

  release(brandId: BrandId, callId: CallId): void {
    this.#alone.release(brandId, callId);
    this.#parts.claims.release(brandId, callId);
  }

  async #place(
    key: DialKey,
    claim: DialClaim,
    place: () => Promise<MakeCallResult>,
    bounds: DialBounds,
    deadline: Deadline,
  ): Promise<MakeCallResult> {
    const { claims, windowMs } = this.#parts;
    // Asking Redis took its time: whoever has given up meanwhile must not have a phone ring.
    const given = bounds.signal?.aborted === true ? 'ABORTED' : deadline.remainingMs() === 0 ? 'TIMED_OUT' : undefined;
    if (given !== undefined) {
      claims.giveBack(claim, windowMs);
      throw new SwitchError(given, {}, { effect: 'none', message: 'Given up before anything was sent.' });
    }
    const span = deadline.remainingMs() + windowMs;
    try {
      const result = await this.#underWay.dial(key, place, bounds);
      this.#remember(key, bounds, Promise.resolve(result));
      await claims.finish(claim, { result }, windowMs, span);
      return result;
    } catch (failure) {
      this.#remember(key, bounds, Promise.reject(failure));
      await claims.finish(claim, { failure }, isDialRefusal(failure) ? 0 : windowMs, span);
      throw failure;
    }
  }

  async #dialUnshared(
    key: DialKey,
    place: () => Promise<MakeCallResult>,
    bounds: DialBounds,
    error: unknown,
  ): Promise<MakeCallResult> {
    if (this.#parts.whenUnreachable === 'refuse') throw error;
    this.#parts.logger.warn(
      { reason: messageOf(error) },
      'a dial is guarded by this process alone: another node may dial the same',
    );
    return await this.#alone.dial(key, () => this.#underWay.dial(key, place, bounds), bounds);
  }

  // For the case that Redis goes away before the window is over.
  #remember(key: DialKey, bounds: DialBounds, ended: Promise<MakeCallResult>): void {
    ended.catch(() => {});
    this.#alone.dial(key, () => ended, bounds).catch(() => {});
  }
}
