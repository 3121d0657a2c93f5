import { Agent } from 'node:http';
import { Secret, signDelivery } from '@elasticfunnels/switch-core';
import { seededRandom } from '../faults/seeded-random.ts';
import { postDelivery } from '../many-nodes/post-delivery.ts';

/** A brand as its telephony knows it. */
export interface SendingBrand {
  readonly id: string;
  readonly extension: string;
  readonly signingSecret: string;
}

/** What is sent, and to whom. */
export interface SendingOrders {
  readonly seed: number;
  readonly url: string;
  readonly perSecond: number;
  readonly brands: readonly SendingBrand[];
}

/** What a sender knows in the end. */
export interface SendingReport {
  /** `signed 200`, `forged 401`, ... and how often. */
  readonly answers: Readonly<Record<string, number>>;
  /** The numbers of the events that were acknowledged. */
  readonly acknowledged: readonly number[];
}

interface Sent {
  readonly number: number;
  readonly brand: SendingBrand;
  readonly id: string;
  readonly body: string;
}

type Kind = 'signed' | 'repeated' | 'forged' | 'stale' | 'no event' | 'no brand';

const TICK_MS = 50;
const TIMEOUT_MS = 8_000;
/** Of how many deliveries one may be sent again: the ledger of the soak remembers many more. */
const REPEATED_OF = 40;
const STALE_SECONDS = 3_600;
const SHARES: readonly (readonly [Kind, number])[] = [
  ['repeated', 0.15],
  ['forged', 0.08],
  ['stale', 0.03],
  ['no event', 0.03],
  ['no brand', 0.02],
];

/** The telephony of all brands: signs screen pops, repeats them, and is now and then somebody who only pretends to be it. */
export class PopSender {
  readonly #orders: SendingOrders;
  readonly #random: () => number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  readonly #stranger = new Secret(`whsec_${Buffer.alloc(32, 7).toString('base64')}`);
  readonly #secrets: ReadonlyMap<string, Secret>;
  readonly #recent: Sent[] = [];
  readonly #answers: Record<string, number> = {};
  readonly #acknowledged: number[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #due = 0;
  #number = 0;

  constructor(orders: SendingOrders) {
    this.#orders = orders;
    this.#random = seededRandom(orders.seed);
    this.#secrets = new Map(orders.brands.map(({ id, signingSecret }) => [id, new Secret(signingSecret)]));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  async stop(): Promise<SendingReport> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    this.#agent.destroy();
    return { answers: this.#answers, acknowledged: this.#acknowledged };
  }

  #tick(): void {
    this.#due += (this.#orders.perSecond * TICK_MS) / 1_000;
    for (; this.#due >= 1; this.#due -= 1) {
      const sending = this.#sendOne().finally(() => this.#underWay.delete(sending));
      this.#underWay.add(sending);
    }
  }

  #sendOne(): Promise<void> {
    const kind = this.#pickKind();
    const again = kind === 'repeated' ? this.#recent[Math.floor(this.#random() * this.#recent.length)] : undefined;
    const sent = again ?? this.#makeEvent(kind);
    const honest = again !== undefined || kind === 'signed' || kind === 'repeated';
    if (honest && again === undefined) {
      this.#recent.push(sent);
      if (this.#recent.length > REPEATED_OF) this.#recent.shift();
    }
    return this.#post(again === undefined && kind === 'repeated' ? 'signed' : kind, sent);
  }

  async #post(kind: Kind, { number, brand, id, body }: Sent): Promise<void> {
    const { url } = this.#orders;
    const secret = kind === 'forged' ? this.#stranger : (this.#secrets.get(brand.id) ?? this.#stranger);
    const timestamp = Math.floor(Date.now() / 1_000) - (kind === 'stale' ? STALE_SECONDS : 0);
    const headers = signDelivery(secret, { id, timestamp, body });
    const to = `${url}/screen-pops/${kind === 'no brand' ? 'nobody' : brand.id}`;
    const result = await postDelivery({ url: to, agent: this.#agent, headers, body, timeoutMs: TIMEOUT_MS });
    const answer = `${kind} ${typeof result === 'string' ? result : result.status}`;
    this.#answers[answer] = (this.#answers[answer] ?? 0) + 1;
    if (kind === 'signed' && typeof result !== 'string' && result.status === 200) this.#acknowledged.push(number);
  }

  #makeEvent(kind: Kind): Sent {
    const { brands } = this.#orders;
    const brand = brands[Math.floor(this.#random() * brands.length)];
    if (brand === undefined) throw new Error('Nobody takes screen pops.');
    this.#number += 1;
    const number = this.#number;
    const event = {
      event: 'call.ringing',
      call_id: `soak-${number}`,
      direction: 'inbound',
      customer_number: `+1202555${String(100 + (number % 100)).padStart(4, '0')}`,
      dialled_number: '+18005550100',
      agent: { extension: brand.extension },
      occurred_at: new Date().toISOString(),
    };
    const body = JSON.stringify(kind === 'no event' ? { weather: 'fine' } : event);
    return { number, brand, id: `msg_${number}`, body };
  }

  #pickKind(): Kind {
    let at = this.#random();
    for (const [kind, share] of SHARES) {
      if (at < share) return kind;
      at -= share;
    }
    return 'signed';
  }
}
