import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Secret } from '../../config/secret.ts';
import type { Issue } from '../../errors/error-details.ts';
import { SwitchError } from '../../errors/switch-error.ts';

/** How a signing secret may begin, so that people know one when they see it. */
const SECRET_PREFIX = 'whsec_';
const GENERATED_BYTES = 32;
/** What the standard asks of a secret: 192 to 512 bits. */
const SHORTEST_BYTES = 24;
const LONGEST_BYTES = 64;
/** The HMAC's own algorithm, by the name that OpenSSL knows. */
const ALGORITHM = 'sha256';
const STANDARD_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/**
 * Visible ASCII without the full stop that ends an id in what is signed. No space: that is how two headers of the same name
 * look once they are joined.
 */
const DELIVERY_ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;

// A raw key would be read anew for every delivery, which takes several times as long as the signature itself.
const keys = new WeakMap<Secret, KeyObject>();

/** What is signed of a delivery. */
export interface SignedContent {
  /** The same for every attempt to deliver it. Visible ASCII without a full stop, at most 256 characters. */
  readonly id: string;
  /** When this attempt is made; a number is in seconds since 1970. */
  readonly timestamp: Date | number;
  /** Exactly the bytes that are sent; a text is sent as UTF-8. */
  readonly body: Uint8Array | string;
}

/** Whether a text may be a delivery's id. */
export function isDeliveryId(text: string): boolean {
  return DELIVERY_ID.test(text);
}

/** What is wrong with the text of a signing secret, without any of it; undefined when nothing is. */
export function findSigningSecretProblem(text: string): string | undefined {
  const encoded = withoutPrefix(text);
  if (!STANDARD_BASE64.test(encoded)) return 'must be whsec_ and then standard base64, with its padding and no white space';
  // Exact, as the text is standard base64; nothing is decoded for it.
  const length = Buffer.byteLength(encoded, 'base64');
  if (length < SHORTEST_BYTES || length > LONGEST_BYTES) {
    return `must be the base64 of ${SHORTEST_BYTES} to ${LONGEST_BYTES} bytes`;
  }
  return undefined;
}

/** A new signing secret as people copy it: `whsec_` and the base64 of 32 random bytes. Shown once, then kept as a `Secret`. */
export function generateSigningSecret(): string {
  return SECRET_PREFIX + randomBytes(GENERATED_BYTES).toString('base64');
}

/** @throws SwitchError `ARGUMENT_INVALID` for a text that is no signing secret. */
export function checkSigningSecret(secret: Secret): void {
  const problem = findSigningSecretProblem(secret.reveal());
  if (problem !== undefined) throw invalid([{ path: 'secret', message: problem }]);
}

/**
 * The key of a signing secret, read once for each secret. `whsec_` is optional.
 *
 * @throws SwitchError `ARGUMENT_INVALID` for a text that is no signing secret.
 */
export function toSigningKey(secret: Secret): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  checkSigningSecret(secret);
  const key = createSecretKey(withoutPrefix(secret.reveal()), 'base64');
  keys.set(secret, key);
  return key;
}

/** The HMAC-SHA256 of the parts, one after the other, in base64. @see https://www.rfc-editor.org/rfc/rfc2104 */
export function hmacSha256(key: KeyObject, ...parts: readonly (Uint8Array | string)[]): string {
  const hmac = createHmac(ALGORITHM, key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('base64');
}

/**
 * The three headers of a signed delivery, for whoever sends one. The body must be sent as it was signed, byte by byte.
 *
 * @throws SwitchError `ARGUMENT_INVALID` for an id, a time or a secret that no receiver would accept.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @example await fetch(url, { method: 'POST', headers: signDelivery(secret, { id: 'msg_1', timestamp: new Date(), body }), body });
 */
export function signDelivery(secret: Secret, { id, timestamp, body }: SignedContent): Record<string, string> {
  const seconds = Math.floor(typeof timestamp === 'number' ? timestamp : timestamp.getTime() / 1000);
  const issues: Issue[] = [];
  if (!isDeliveryId(id)) {
    issues.push({ path: 'id', message: 'must be 1 to 256 characters of visible ASCII, without a full stop' });
  }
  if (!Number.isSafeInteger(seconds) || seconds <= 0) {
    issues.push({ path: 'timestamp', message: 'must be a time after 1970, as a Date or in seconds' });
  }
  if (issues.length > 0) throw invalid(issues);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${hmacSha256(toSigningKey(secret), `${id}.${seconds}.`, body)}`,
  };
}

function withoutPrefix(text: string): string {
  return text.startsWith(SECRET_PREFIX) ? text.slice(SECRET_PREFIX.length) : text;
}

function invalid(issues: readonly Issue[]): SwitchError {
  const message = `A delivery cannot be signed like this: ${issues.map(({ path, message: problem }) => `${path} ${problem}`).join('; ')}.`;
  return new SwitchError('ARGUMENT_INVALID', { issues }, { message });
}
