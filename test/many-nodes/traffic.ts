import { seededRandom } from '../faults/seeded-random.ts';
import type { PlatformWorld } from './platform-world.ts';

/** The states of a call in their order, written down here a second time: this is what the product is held against. */
export const STATES = ['call.ringing', 'call.answered', 'call.ended', 'recording.ready'] as const;

/** One event of one call, which has to be shown once on each of its topic's screens. */
export interface ExpectedPop {
  /** Brand, call, event and time. */
  readonly key: string;
  /** `brand/extension`, or `brand/queue`. */
  readonly topic: string;
  /** Of the customer; undefined for nobody's number. */
  readonly customer: string | undefined;
}

/** What one sender has to bring to an end, in as many attempts as that takes. */
export interface PlannedDelivery {
  readonly webhookId: string;
  readonly brand: string;
  readonly key: string;
  readonly body: string;
  /** When its first attempt is due, in milliseconds from the start. */
  readonly atMs: number;
  /** Which node that goes to. */
  readonly node: number;
  readonly isDuplicate: boolean;
}

/** Everything that is sent in a run. */
export interface Traffic {
  readonly expected: ReadonlyMap<string, ExpectedPop>;
  /** In the order in which they are due. */
  readonly deliveries: readonly PlannedDelivery[];
}

/** How much is sent. */
export interface TrafficOptions {
  readonly seed: number;
  /** Without the duplicates, which come on top. */
  readonly deliveries: number;
  readonly perSecond: number;
  readonly nodes: number;
}

/** For each delivery. */
const DUPLICATES = 0.2;
/** Deliveries come in volleys, so that a node that is killed has some of them in its hands. */
const VOLLEY_MS = 100;
const TO_QUEUE = 0.15;

/** Plans deliveries of calls that overlap, whose events are out of order and a part of which come again. */
export function planTraffic(world: PlatformWorld, options: TrafficOptions): Traffic {
  const planner = new Planner(world, options);
  return planner.plan();
}

class Planner {
  readonly #world: PlatformWorld;
  readonly #options: TrafficOptions;
  readonly #random: () => number;
  readonly #expected = new Map<string, ExpectedPop>();
  readonly #deliveries: PlannedDelivery[] = [];

  constructor(world: PlatformWorld, options: TrafficOptions) {
    this.#world = world;
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  plan(): Traffic {
    const { deliveries } = this.#options;
    for (let call = 0; this.#expected.size < deliveries; call += 1) this.#addCall(call);
    return { expected: this.#expected, deliveries: this.#deliveries.sort((one, other) => one.atMs - other.atMs) };
  }

  #addCall(call: number): void {
    const brand = this.#pick(this.#world.brands).id;
    const caller = this.#pick(this.#world.callers);
    const extension = this.#pick(this.#world.extensions);
    const isQueued = this.#random() < TO_QUEUE;
    const startedAt = Date.now() + call;
    const left = this.#options.deliveries - this.#expected.size;
    const events = STATES.slice(0, Math.min(left, 1 + this.#below(STATES.length)));
    const dueMs = (this.#deliveries.length / this.#options.perSecond) * 1_000;
    for (const [index, event] of events.entries()) {
      // A call that waits in the queue rings there, and from then on it is an agent's.
      const agent = isQueued && index === 0 ? undefined : { extension };
      const occurredAt = new Date(startedAt + index * 1_000).toISOString();
      const callId = `call-${call}`;
      const key = JSON.stringify([brand, callId, event, occurredAt]);
      const topic = `${brand}/${agent?.extension ?? 'queue'}`;
      this.#expected.set(key, { key, topic, customer: caller.customers[brand] });
      const number = { direction: 'inbound', customer_number: caller.number };
      const body = JSON.stringify({ event, call_id: callId, ...number, agent, occurred_at: occurredAt });
      // Up to a second apart whatever their order: a third of them overtake one another.
      this.#addDeliveries({ webhookId: `msg_${call}_${index}`, brand, key, body }, dueMs + this.#random() * 1_000);
    }
  }

  #addDeliveries(parts: Pick<PlannedDelivery, 'webhookId' | 'brand' | 'key' | 'body'>, dueMs: number): void {
    const atMs = Math.floor(dueMs / VOLLEY_MS) * VOLLEY_MS;
    const node = this.#below(this.#options.nodes);
    this.#deliveries.push({ ...parts, atMs, node, isDuplicate: false });
    if (this.#random() >= DUPLICATES) return;
    const otherNode = (node + 1) % this.#options.nodes;
    const kind = this.#below(4);
    // At the same moment at another node (half of them), a while later, or as another delivery that says the same.
    const repeated = kind === 3 ? { ...parts, webhookId: `${parts.webhookId}_again` } : parts;
    const laterMs = kind < 2 ? 0 : VOLLEY_MS * this.#below(30);
    this.#deliveries.push({ ...repeated, atMs: atMs + laterMs, node: otherNode, isDuplicate: true });
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }
}
