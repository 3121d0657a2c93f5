import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** How many brands the deliveries are for: so many that no brand meets the receiver's own limit of 500 a second. */
export const BRANDS = 200;
/** Agents of each brand; each has a screen that is subscribed. */
export const AGENTS = 5;

const NUMBERS = 1_000;

/** A brand's id. */
export function brandOf(index: number): string {
  return `brand-${index % BRANDS}`;
}

/** A brand's own signing secret, as its settings have it. */
export function secretOf(brand: string): string {
  return `whsec_${Buffer.from(brand.padEnd(32, '.')).toString('base64')}`;
}

/** An agent's extension. */
export function agentOf(index: number): string {
  return String(1_001 + (index % AGENTS));
}

/** The customer's number; some hundred are on file, and each of them calls again and again. */
function numberOf(index: number): string {
  return `+1202555${String(index % NUMBERS).padStart(4, '0')}`;
}

/** The platform's customers by number: half of those who call. */
export const CUSTOMERS: ReadonlyMap<string, { readonly id: string; readonly displayName: string }> = new Map(
  Array.from({ length: NUMBERS / 2 }, (_, index) => [
    numberOf(index * 2),
    { id: `c-${index}`, displayName: `Customer ${index}` },
  ]),
);

const keys = new Map<string, KeyObject>();

/** The key of a brand's secret, read once. */
export function keyOf(brand: string): KeyObject {
  const known = keys.get(brand);
  if (known !== undefined) return known;
  const key = createSecretKey(secretOf(brand).slice('whsec_'.length), 'base64');
  keys.set(brand, key);
  return key;
}

/** A screen pop as a middleware sends it, signed: the whole request as text. No two are of the same call. */
export function writeDelivery(index: number, salt: string): string {
  const brand = brandOf(index);
  const id = `msg_${salt}${index}`;
  const now = Date.now();
  const body = JSON.stringify({
    event: 'call.ringing',
    event_id: `e-${salt}${index}`,
    call_id: `3${salt}${String(index).padStart(12, '0')}`,
    direction: 'inbound',
    customer_number: numberOf(index),
    dialled_number: '+18005550100',
    agent: { extension: agentOf(Math.floor(index / BRANDS)) },
    campaign: 'support',
    skill: '501',
    occurred_at: new Date(now).toISOString(),
    attributes: { queue: 'gold', language: 'en' },
  });
  const timestamp = Math.floor(now / 1_000);
  const signature = createHmac('sha256', keyOf(brand)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return (
    `POST /screen-pops/${brand} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
    `User-Agent: bench\r\nwebhook-id: ${id}\r\nwebhook-timestamp: ${timestamp}\r\nwebhook-signature: v1,${signature}\r\n\r\n${body}`
  );
}
