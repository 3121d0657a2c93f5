import type { Clock } from '../../runtime/clock.ts';
import type { DeliveryVerifier } from './delivery-verifier.ts';
import type { DeliveryVerification } from '../settings/screen-pop-settings.ts';
import { SharedSecretVerifier } from './shared-secret-verifier.ts';
import { StandardWebhooksVerifier } from './standard-webhooks-verifier.ts';

/** The verifier of a brand's settings. Keep it: what it works out of the secrets, it works out once. */
export function makeVerifier(verification: DeliveryVerification, clock: Clock): DeliveryVerifier {
  if (verification.kind === 'shared_secret') return new SharedSecretVerifier(verification.secrets, verification);
  return new StandardWebhooksVerifier(verification.secrets, { toleranceSeconds: verification.toleranceSeconds, clock });
}
