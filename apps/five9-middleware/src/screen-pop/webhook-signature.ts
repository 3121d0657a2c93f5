import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

const prefix = 'whsec_';
// Bounds of the Standard Webhooks specification for a symmetric secret.
const minimumBytes = 24;
const maximumBytes = 64;

/** The three headers of a signed delivery. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Seconds since the epoch. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** Reads a `whsec_<base64>` secret; throws TypeError, without repeating it, when it is not one of 24 to 64 bytes. */
export function parseWebhookSecret(secret: string): KeyObject {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : '';
  const bytes = Buffer.from(encoded, 'base64');
  const intact = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded);
  if (!intact || bytes.length < minimumBytes || bytes.length > maximumBytes) {
    throw new TypeError('The screen-pop secret must be "whsec_" and the base64 of 24 to 64 random bytes.');
  }
  return createSecretKey(bytes);
}

/** Makes a secret that signs and verifies screen pops. */
export function generateWebhookSecret(): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

/** Signs a delivery by Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. */
export function signWebhook(key: KeyObject, id: string, timeMs: number, body: string): SignedHeaders {
  const seconds = String(Math.floor(timeMs / 1_000));
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}
