import { randomUUID } from 'node:crypto';
import type { BrandId, ClaimResult, DeliveryClaim, DeliveryLedger } from '@elasticfunnels/switch-core';
import { unexpectedAnswer } from './redis-error.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { RedisKeys } from './redis-keys.ts';

/** What the ledger is made of. */
export interface RedisDeliveryLedgerParts {
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  /** After how long a claim that was not confirmed expires; milliseconds. */
  readonly claimMs: number;
  /** How long the ids of what was published are kept; milliseconds. */
  readonly publishedMs: number;
}

/** The delivery ledger of all nodes. When Redis cannot be asked it throws, and the sender delivers again. */
export class RedisDeliveryLedger implements DeliveryLedger {
  readonly #parts: RedisDeliveryLedgerParts;

  constructor(parts: RedisDeliveryLedgerParts) {
    this.#parts = parts;
  }

  async claim(brandId: BrandId, keys: readonly string[]): Promise<ClaimResult> {
    const names = [...new Set(keys)].map((key) => this.#parts.keys.delivery(brandId, key));
    const token = randomUUID();
    const what = 'A delivery could not be claimed';
    const answer = await this.#parts.connection.script('claimDelivery', names, [token, this.#parts.claimMs], what);
    if (answer === 'published' || answer === 'held') return { status: answer };
    if (answer === 'claimed') return { status: 'claimed', claim: this.#toClaim(names, token) };
    throw unexpectedAnswer(what);
  }

  /** Nothing of its own to close: the connection is closed by whoever made it. */
  async close(): Promise<void> {}

  #toClaim(names: readonly string[], token: string): DeliveryClaim {
    const { connection, publishedMs } = this.#parts;
    return {
      // Without looking at the token: it was published, whoever holds the claim by now.
      confirm: async () => {
        await connection.script('confirmDelivery', names, [publishedMs], 'A delivery could not be confirmed');
      },
      release: async () => {
        await connection.script('releaseDelivery', names, [token], 'A delivery could not be released');
      },
    };
  }
}
