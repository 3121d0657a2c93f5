import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import type { DialOutcome } from './dial-guard.ts';

/** One object a dial and no text but its key: tens of thousands are kept, and the collector copies each of them. */
interface Recent {
  /** Undefined where the dial failed. */
  readonly result: MakeCallResult | undefined;
  readonly failure: unknown;
  /** On the monotonic clock, in whole milliseconds: as a fraction it would be one more object. */
  expiresAtMs: number;
}

/** The dials of each brand by what the switch calls them. */
type ByName = Map<BrandId, Map<string, Recent>>;

/** The dials that ended within one window of time. */
interface Generation {
  readonly startedAtMs: number;
  readonly byKey: Map<string, Recent>;
  readonly byCall: ByName;
  readonly byReference: ByName;
}

function startGeneration(nowMs: number): Generation {
  return { startedAtMs: nowMs, byKey: new Map(), byCall: new Map(), byReference: new Map() };
}

/**
 * Dials that have ended, each kept for one window of time under its key and under the names of its call.
 *
 * In two generations: the older one goes as a whole once all in it has expired. Without timers, and without a removal for
 * each dial: at thousands a second, that would cost more than anything else that is done for a dial.
 */
export class RecentDials {
  readonly #windowMs: number;
  #newer: Generation = startGeneration(Number.NEGATIVE_INFINITY);
  #older: Generation = this.#newer;

  /** How long each is kept, in milliseconds. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  find(key: string, nowMs: number): DialOutcome | undefined {
    this.#rotate(nowMs);
    const recent = living(this.#newer.byKey.get(key) ?? this.#older.byKey.get(key), nowMs);
    if (recent === undefined) return undefined;
    return recent.result === undefined ? { failure: recent.failure } : { result: recent.result };
  }

  addResult(key: string, brandId: BrandId, result: MakeCallResult, nowMs: number): void {
    const recent = this.#add(key, result, undefined, nowMs);
    if (result.status === 'placed') setName(this.#newer.byCall, brandId, result.call.callId, recent);
    else setName(this.#newer.byReference, brandId, result.reference, recent);
  }

  /** A dial that may ring all the same. */
  addFailure(key: string, failure: unknown, nowMs: number): void {
    this.#add(key, undefined, failure, nowMs);
  }

  /** The dial that was accepted under this reference has become this call. */
  identify(brandId: BrandId, reference: string, callId: CallId, nowMs: number): void {
    const recent = this.#findNamed('byReference', brandId, reference, nowMs);
    if (recent !== undefined) setName(this.#newer.byCall, brandId, callId, recent);
  }

  /** Ends the dial of this call before its time. */
  expire(brandId: BrandId, callId: CallId, nowMs: number): void {
    const recent = this.#findNamed('byCall', brandId, callId, nowMs);
    if (recent !== undefined) recent.expiresAtMs = Math.floor(nowMs);
  }

  #add(key: string, result: MakeCallResult | undefined, failure: unknown, nowMs: number): Recent {
    this.#rotate(nowMs);
    const recent = { result, failure, expiresAtMs: Math.ceil(nowMs + this.#windowMs) };
    this.#newer.byKey.set(key, recent);
    return recent;
  }

  #findNamed(names: 'byCall' | 'byReference', brandId: BrandId, name: string, nowMs: number): Recent | undefined {
    this.#rotate(nowMs);
    const recent = this.#newer[names].get(brandId)?.get(name) ?? this.#older[names].get(brandId)?.get(name);
    return living(recent, nowMs);
  }

  // What ends is added to the newer generation, before that is a window old; so it has expired when that is two.
  #rotate(nowMs: number): void {
    const age = nowMs - this.#newer.startedAtMs;
    if (age < this.#windowMs) return;
    const fresh = startGeneration(nowMs);
    this.#older = age < 2 * this.#windowMs ? this.#newer : fresh;
    this.#newer = fresh;
  }
}

function setName(names: ByName, brandId: BrandId, name: string, recent: Recent): void {
  const known = names.get(brandId);
  if (known === undefined) names.set(brandId, new Map([[name, recent]]));
  else known.set(name, recent);
}

function living(recent: Recent | undefined, nowMs: number): Recent | undefined {
  return recent !== undefined && recent.expiresAtMs > nowMs ? recent : undefined;
}
