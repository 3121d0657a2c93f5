import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStreamReader, type StreamEvent } from './event-stream-reader.ts';

/** What a screen has shown, as it came; nothing is taken out. */
export interface ShownPop {
  /** Brand, call, event and time, as the pop itself says. */
  readonly key: string;
  /** `brand/call`. */
  readonly call: string;
  readonly event: string;
  readonly callState: string;
  readonly late: boolean;
  readonly customer: string | undefined;
  /** By `performance.now()`. */
  readonly atMs: number;
}

/** The part of an event's data that is looked at. */
interface PopData {
  readonly callState: string;
  readonly late: boolean;
  readonly pop: {
    readonly brandId: string;
    readonly event: { readonly callId: string; readonly event: string; readonly occurredAt: string };
    readonly customer: { readonly status: string; readonly customer?: { readonly id: string } };
  };
}

/** A browser that waits no longer than this for the next sign of life; the stream says something every 15 seconds. */
const SILENCE_MS = 40_000;
/** Until the server has said how long. */
const FIRST_RETRY_MS = 1_000;

/**
 * An agent's browser: one `EventSource`, which comes back after the pause that the server asked for, to any node, and says
 * what it saw last. Knows nothing of the product's code, and shows whatever it is given.
 */
export class AgentScreen {
  /** `brand/extension`, or `brand/queue`. */
  readonly topic: string;
  readonly shown: ShownPop[] = [];
  readonly #chooseUrl: () => string;
  readonly #onShown: (pop: ShownPop) => void;
  #reader: EventStreamReader;
  #gaps = 0;
  #connections = 0;
  #request: ClientRequest | undefined;
  #open = true;
  #ended: Promise<void> = Promise.resolve();
  readonly #ready = Promise.withResolvers<void>();

  /** @param chooseUrl the address of a node, which may be down; asked before each connection */
  constructor(topic: string, chooseUrl: () => string, onShown: (pop: ShownPop) => void) {
    this.topic = topic;
    this.#chooseUrl = chooseUrl;
    this.#onShown = onShown;
    this.#reader = this.#newReader({ lastEventId: '', retryMs: FIRST_RETRY_MS });
  }

  /** How often it was told that it may have missed something. */
  get gaps(): number {
    return this.#gaps;
  }

  /** How often it connected after the first time. */
  get reconnections(): number {
    return Math.max(0, this.#connections - 1);
  }

  /** Resolves when it knows where it stands: from then on it misses nothing. */
  async start(): Promise<void> {
    this.#ended = this.#stayConnected();
    await this.#ready.promise;
  }

  async stop(): Promise<void> {
    this.#open = false;
    this.#request?.destroy();
    await this.#ended;
  }

  async #stayConnected(): Promise<void> {
    while (this.#open) {
      await this.#readOneStream().catch(() => {});
      // What was cut off before its end is not known to the next connection.
      this.#reader = this.#newReader(this.#reader);
      if (this.#open) await pause(this.#reader.retryMs);
    }
  }

  async #readOneStream(): Promise<void> {
    const [brand = '', place = ''] = this.topic.split('/');
    const path = place === 'queue' ? `/queues/${brand}/events` : `/agents/${brand}/${place}/events`;
    const { lastEventId } = this.#reader;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
      this.#request = get(`${this.#chooseUrl()}${path}`, { agent: false, headers, timeout: SILENCE_MS }, resolve);
      this.#request.on('timeout', () => this.#request?.destroy());
      this.#request.on('error', reject);
      if (!this.#open) this.#request.destroy();
    });
    if (response.statusCode !== 200) throw new Error(`A screen was answered ${response.statusCode}.`);
    this.#connections += 1;
    response.setEncoding('utf8');
    for await (const text of response) {
      this.#reader.push(String(text));
      if (this.#reader.lastEventId !== '') this.#ready.resolve();
    }
  }

  #newReader(from: { readonly lastEventId: string; readonly retryMs: number }): EventStreamReader {
    return new EventStreamReader(from, (event) => this.#show(event));
  }

  #show({ type, data }: StreamEvent): void {
    if (type === 'gap') this.#gaps += 1;
    if (type !== 'screen-pop') return;
    const { callState, late, pop } = JSON.parse(data) as PopData;
    const { callId, event, occurredAt } = pop.event;
    const shown: ShownPop = {
      key: JSON.stringify([pop.brandId, callId, event, occurredAt]),
      call: `${pop.brandId}/${callId}`,
      event,
      callState,
      late,
      customer: pop.customer.customer?.id,
      atMs: performance.now(),
    };
    this.shown.push(shown);
    this.#onShown(shown);
  }
}
