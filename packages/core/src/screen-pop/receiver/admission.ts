import type { BrandId } from '../../call/ids.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { DeliveryReason } from './delivery-answers.ts';
import type { ReceiverLimits } from './receiver-limits.ts';
import { Slots } from './slots.ts';
import { TokenBuckets } from './token-buckets.ts';

/** A delivery that is under way. */
export interface Admitted {
  /** It is genuine: from here on it counts against its brand and no longer against its source. */
  readonly believe: (brandId: BrandId) => DeliveryReason | undefined;
  /** It has been answered. */
  readonly leave: () => void;
}

/**
 * Bounds what is under way and how fast it comes. What is not believed counts against its source and never against the
 * brand, whose own telephony would suffer for it; and against its source for this brand only, as all brands may come
 * through one proxy.
 */
export class Admission {
  readonly #limits: ReceiverLimits;
  readonly #clock: Clock;
  /** By source and brand together. */
  readonly #pairRates: TokenBuckets;
  readonly #brandRates: TokenBuckets;
  readonly #sources: Slots = new Slots();
  readonly #pairs: Slots = new Slots();
  readonly #brands: Slots = new Slots();
  #underWay = 0;
  #closed: Promise<void> | undefined;
  #onNone: (() => void) | undefined;

  constructor(limits: ReceiverLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#pairRates = new TokenBuckets(limits.sourcePerSecond, clock);
    this.#brandRates = new TokenBuckets(limits.brandPerSecond, clock);
  }

  /** How many deliveries are under way. */
  get underWay(): number {
    return this.#underWay;
  }

  /** @param brand as the path has it, whether there is such a brand or not */
  enter(source: string, brand: string): Admitted | DeliveryReason {
    if (this.#closed !== undefined) return 'closing';
    const { concurrent, concurrentPerSource } = this.#limits;
    if (this.#underWay >= concurrent) return 'overloaded';
    // Whatever brands it names, one source leaves half of the room to the others.
    if (!this.#sources.take(source, Math.ceil(concurrent / 2))) return 'source_too_many';
    const pair = `${source} ${brand}`;
    if (!this.#pairs.take(pair, concurrentPerSource)) {
      this.#sources.giveBack(source);
      return 'source_too_many';
    }
    if (!this.#pairRates.take(pair)) {
      this.#leaveSource(source, pair);
      return 'source_too_fast';
    }
    this.#underWay += 1;
    return this.#toAdmitted(source, pair);
  }

  /** Lets nobody in any more; resolves when nothing is under way, or after `drainMs`: for whoever closes it, at the same time. */
  close(): Promise<void> {
    this.#closed ??= this.#drained();
    return this.#closed;
  }

  async #drained(): Promise<void> {
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.setTimer(this.#limits.drainMs, resolve);
      this.#onNone = () => {
        cancel();
        resolve();
      };
    });
  }

  #toAdmitted(source: string, pair: string): Admitted {
    let isBelieved = false;
    let takenOf: BrandId | undefined;
    return {
      believe: (brandId) => {
        isBelieved = true;
        this.#leaveSource(source, pair);
        this.#pairRates.giveBack(pair);
        if (!this.#brandRates.take(brandId)) return 'brand_too_fast';
        if (!this.#brands.take(brandId, this.#limits.concurrentPerBrand)) return 'brand_busy';
        takenOf = brandId;
        return undefined;
      },
      leave: () => {
        if (!isBelieved) this.#leaveSource(source, pair);
        if (takenOf !== undefined) this.#brands.giveBack(takenOf);
        this.#underWay -= 1;
        if (this.#underWay === 0) this.#onNone?.();
      },
    };
  }

  #leaveSource(source: string, pair: string): void {
    this.#sources.giveBack(source);
    this.#pairs.giveBack(pair);
  }
}
