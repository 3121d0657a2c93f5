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
  /** The number of the generation that it stands in under its key. */
  generation: number;
}

/** The dials of each brand by what the switch calls them. */
type ByName = Map<BrandId, Map<string, KnownDial>>;

/** The dials that began or ended within one window of time. */
interface Generation {
  readonly number: number;
  readonly startedAtMs: number;
  readonly byKey: Map<string, KnownDial>;
  readonly byCall: ByName;
  readonly byReference: ByName;
}

function startGeneration(number: number, nowMs: number): Generation {
  return { number, startedAtMs: nowMs, byKey: new Map(), byCall: new Map(), byReference: new Map() };
}

/**
 * Dials under their keys while they are under way; then for one window of time, also under the names of their calls.
 *
 * In two generations: the older one goes as a whole once all in it has expired. Without timers, and without a removal for
 * each dial: at thousands a second, that would cost more than anything else that is done for a dial.
 */
export class RecentDials {
  readonly #windowMs: number;
  #newer: Generation = startGeneration(0, Number.NEGATIVE_INFINITY);
  #older: Generation = this.#newer;

  /** How long each is kept after its end, in milliseconds. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  find(key: string, nowMs: number): KnownDial | undefined {
    this.#rotate(nowMs);
    return living(this.#newer.byKey.get(key) ?? this.#older.byKey.get(key), nowMs);
  }

  /** From here on the dial is found. None of this key may be under way. */
  begin(key: string, placing: Promise<MakeCallResult>): KnownDial {
    const { number, byKey } = this.#newer;
    const dial = { placing, result: undefined, failure: undefined, expiresAtMs: 0, generation: number };
    byKey.set(key, dial);
    return dial;
  }

  succeed(key: string, dial: KnownDial, brandId: BrandId, result: MakeCallResult, nowMs: number): void {
    dial.result = result;
    this.#end(key, dial, nowMs);
    if (result.status === 'placed') setName(this.#newer.byCall, brandId, result.call.callId, dial);
    else setName(this.#newer.byReference, brandId, result.reference, dial);
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
    const dial = this.#findNamed('byReference', brandId, reference, nowMs);
    if (dial !== undefined) setName(this.#newer.byCall, brandId, callId, dial);
  }

  /** Ends the dial of this call before its time. */
  expire(brandId: BrandId, callId: CallId, nowMs: number): void {
    const dial = this.#findNamed('byCall', brandId, callId, nowMs);
    if (dial !== undefined) dial.expiresAtMs = Math.floor(nowMs);
  }

  #end(key: string, dial: KnownDial, nowMs: number): void {
    this.#rotate(nowMs);
    dial.placing = undefined;
    dial.expiresAtMs = Math.ceil(nowMs + this.#windowMs);
    // It is kept for a window from now, and the generation it began in may be gone before that.
    if (dial.generation !== this.#newer.number) this.#keep(key, dial);
  }

  #findNamed(names: 'byCall' | 'byReference', brandId: BrandId, name: string, nowMs: number): KnownDial | undefined {
    this.#rotate(nowMs);
    const dial = this.#newer[names].get(brandId)?.get(name) ?? this.#older[names].get(brandId)?.get(name);
    return living(dial, nowMs);
  }

  // What ends is added to the newer generation, before that is a window old; so it has expired when that is two.
  #rotate(nowMs: number): void {
    const age = nowMs - this.#newer.startedAtMs;
    if (age < this.#windowMs) return;
    const [older, newer] = [this.#older, this.#newer];
    const expired = age >= 2 * this.#windowMs;
    this.#newer = startGeneration(newer.number + 1, nowMs);
    this.#older = expired ? this.#newer : newer;
    if (older !== this.#older) this.#carryOver(older);
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

function setName(names: ByName, brandId: BrandId, name: string, dial: KnownDial): void {
  const known = names.get(brandId);
  if (known === undefined) names.set(brandId, new Map([[name, dial]]));
  else known.set(name, dial);
}

function living(dial: KnownDial | undefined, nowMs: number): KnownDial | undefined {
  return dial !== undefined && (dial.placing !== undefined || dial.expiresAtMs > nowMs) ? dial : undefined;
}
