import { randomUUID } from 'node:crypto';
import {
  type BrandId,
  type CallId,
  type Clock,
  Deadline,
  type DialBounds,
  type DialOutcome,
  fromDialOutcomeJson,
  type Logger,
  sleep,
  SwitchError,
  toDialOutcomeJson,
  type UnknownOutcomeReason,
} from '@elasticfunnels/switch-core';
import type { RedisConnection } from './redis-connection.ts';
import { messageOf } from './redis-error.ts';
import type { RedisKeys } from './redis-keys.ts';
import { within } from './within.ts';

/** An attempt to be the one who dials. */
export interface DialClaim {
  readonly brandId: BrandId;
  readonly token: string;
  /** The key that identical dials share. */
  readonly dial: string;
}

/** An identical dial that was there before. */
export interface EarlierDial {
  readonly token: string;
  /** Absent: it is under way. */
  readonly outcome: DialOutcome | undefined;
}

/** What the claims are made of. */
export interface DialClaimsParts {
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** For how long those who wait can read an outcome; milliseconds. Far longer than they look away. */
const OUTCOME_MS = 60_000;
const FIRST_LOOK_MS = 20;
const LAST_LOOK_MS = 250;
/** How long the last look may take, which begins at the deadline. */
const GLANCE_MS = 20;
const RETRY_MS = 500;
const NOTHING_DIALLED = 'Nothing was dialled, as nobody could be asked whether another node dials the same';

/** Who dials, and how each dial ended, as all nodes see it. */
export class DialClaims {
  readonly #parts: DialClaimsParts;
  readonly #closing = new AbortController();

  constructor(parts: DialClaimsParts) {
    this.#parts = parts;
  }

  prepare(brandId: BrandId, dialKey: string): DialClaim {
    return { brandId, token: randomUUID(), dial: this.#parts.keys.dial(brandId, dialKey) };
  }

  /** Undefined when it is granted. @throws SwitchError `UPSTREAM_FAILED`, effect `none` */
  async claim({ brandId, dial, token }: DialClaim, ms: number): Promise<EarlierDial | undefined> {
    const { connection, keys } = this.#parts;
    const names = [dial, keys.dialOutcome(brandId, token)];
    const answer = await connection.script('claimDial', names, [token, Math.ceil(ms)], NOTHING_DIALLED);
    return typeof answer === 'string' ? readEarlier(answer) : undefined;
  }

  /** Waits until a dial of another has ended. Redis going away meanwhile is no reason to dial: it is asked until the deadline. */
  async waitFor({ brandId, dial }: DialClaim, token: string, { deadlineMs, signal }: DialBounds): Promise<DialOutcome> {
    const { connection, keys, clock } = this.#parts;
    const deadline = new Deadline(clock, deadlineMs);
    const outcomeKey = keys.dialOutcome(brandId, token);
    for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(LAST_LOOK_MS, pauseMs * 1.5)) {
      if ((await sleep(clock, Math.min(pauseMs, deadline.remainingMs()), signal)) === 'aborted') return unknown('aborted');
      const asking = connection.run('', (redis) => redis.mget(outcomeKey, dial)).catch(() => undefined);
      const looked = await within(clock, { deadlineMs: Math.max(deadline.remainingMs(), GLANCE_MS), signal }, asking);
      if ('gaveUp' in looked) return unknown(looked.gaveUp);
      const found = looked.value;
      if (found?.[0] != null) return fromDialOutcomeJson(found[0]) ?? unknown('unreadable_answer');
      // Its node died without a word, and its time is over.
      if (found !== undefined && found[1]?.startsWith(token) !== true) return unknown('connection_lost');
      if (deadline.remainingMs() === 0) return unknown('timed_out');
    }
  }

  /**
   * Tells the other nodes how a dial ended, and whether they were told at the first try. Never throws: the dial's own
   * outcome stands. What Redis cannot be told now it is told later, until `lastsMs` are over; until then whoever joins waits.
   *
   * @param joinedMs how long identical dials join it, from now; 0 for one that was refused
   */
  async finish(claim: DialClaim, outcome: DialOutcome, joinedMs: number, lastsMs: number): Promise<boolean> {
    const error = await this.#tellOrRepeat(claim, outcome, joinedMs, lastsMs);
    if (error === undefined) return true;
    this.#parts.logger.warn({ reason: messageOf(error) }, 'the other nodes could not be told how a dial ended; trying again');
    return false;
  }

  /** Frees what was claimed, or may have been, and not used. Does not wait. */
  giveBack(claim: DialClaim, lastsMs: number): void {
    const failure = new SwitchError('ABORTED', {}, { effect: 'none' });
    void this.#tellOrRepeat(claim, { failure }, 0, lastsMs);
  }

  identify(brandId: BrandId, reference: string, callId: CallId): void {
    const { keys } = this.#parts;
    this.#tell('identifyDial', [keys.dialName(brandId, 'reference', reference), keys.dialName(brandId, 'call', callId)]);
  }

  release(brandId: BrandId, callId: CallId): void {
    this.#tell('releaseDial', [this.#parts.keys.dialName(brandId, 'call', callId)]);
  }

  /** Repeats nothing any more. */
  close(): void {
    this.#closing.abort();
  }

  /** Gives why the first try failed. */
  async #tellOrRepeat(claim: DialClaim, outcome: DialOutcome, joinedMs: number, lastsMs: number): Promise<unknown> {
    const { clock } = this.#parts;
    const [joined, lasts] = [new Deadline(clock, joinedMs), new Deadline(clock, lastsMs)];
    const record = (): Promise<unknown> => this.#record(claim, outcome, joined);
    try {
      await record();
      return undefined;
    } catch (error) {
      void this.#repeat(record, lasts);
      return error;
    }
  }

  async #record({ brandId, dial, token }: DialClaim, outcome: DialOutcome, joined: Deadline): Promise<unknown> {
    const { connection, keys } = this.#parts;
    const names = [dial, keys.dialOutcome(brandId, token), ...this.#nameOf(brandId, outcome)];
    // Told late, it is joined no longer than one that was told at once: its call may be over since.
    const values = [token, toDialOutcomeJson(outcome), Math.ceil(joined.remainingMs()), OUTCOME_MS];
    return await connection.script('finishDial', names, values, 'The end of a dial could not be told');
  }

  #nameOf(brandId: BrandId, outcome: DialOutcome): readonly string[] {
    if (!('result' in outcome)) return [];
    const { keys } = this.#parts;
    const { result } = outcome;
    const isPlaced = result.status === 'placed';
    return [
      isPlaced ? keys.dialName(brandId, 'call', result.call.callId) : keys.dialName(brandId, 'reference', result.reference),
    ];
  }

  async #repeat(record: () => Promise<unknown>, deadline: Deadline): Promise<void> {
    while (deadline.remainingMs() > 0) {
      if ((await sleep(this.#parts.clock, RETRY_MS, this.#closing.signal)) === 'aborted') return;
      const isDone = await record().then(
        () => true,
        () => false,
      );
      if (isDone) return;
    }
  }

  // Should Redis not hear of it, the dial is only joined for the rest of its short window.
  #tell(script: 'identifyDial' | 'releaseDial', names: readonly string[]): void {
    this.#parts.connection.script(script, names, [], 'The end of a call could not be told').catch((error: unknown) => {
      this.#parts.logger.warn({ reason: messageOf(error) }, 'the other nodes could not be told of a call');
    });
  }
}

function readEarlier(value: string): EarlierDial {
  const [, token = value, json] = /^(\S+) (.*)$/s.exec(value) ?? [];
  return { token, outcome: json === undefined ? undefined : (fromDialOutcomeJson(json) ?? unknown('unreadable_answer')) };
}

function unknown(reason: UnknownOutcomeReason): DialOutcome {
  const message =
    reason === 'connection_lost'
      ? 'An identical dial was under way on a node that has not told how it ended.'
      : 'Given up while waiting for an identical dial that is under way.';
  return { failure: new SwitchError('OUTCOME_UNKNOWN', { reason }, { message }) };
}
