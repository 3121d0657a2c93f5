import { timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../config/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Delivery } from '../delivery.ts';
import { checkSigningSecret, hmacSha256, isDeliveryId, toSigningKey } from './delivery-signature.ts';
import type { DeliveryVerifier, UnverifiedReason, Verification } from './delivery-verifier.ts';

/** More than any rotation needs, and few enough that comparing them costs a forger's target nothing. */
const MOST_SIGNATURES = 32;
/** Seconds since 1970 in the one way to write them; twelve digits reach past the year 30000. */
const TIMESTAMP = /^[1-9]\d{0,11}$/;
/** Standard base64 of 32 bytes, in the one way to write it. */
const SIGNATURE = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** By what a `StandardWebhooksVerifier` tells time. */
export interface StandardWebhooksOptions {
  /** How far the sender's clock may be from ours, either way. */
  readonly toleranceSeconds: number;
  readonly clock: Clock;
}

/**
 * Believes deliveries that are signed as Standard Webhooks has it: `webhook-id`, `webhook-timestamp` and
 * `webhook-signature: v1,<base64>`, HMAC-SHA256 over `id.timestamp.body` as these arrived. Header names of the schemes that
 * came before the standard are not read: there is one way to sign a delivery.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export class StandardWebhooksVerifier implements DeliveryVerifier {
  readonly #secrets: readonly Secret[];
  readonly #options: StandardWebhooksOptions;

  /**
   * @param secrets every one that is active; their keys are read when the first delivery comes
   * @throws SwitchError `ARGUMENT_INVALID` for a text that is no signing secret.
   */
  constructor(secrets: readonly Secret[], options: StandardWebhooksOptions) {
    for (const secret of secrets) checkSigningSecret(secret);
    this.#secrets = [...secrets];
    this.#options = options;
  }

  verify({ header, body }: Delivery): Verification {
    const id = header('webhook-id');
    const timestamp = header('webhook-timestamp');
    const signatures = header('webhook-signature');
    if (!id || !timestamp || !signatures) return unverified('signature_missing');
    if (!isDeliveryId(id)) return unverified('id_malformed');
    const problem = this.#findTimeProblem(timestamp);
    if (problem !== undefined) return unverified(problem);
    // The limit also bounds how many are cut apart.
    const versioned = signatures.split(' ', MOST_SIGNATURES + 1);
    if (versioned.length > MOST_SIGNATURES) return unverified('too_many_signatures');
    const candidates = readSignatures(versioned);
    if (candidates.length === 0 || !this.#isSigned(`${id}.${timestamp}.`, body, candidates)) return unverified('signature_wrong');
    return { verified: true, proof: 'signature', deliveryId: id };
  }

  #findTimeProblem(timestamp: string): UnverifiedReason | undefined {
    if (!TIMESTAMP.test(timestamp)) return 'timestamp_malformed';
    const { clock, toleranceSeconds } = this.#options;
    const age = Math.floor(clock.now().getTime() / 1000) - Number(timestamp);
    if (age > toleranceSeconds) return 'timestamp_stale';
    if (-age > toleranceSeconds) return 'timestamp_in_future';
    return undefined;
  }

  // No early end: how long it takes says neither which secret nor which signature it was.
  #isSigned(start: string, body: Uint8Array, candidates: readonly Buffer[]): boolean {
    let found = false;
    for (const secret of this.#secrets) {
      const expected = Buffer.from(hmacSha256(toSigningKey(secret), start, body), 'latin1');
      for (const candidate of candidates) found = timingSafeEqual(expected, candidate) || found;
    }
    return found;
  }
}

function unverified(reason: UnverifiedReason): Verification {
  return { verified: false, reason };
}

/** The signatures of version 1 that are well formed; other versions are somebody else's. As bytes of their base64. */
function readSignatures(versioned: readonly string[]): readonly Buffer[] {
  const found: Buffer[] = [];
  for (const each of versioned) {
    const comma = each.indexOf(',');
    // A second comma is where two headers were joined into one, and nobody can say which of them the sender meant.
    if (comma !== each.lastIndexOf(',')) return [];
    const signature = each.slice(comma + 1);
    if (each.startsWith('v1,') && SIGNATURE.test(signature)) found.push(Buffer.from(signature, 'latin1'));
  }
  return found;
}
