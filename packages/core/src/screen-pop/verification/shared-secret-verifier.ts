import { hash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../config/secret.ts';
import type { Delivery } from '../delivery.ts';
import { isDeliveryId } from './delivery-signature.ts';
import type { DeliveryVerifier, Verification } from './delivery-verifier.ts';

/** The scheme's name is read in any case. @see https://www.rfc-editor.org/rfc/rfc6750 */
const BEARER = /^bearer +([\x21-\x7e]+)$/i;

/** Where a `SharedSecretVerifier` looks for the secret. */
export interface SharedSecretOptions {
  /** Lower case. In `authorization` it is a Bearer token, in any other header the whole value. */
  readonly header: string;
  /** The query parameter that may carry it instead. It is the weakest place: queries stand in access logs. */
  readonly parameter?: string;
}

/**
 * Believes deliveries that bring a shared secret, for telephony that cannot sign. Weaker than a signature: nothing ties the
 * secret to the delivery or to a time, and whoever sees one delivery can send another.
 */
export class SharedSecretVerifier implements DeliveryVerifier {
  readonly #secrets: readonly Secret[];
  readonly #options: SharedSecretOptions;
  #digests: readonly Buffer[] | undefined;

  /** @param secrets every one that is active: two while one replaces the other */
  constructor(secrets: readonly Secret[], options: SharedSecretOptions) {
    this.#secrets = [...secrets];
    this.#options = options;
  }

  verify(delivery: Delivery): Verification {
    const presented = [this.#findInHeader(delivery), this.#findInQuery(delivery)].filter((text) => text !== undefined);
    if (presented.length === 0) return { verified: false, reason: 'secret_missing' };
    if (!this.#isKnown(presented)) return { verified: false, reason: 'secret_wrong' };
    // Nobody vouches for it but the sender, who is believed by now: it may well tell a second attempt from a first.
    const deliveryId = delivery.header('webhook-id');
    const isUsable = deliveryId !== undefined && isDeliveryId(deliveryId);
    return { verified: true, proof: 'shared_secret', ...(isUsable ? { deliveryId } : {}) };
  }

  #findInHeader({ header }: Delivery): string | undefined {
    const { header: name } = this.#options;
    const value = header(name);
    if (name !== 'authorization') return value === '' ? undefined : value;
    return BEARER.exec(value ?? '')?.[1];
  }

  #findInQuery({ query }: Delivery): string | undefined {
    const { parameter } = this.#options;
    if (parameter === undefined || query === '') return undefined;
    const values = new URLSearchParams(query).getAll(parameter);
    if (values.length === 0 || values[0] === '') return undefined;
    // A repeated one is one guess all the same, and no secret has a line feed in it.
    return values.join('\n');
  }

  // Of the digests, so that neither the length nor a part of it shows in the time; and all of them, always.
  #isKnown(presented: readonly string[]): boolean {
    this.#digests ??= this.#secrets.map((secret) => digest(secret.reveal()));
    let found = false;
    for (const text of presented) {
      const candidate = digest(text);
      for (const known of this.#digests) found = timingSafeEqual(known, candidate) || found;
    }
    return found;
  }
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
