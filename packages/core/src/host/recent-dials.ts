import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';

/**
 * A dial that is under way, or ended a short while ago. One object and no text of its own: tens of thousands are kept, and
 * the collector copies each of them.
 */
export interface KnownDial {
  /** Undefined once it has ended. */
  placing: Promise<MakeCallResult> | undefined;
  /** Undefined where it failed. */
  result: MakeCallResult | undefined;
  failure: unknown;
  /** On the monotonic clock, in whole milliseconds: as a fraction it would be one more object. */
  expiresAtMs: number;
  /** When it ended, as a number that grows with all that happens: two things of one millisecond have an order as well. */
  turn: number;
  /** The number of the generation that it stands in under its key. */
  generation: number;
}

/** The dials that began or ended within one span of time. */
interface Generation {
  readonly number: number;
  readonly startedAtMs: number;
  readonly byKey: Map<string, KnownDial>;
  /** The turn in which each call was over. */
  readonly releases: Map<string, number>;
  /** Dials that were accepted, by reference, and by call once that is known: few, compared with those that were placed. */
  readonly byReference: Map<string, KnownDial>;
  readonly byCall: Map<string, KnownDial>;
}

/** In milliseconds. As short as a window of 0, every dial would begin a generation, and carry over all that are under way. */
const SHORTEST_SPAN_MS = 1_000;

function startGeneration(number: number, nowMs: number): Generation {
  return { number, startedAtMs: nowMs, byKey: new Map(), releases: new Map(), byReference: new Map(), byCall: new Map() };
}

/**
 * Dials under their keys while they are under way, and then for one window of time, unless their calls are over before.
 * Calls that are over are remembered, and looked for when a dial is found: to have every dial under its call's id as well
 * would be a third of the guard's time, for the few that are repeated.
 *
 * In two generations: the older one goes as a whole once all in it has expired. Without timers, and without a removal for
 * each dial: at thousands a second, that would cost more than anything else that is done for a dial.
 */
export class RecentDials {
  readonly #windowMs: number;
  /** How long a generation is added to, in milliseconds: never shorter than the window. */
  readonly #spanMs: number;
  #newer: Generation = startGeneration(0, Number.NEGATIVE_INFINITY);
  #older: Generation = this.#newer;
  #turn = 0;

  /** How long each is kept after its end, in milliseconds. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
    this.#spanMs = Math.max(windowMs, SHORTEST_SPAN_MS);
  }

  find(key: string, brandId: BrandId, nowMs: number): KnownDial | undefined {
    this.#rotate(nowMs);
    const dial = this.#newer.byKey.get(key) ?? this.#older.byKey.get(key);
    if (dial === undefined || dial.placing !== undefined) return dial;
    return dial.expiresAtMs > nowMs && !this.#isOver(brandId, dial) ? dial : undefined;
  }

  /** From here on the dial is found. None of this key may be under way. */
  begin(key: string, placing: Promise<MakeCallResult>): KnownDial {
    const { number, byKey } = this.#newer;
    const dial = { placing, result: undefined, failure: undefined, expiresAtMs: 0, turn: 0, generation: number };
    byKey.set(key, dial);
    return dial;
  }

  succeed(key: string, dial: KnownDial, brandId: BrandId, result: MakeCallResult, nowMs: number): void {
    dial.result = result;
    this.#end(key, dial, nowMs);
    if (result.status === 'accepted') this.#newer.byReference.set(nameOf(brandId, result.reference), dial);
  }

  /** It may ring all the same. */
  fail(key: string, dial: KnownDial, failure: unknown, nowMs: number): void {
    dial.failure = failure;
    this.#end(key, dial, nowMs);
  }

  /** It did not ring: the same dial may begin at once. */
  forget(key: string): void {
    // Either may have it: it was begun in the newer one, which may have become the older.
    this.#newer.byKey.delete(key);
    this.#older.byKey.delete(key);
  }

  /** The dial that was accepted under this reference has become this call. */
  identify(brandId: BrandId, reference: string, callId: CallId, nowMs: number): void {
    const dial = this.#findNamed('byReference', nameOf(brandId, reference), nowMs);
    if (dial !== undefined) this.#newer.byCall.set(nameOf(brandId, callId), dial);
  }

  /** The call is over: its dial may be repeated. */
  release(brandId: BrandId, callId: CallId, nowMs: number): void {
    const name = nameOf(brandId, callId);
    const dial = this.#findNamed('byCall', name, nowMs);
    if (dial !== undefined) dial.expiresAtMs = Math.floor(nowMs);
    this.#newer.releases.set(name, this.#nextTurn());
  }

  #findNamed(names: 'byCall' | 'byReference', name: string, nowMs: number): KnownDial | undefined {
    this.#rotate(nowMs);
    // Where it has expired by now, that its call is over changes nothing.
    return this.#newer[names].get(name) ?? this.#older[names].get(name);
  }

  // Only what came after it counts: a call of the same id may have been over before this dial was placed.
  #isOver(brandId: BrandId, { result, turn }: KnownDial): boolean {
    if (result?.status !== 'placed') return false;
    const name = nameOf(brandId, result.call.callId);
    return (this.#newer.releases.get(name) ?? this.#older.releases.get(name) ?? 0) > turn;
  }

  #nextTurn(): number {
    this.#turn += 1;
    return this.#turn;
  }

  #end(key: string, dial: KnownDial, nowMs: number): void {
    this.#rotate(nowMs);
    dial.placing = undefined;
    dial.turn = this.#nextTurn();
    dial.expiresAtMs = Math.ceil(nowMs + this.#windowMs);
    // It is kept for a window from now, and the generation it began in may be gone before that.
    if (dial.generation !== this.#newer.number) this.#keep(key, dial);
  }

  // What ends is added to the newer generation, before that is a span old; so it has expired when that is two.
  #rotate(nowMs: number): void {
    const age = nowMs - this.#newer.startedAtMs;
    if (age < this.#spanMs) return;
    const [older, newer] = [this.#older, this.#newer];
    const expired = age >= 2 * this.#spanMs;
    this.#newer = startGeneration(newer.number + 1, nowMs);
    this.#older = expired ? this.#newer : newer;
    this.#carryOver(older);
    if (expired) this.#carryOver(newer);
  }

  // What is under way stays known, however long it takes.
  #carryOver({ byKey }: Generation): void {
    for (const [key, dial] of byKey) if (dial.placing !== undefined) this.#keep(key, dial);
  }

  #keep(key: string, dial: KnownDial): void {
    dial.generation = this.#newer.number;
    this.#newer.byKey.set(key, dial);
  }
}

// No brand's id has a line break in it: where it ends is beyond doubt, whatever the rest is.
function nameOf(brandId: BrandId, id: string): string {
  return `${brandId}\n${id}`;
}
