import type { BrandId } from '../../call/ids.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Logger, silentLogger } from '../../runtime/logger.ts';
import { type Digest, digestOf } from './digest.ts';
import { ExpiringMap } from './expiring-map.ts';
import type { ClaimResult, DeliveryClaim, DeliveryLedger } from '../screen-pop-ports.ts';

/**
 * After how long a claim that was neither confirmed nor released expires, in milliseconds. Longer than publishing takes by
 * the receiver's default limits (4.5 s); short enough that a sender who tries again after 5 seconds, as Standard Webhooks
 * proposes, gets through although the node that had claimed it died: the receiver asks again for 2 seconds. The tries
 * after that would be minutes late. Should a claim expire under work that is slow, the channel publishes only once.
 */
export const CLAIM_MS: number = 6_000;
/** How long the ids of published deliveries are kept, in milliseconds: senders redeliver for about 75 hours. */
export const PUBLISHED_MS: number = 4 * 24 * 60 * 60 * 1_000;

/** What the in-process ledger may be given beside its clock. */
export interface InProcessDeliveryLedgerOptions {
  readonly logger?: Logger;
  /** How many ids are kept; beyond that the oldest are forgotten before their time, and the logger is told, once. */
  readonly maxIds?: number;
}

/** One for all keys of a claim: whose a key is, it tells by being the very same. */
interface Held {
  readonly expiresAtMs: number;
}

const MAX_IDS = 1_000_000;

/** The delivery ledger of one process. What it knows is gone when the process ends. */
export class InProcessDeliveryLedger implements DeliveryLedger {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #held: ExpiringMap<Held>;
  /** To when each expires, in whole seconds: a small integer costs no memory of its own. */
  readonly #published: ExpiringMap<number>;
  #forgotten = 0;
  #closed = false;

  constructor(clock: Clock, { logger = silentLogger, maxIds = MAX_IDS }: InProcessDeliveryLedgerOptions = {}) {
    this.#clock = clock;
    this.#logger = logger;
    this.#held = new ExpiringMap({ clock, maxSize: maxIds, expiresAtMs: (held) => held.expiresAtMs });
    this.#published = new ExpiringMap({
      clock,
      maxSize: maxIds,
      expiresAtMs: (seconds) => seconds * 1_000,
      onDropped: () => this.#countForgotten(maxIds),
    });
  }

  /** How many ids were forgotten before their time because there were too many: a delivery of theirs could be shown again. */
  get forgotten(): number {
    return this.#forgotten;
  }

  async claim(brandId: BrandId, keys: readonly string[]): Promise<ClaimResult> {
    if (this.#closed) throw closedError();
    const digests = keys.map((key) => digestOf([brandId, key]));
    if (digests.some((digest) => this.#published.find(digest) !== undefined)) return { status: 'published' };
    if (digests.some((digest) => this.#held.find(digest) !== undefined)) return { status: 'held' };
    const held: Held = { expiresAtMs: this.#clock.monotonicMs() + CLAIM_MS };
    for (const digest of digests) this.#held.set(digest, held);
    return { status: 'claimed', claim: this.#toClaim(held, digests) };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #toClaim(held: Held, digests: readonly Digest[]): DeliveryClaim {
    const release = (): void => {
      for (const digest of digests) if (this.#held.peek(digest) === held) this.#held.delete(digest);
    };
    return {
      // Also when the claim has expired, and whoever has it since: it was published, and nothing can undo that.
      confirm: async () => {
        const expiresAtSeconds = Math.ceil((this.#clock.monotonicMs() + PUBLISHED_MS) / 1_000);
        for (const digest of digests) this.#published.set(digest, expiresAtSeconds);
        release();
      },
      release: async () => release(),
    };
  }

  #countForgotten(maxIds: number): void {
    this.#forgotten += 1;
    if (this.#forgotten > 1) return;
    this.#logger.warn({ maxIds }, 'ids of deliveries are forgotten before their time: raise maxIds, or share a ledger');
  }
}

function closedError(): SwitchError {
  const hint = 'Nothing to check: the process is shutting down, and the sender will deliver again.';
  return new SwitchError('CLOSED', {}, { message: 'The delivery ledger is closed.', hint });
}
