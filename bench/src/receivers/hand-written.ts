import { createHmac, timingSafeEqual } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { AGENTS, agentOf, BRANDS, brandOf, CUSTOMERS, keyOf } from './deliveries.ts';

/** What the server framework hands on of a delivery. */
export interface HandedDelivery {
  readonly brand: string;
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Buffer;
}

/** How it is answered. */
export interface HandedAnswer {
  readonly status: number;
  readonly text: string;
}

interface Message {
  readonly customer_number: string;
  readonly agent: { readonly extension: string };
}

const TOLERANCE_SECONDS = 300;
const PUBLISHED: HandedAnswer = { status: 200, text: '{"status":"published"}' };
const DUPLICATE: HandedAnswer = { status: 200, text: '{"status":"duplicate"}' };
const REFUSED: HandedAnswer = { status: 401, text: '{"error":"unauthorised"}' };

/**
 * The job as a good engineer writes it in an afternoon: verified with a key that is read once, parsed, known ids left out,
 * looked up, published. Without limits, deadlines, reading of numbers, metrics, or anything for the day on which it fails.
 */
export class HandWrittenJob {
  readonly #seen = new Map<string, true>();
  readonly #emitter = new EventEmitter();
  published = 0;

  constructor() {
    for (let brand = 0; brand < BRANDS; brand += 1) {
      for (let agent = 0; agent < AGENTS; agent += 1) {
        this.#emitter.on(`${brandOf(brand)}:${agentOf(agent)}`, () => (this.published += 1));
      }
    }
  }

  async receive({ brand, id, timestamp, signature, body }: HandedDelivery): Promise<HandedAnswer> {
    if (id === undefined || timestamp === undefined || signature === undefined) return REFUSED;
    if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) return REFUSED;
    const expected = createHmac('sha256', keyOf(brand)).update(`${id}.${timestamp}.`).update(body).digest();
    const given = Buffer.from(signature.slice('v1,'.length), 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return REFUSED;
    const message = JSON.parse(body.toString('utf8')) as Message;
    const key = `${brand}:${id}`;
    if (this.#seen.has(key)) return DUPLICATE;
    this.#seen.set(key, true);
    const customer = await findCustomer(message.customer_number);
    this.#emitter.emit(`${brand}:${message.agent.extension}`, { message, customer });
    return PUBLISHED;
  }
}

/** Asynchronous, as a directory is. */
async function findCustomer(number: string): Promise<{ readonly id: string } | undefined> {
  return CUSTOMERS.get(number);
}
