import { type Delivery, makeVerifier, parseScreenPopSettings, systemClock } from '@elasticfunnels/switch-core';
import { Webhook } from 'standardwebhooks';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

interface Signed {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

function sign(bytes: number, forged: boolean): Signed {
  const body = Buffer.from(JSON.stringify({ event: 'call.ringing', call_id: '1', note: 'x'.repeat(Math.max(0, bytes - 60)) }));
  const id = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';
  const at = new Date();
  const signature = new Webhook(SECRET).sign(id, at, body.toString('utf8'));
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': forged ? `v1,${Buffer.alloc(32).toString('base64')}` : signature,
  };
  return { body, headers };
}

/** Our verifier, kept as a receiver keeps it. @throws Error where it does not say what it should. */
export function openOurVerifier(bytes: number, forged: boolean): () => unknown {
  // As long a tolerance as there is: what was signed once is verified for as long as the race lasts.
  const { verification } = parseScreenPopSettings({ signing_secrets: [SECRET] });
  const verifier = makeVerifier(verification, systemClock);
  const { body, headers } = sign(bytes, forged);
  const delivery: Delivery = { method: 'POST', query: '', header: (name) => headers[name], body };
  const verify = (): boolean => verifier.verify(delivery).verified;
  if (verify() === forged) throw new Error('the verifier says the opposite');
  return verify;
}

/** The package of the standard, with its own secret worked out once. */
export function openPackageVerifier(bytes: number, forged: boolean): () => unknown {
  const webhook = new Webhook(SECRET);
  const { body, headers } = sign(bytes, forged);
  const verify = (): boolean => {
    try {
      webhook.verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  };
  if (verify() === forged) throw new Error('the verifier says the opposite');
  return verify;
}
