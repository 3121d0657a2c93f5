import { type Delivery, makeVerifier, parseScreenPopSettings, systemClock } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { Webhook } from 'standardwebhooks';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

/** What is verified. */
export interface VerifierCase {
  /** About how long the body is. */
  readonly bytes: number;
  readonly forged?: boolean;
}

interface Signed {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A screen pop as a middleware sends it, made longer by an attribute. */
export function bodyOfPop(bytes: number): Buffer {
  const pop = {
    event: 'call.ringing',
    call_id: '300000000115271',
    direction: 'inbound',
    customer_number: '+12025550123',
    dialled_number: '+18005550100',
    agent: { extension: '1001' },
    occurred_at: '2026-11-23T09:00:00.000-05:00',
    attributes: { note: '' },
  };
  const short = JSON.stringify(pop).length;
  return Buffer.from(JSON.stringify({ ...pop, attributes: { note: 'x'.repeat(Math.max(0, bytes - short)) } }));
}

function sign({ bytes, forged }: VerifierCase): Signed {
  const body = bodyOfPop(bytes);
  const id = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';
  const at = new Date();
  const signature = new Webhook(SECRET).sign(id, at, body.toString('utf8'));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': forged === true ? `v1,${Buffer.alloc(32).toString('base64')}` : signature,
  };
  return { body, headers };
}

/** Our verifier, kept as a receiver keeps it. @throws Error where it does not say what it should. */
export function openOurVerifier(verifierCase: VerifierCase): () => unknown {
  const { verification } = parseScreenPopSettings({ signing_secrets: [SECRET] });
  const verifier = makeVerifier(verification, systemClock);
  const { body, headers } = sign(verifierCase);
  const delivery: Delivery = { method: 'POST', query: '', header: (name) => headers[name], body };
  const verify = (): boolean => verifier.verify(delivery).verified;
  return checked(verify, verifierCase);
}

/** The package of the standard, with its own secret worked out once, told to leave the body as it is. */
export function openPackageVerifier(verifierCase: VerifierCase): () => unknown {
  const webhook = new Webhook(SECRET);
  const { body, headers } = sign(verifierCase);
  const verify = (): boolean => {
    try {
      webhook.verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  };
  return checked(verify, verifierCase);
}

type ReadPayload = (delivery: Delivery) => { readonly payload?: Readonly<Record<string, unknown>> };

/** From the bytes to the canonical event: verified, parsed as the receiver parses, decoded by the brand's plugin. */
export async function openOurDecoder(bytes: number): Promise<() => unknown> {
  // A part of the receiver that is not public, so it is taken from where it was built.
  const built = new URL('../../../packages/core/dist/src/screen-pop/reading/read-payload.js', import.meta.url);
  const { readPayload } = (await import(built.href)) as { readonly readPayload: ReadPayload };
  const { verification, fieldMap } = parseScreenPopSettings({ signing_secrets: [SECRET] });
  const verifier = makeVerifier(verification, systemClock);
  const source = five9Plugin.configure({ api_base_url: 'https://switch.example', api_key: 'a-key' }).screenPop();
  const { body, headers } = sign({ bytes });
  const delivery: Delivery = { method: 'POST', query: '', header: (name) => headers[name], body };
  const decode = (): unknown =>
    verifier.verify(delivery).verified ? source?.decode(readPayload(delivery).payload, fieldMap) : undefined;
  if (decode() === undefined) throw new Error('the delivery is not decoded');
  return decode;
}

/** What the package's `verify` does when it is told nothing: it verifies, and gives back what `JSON.parse` makes of the body. */
export function openPackageParser(bytes: number): () => unknown {
  const webhook = new Webhook(SECRET);
  const { body, headers } = sign({ bytes });
  const parse = (): unknown => webhook.verify(body, headers);
  if (typeof parse() !== 'object') throw new Error('the delivery is not parsed');
  return parse;
}

function checked(verify: () => boolean, { forged = false }: VerifierCase): () => unknown {
  if (verify() === forged) throw new Error('the verifier says the opposite');
  return verify;
}
