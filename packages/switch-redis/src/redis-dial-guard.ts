import {
  type BrandId,
  type CallId,
  type Clock,
  Deadline,
  describeDialKey,
  type DialBounds,
  type DialGuard,
  type DialKey,
  type DialOutcome,
  gaveUpBeforeSending,
  InProcessDialGuard,
  isDialRefusal,
  type Logger,
  type MakeCallResult,
  SwitchError,
} from '@elasticfunnels/switch-core';
import type { DialClaim, DialClaims } from './dial-claims.ts';
import { RecentTexts } from './recent-texts.ts';
import { messageOf } from './redis-error.ts';
import { type GivenUp, within } from './within.ts';

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

/** A dial that is asked for. */
interface AskedDial {
  readonly key: DialKey;
  readonly text: string;
  readonly place: () => Promise<MakeCallResult>;
  readonly deadline: Deadline;
  readonly signal: AbortSignal | undefined;
}

/** A claim that was asked for, and for how long; milliseconds. */
interface AskedClaim {
  readonly claim: DialClaim;
  readonly spanMs: number;
}

/**
 * How long a dial's outcome waits until the other nodes know of it, in milliseconds: whoever hangs up at once, through
 * whichever node, can dial again. Not longer: the switch has answered, whatever becomes of Redis.
 */
const TOLD_WITHIN_MS = 250;

/** The dial guard of all nodes. */
export class RedisDialGuard implements DialGuard {
  readonly #parts: RedisDialGuardParts;
  /** What this process is dialling now, in case Redis was emptied meanwhile. What has ended it forgets within a millisecond. */
  readonly #underWay: InProcessDialGuard;
  /** What guards while Redis is away. Not asked otherwise: Redis knows of hang-ups that other nodes were told of. */
  readonly #alone: InProcessDialGuard;
  /** Dials that have just ended, and that Redis may not know of though it answers again: for these, `#alone` is asked too. */
  readonly #untold: RecentTexts;

  constructor(parts: RedisDialGuardParts) {
    this.#parts = parts;
    this.#underWay = new InProcessDialGuard(parts.clock, 0);
    this.#alone = new InProcessDialGuard(parts.clock, parts.windowMs);
    this.#untold = new RecentTexts(parts.clock, parts.windowMs);
  }

  async dial(key: DialKey, place: () => Promise<MakeCallResult>, bounds: DialBounds): Promise<MakeCallResult> {
    const { claims, clock, windowMs } = this.#parts;
    const deadline = new Deadline(clock, bounds.deadlineMs);
    const asked: AskedDial = { key, text: describeDialKey(key), place, deadline, signal: bounds.signal };
    for (;;) {
      const given = whyGivenUp(asked);
      if (given !== undefined) throw givenUp(given);
      const claim = claims.prepare(key.brandId, asked.text);
      const spanMs = deadline.remainingMs() + windowMs;
      let answer;
      try {
        answer = await within(clock, boundsOf(asked), claims.claim(claim, spanMs));
      } catch (error) {
        return await this.#dialUnshared(asked, { claim, spanMs }, error);
      }
      if ('gaveUp' in answer) throw this.#giveUp({ claim, spanMs }, answer.gaveUp);
      const found = answer.value;
      if (found === undefined) return await this.#place(asked, { claim, spanMs });
      const outcome = found.outcome ?? (await claims.waitFor(claim, found.token, boundsOf(asked)));
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
    this.#underWay.release(brandId, callId);
    this.#alone.release(brandId, callId);
    this.#parts.claims.release(brandId, callId);
  }

  async #place(asked: AskedDial, granted: AskedClaim): Promise<MakeCallResult> {
    // Asking Redis took its time: whoever has given up meanwhile must not have a phone ring.
    const given = whyGivenUp(asked);
    if (given !== undefined) throw this.#giveUp(granted, given);
    if (this.#untold.leftMs(asked.text) > 0) return await this.#dialAlone(asked, granted);
    const outcome = await outcomeOf(this.#underWay.dial(asked.key, asked.place, boundsOf(asked)));
    this.#remember(asked, outcome);
    const isTold = this.#finish(granted, outcome, this.#parts.windowMs);
    const bounds = { deadlineMs: Math.min(TOLD_WITHIN_MS, asked.deadline.remainingMs()), signal: asked.signal };
    const told = await within(this.#parts.clock, bounds, isTold);
    if (!('value' in told && told.value)) this.#untold.add(asked.text);
    return resultOf(outcome);
  }

  async #dialUnshared(asked: AskedDial, lost: AskedClaim, error: unknown): Promise<MakeCallResult> {
    if (this.#parts.whenUnreachable === 'refuse') {
      // It may have been claimed all the same: the answer was lost, not the command.
      this.#parts.claims.giveBack(lost.claim, lost.spanMs);
      throw error;
    }
    const given = whyGivenUp(asked);
    if (given !== undefined) throw this.#giveUp(lost, given);
    this.#parts.logger.warn(
      { reason: messageOf(error) },
      'a dial is guarded by this process alone: another node may dial the same',
    );
    return await this.#dialAlone(asked, lost);
  }

  /** Rings unless this process knows better than Redis, which is told of the outcome as soon as it can be. */
  async #dialAlone(asked: AskedDial, asking: AskedClaim): Promise<MakeCallResult> {
    const place = async (): Promise<MakeCallResult> => {
      try {
        return await asked.place();
      } finally {
        // Before anybody learns that it has ended: Redis may be back, and grant the same dial to this process.
        this.#untold.add(asked.text);
      }
    };
    const ring = (): Promise<MakeCallResult> => this.#underWay.dial(asked.key, place, boundsOf(asked));
    const outcome = await outcomeOf(this.#alone.dial(asked.key, ring, boundsOf(asked)));
    // Where it joined one that has ended, only for the rest of that one's window.
    void this.#finish(asking, outcome, this.#untold.leftMs(asked.text) || this.#parts.windowMs);
    return resultOf(outcome);
  }

  #finish({ claim, spanMs }: AskedClaim, outcome: DialOutcome, joinedMs: number): Promise<boolean> {
    const isRefused = 'failure' in outcome && isDialRefusal(outcome.failure);
    return this.#parts.claims.finish(claim, outcome, isRefused ? 0 : joinedMs, spanMs);
  }

  /** Frees what was claimed, or may have been: nothing was dialled. */
  #giveUp({ claim, spanMs }: AskedClaim, why: GivenUp): SwitchError {
    this.#parts.claims.giveBack(claim, spanMs);
    return givenUp(why);
  }

  // For the case that Redis goes away before the window is over.
  #remember(asked: AskedDial, outcome: DialOutcome): void {
    this.#alone.dial(asked.key, async () => resultOf(outcome), boundsOf(asked)).catch(() => {});
  }
}

function boundsOf({ deadline, signal }: AskedDial): DialBounds {
  return { deadlineMs: deadline.remainingMs(), signal };
}

function whyGivenUp({ deadline, signal }: AskedDial): GivenUp | undefined {
  if (signal?.aborted === true) return 'aborted';
  return deadline.remainingMs() === 0 ? 'timed_out' : undefined;
}

function givenUp(why: GivenUp): SwitchError {
  const code = why === 'aborted' ? 'ABORTED' : 'TIMED_OUT';
  return new SwitchError(code, {}, { effect: 'none', message: 'Given up before anything was sent.' });
}

async function outcomeOf(dial: Promise<MakeCallResult>): Promise<DialOutcome> {
  try {
    return { result: await dial };
  } catch (failure) {
    return { failure };
  }
}

function resultOf(outcome: DialOutcome): MakeCallResult {
  if ('result' in outcome) return outcome.result;
  throw outcome.failure;
}
