import {
  type Clock,
  makeVerifier,
  parseScreenPopSettings,
  SwitchError,
  systemClock,
  type DeliveryVerifier,
} from '@elasticfunnels/switch-core';

/** What deliveries are told from forged ones by, as it was given to the run. */
export interface WebhookSecret {
  readonly kind: 'signature' | 'shared_secret';
  /** The secret itself: it stands in no output. */
  readonly text: string;
  /** Lower case; where a shared secret is looked for. */
  readonly header: string;
  /** The platform's own verifier. */
  readonly verifier: DeliveryVerifier;
  /** The same, to which it is another time. */
  readonly verifierAt: (now: Date) => DeliveryVerifier;
}

/** A secret that the platform would not take; the message says what one looks like, and repeats nothing of it. */
export class WebhookSecretError extends Error {
  override readonly name = 'WebhookSecretError';
}

/**
 * Reads a secret as the platform's settings form does: one that signs (`whsec_...`), or one that is shown in a header.
 *
 * @throws WebhookSecretError
 */
export function readWebhookSecret(text: string, sharedSecretHeader?: string): WebhookSecret {
  const form =
    sharedSecretHeader === undefined
      ? { signing_secrets: [text] }
      : { shared_secrets: [text], shared_secret_header: sharedSecretHeader };
  try {
    const { verification } = parseScreenPopSettings(form);
    const { kind } = verification;
    const header = verification.kind === 'shared_secret' ? verification.header : '';
    const verifierAt = (now: Date): DeliveryVerifier => makeVerifier(verification, stoppedAt(now));
    return { kind, text, header, verifier: makeVerifier(verification, systemClock), verifierAt };
  } catch (error) {
    if (SwitchError.has(error, 'CONFIG_INVALID')) {
      throw new WebhookSecretError(error.details.issues.map(({ message }) => message).join('; '));
    }
    throw error;
  }
}

function stoppedAt(now: Date): Clock {
  return { ...systemClock, now: () => now };
}
