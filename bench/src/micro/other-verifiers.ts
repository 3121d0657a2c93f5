import { sign, verify } from '@octokit/webhooks-methods';
import { Stripe } from 'stripe';
import { bodyOfPop } from './verifier-cases.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

/** GitHub's: an HMAC of the body in hex. No time is checked, and nothing parsed. */
export async function openOctokit(bytes: number): Promise<() => Promise<unknown>> {
  const text = bodyOfPop(bytes).toString('utf8');
  const signature = await sign(SECRET, text);
  if (!(await verify(SECRET, text, signature))) throw new Error('the verifier says the opposite');
  return async () => verify(SECRET, text, signature);
}

/** Stripe's: an HMAC of time and body in hex, the time checked, and the body parsed. */
export function openStripe(bytes: number): () => unknown {
  const payload = bodyOfPop(bytes).toString('utf8');
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
  const construct = (): unknown => Stripe.webhooks.constructEvent(payload, header, SECRET);
  if (typeof construct() !== 'object') throw new Error('the delivery is not parsed');
  return construct;
}
