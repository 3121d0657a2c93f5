import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../contract/refusal.ts';
import type { AuthenticationSettings } from './middleware-settings.ts';

const realm = 'five9-middleware';

/**
 * Checks an `Authorization` header and names the caller, whose idempotency keys are its own; throws an `unauthenticated`
 * refusal (401) that names the scheme to use.
 */
export type Authenticator = (authorization: string | undefined) => string;

/** Makes the check for one configured kind of credential. */
export function createAuthenticator(settings: AuthenticationSettings): Authenticator {
  if (settings.kind === 'none') return () => 'anyone';
  const scheme = settings.kind === 'bearer' ? 'Bearer' : 'Basic';
  const expected = digest(settings.kind === 'bearer' ? settings.apiKey : `${settings.username}:${settings.password}`);
  // Not from the header: the same credential can be written in several ways.
  const caller = settings.kind === 'bearer' ? 'bearer' : `basic ${settings.username}`;
  return (authorization) => {
    const [presentedScheme = '', credential = ''] = (authorization ?? '').trim().split(/ +/, 2);
    if (presentedScheme === '') throw refusal(scheme, 'The request has no Authorization header.', false);
    if (presentedScheme.toLowerCase() !== scheme.toLowerCase()) {
      throw refusal(scheme, `The request has ${nameScheme(presentedScheme)}.`, false);
    }
    // Digests have one length, so that the comparison tells nothing about the length of the secret either.
    const presented = digest(scheme === 'Bearer' ? credential : Buffer.from(credential, 'base64'));
    if (!timingSafeEqual(presented, expected)) throw refusal(scheme, 'The credentials are not valid.', true);
    return caller;
  };
}

function digest(secret: string | Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}

function refusal(scheme: 'Bearer' | 'Basic', reason: string, presented: boolean): Refusal {
  const invalid = scheme === 'Bearer' && presented ? ', error="invalid_token"' : '';
  const charset = scheme === 'Basic' ? ', charset="UTF-8"' : '';
  return new Refusal(401, 'unauthenticated', `${reason} This service expects ${scheme} authentication.`, {
    headers: { 'www-authenticate': `${scheme} realm="${realm}"${charset}${invalid}` },
  });
}

// A key sent without a scheme would stand where the scheme belongs: repeat only the names that are no secret.
function nameScheme(presented: string): string {
  return /^(basic|bearer|digest|negotiate)$/i.test(presented) ? `${presented} credentials` : 'another scheme';
}
