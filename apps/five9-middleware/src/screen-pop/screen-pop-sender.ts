import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { type Clock, pause, timestamp } from '../clock/clock.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { CallEvent, CallEventName } from '../five9/call-event.ts';
import { postWebhook, type WebhookReply } from './post-webhook.ts';
import { toScreenPopPayload } from './screen-pop-payload.ts';
import { generateWebhookSecret, parseWebhookSecret, signWebhook } from './webhook-signature.ts';

/** Where screen pops go and how they are signed. */
export interface ScreenPopSettings {
  /** The platform's webhook, http or https. */
  readonly url: string;
  /** `whsec_<base64>`, 24 to 64 bytes. */
  readonly secret: string;
  /** The moments that are announced; by default only `call.ringing`. */
  readonly events?: readonly CallEventName[];
  /** Whether outbound calls are announced too; by default not. */
  readonly outbound?: boolean;
  /** Milliseconds before each further attempt, one per retry; by default 1, 2, 4 and 8 seconds. */
  readonly retryDelaysMs?: readonly number[];
  /** Milliseconds that one attempt may take; by default 5,000. */
  readonly timeoutMs?: number;
}

/** One attempt to deliver. */
export interface ScreenPopAttempt {
  /** RFC 3339 with an offset. */
  readonly at: string;
  /** The HTTP status, or absent when no answer came. */
  readonly status?: number;
  /** Why no answer came. */
  readonly failure?: string;
}

/** What became of one screen pop. */
export interface ScreenPopDelivery {
  readonly webhookId: string;
  readonly event: CallEventName;
  readonly callId: string;
  /** `refused`: an answer that trying again would not change. `given-up`: the attempts ran out, or the sender closed. */
  readonly outcome: 'waiting' | 'delivered' | 'refused' | 'given-up';
  readonly attempts: readonly ScreenPopAttempt[];
}

/** What the sender works with. */
export interface SenderServices {
  readonly clock: Clock;
  readonly faults?: FaultBoard | undefined;
  readonly logger?: Logger | undefined;
}

interface OpenDelivery extends ScreenPopDelivery {
  outcome: ScreenPopDelivery['outcome'];
  readonly attempts: ScreenPopAttempt[];
}

const deliveriesKept = 1_000;
const maximumRetryAfterMs = 30_000;

/** Sends call events to the platform's webhook, signed, in order per call, with a bounded number of attempts. */
export class ScreenPopSender {
  readonly #settings: ScreenPopSettings;
  readonly #services: SenderServices;
  readonly #key: KeyObject;
  readonly #closing = new AbortController();
  readonly #deliveries: OpenDelivery[] = [];
  // The last delivery of each call: events of one call must not overtake each other.
  readonly #queues = new Map<string, Promise<void>>();

  /** Throws TypeError when the URL or the secret is not usable. */
  constructor(settings: ScreenPopSettings, services: SenderServices) {
    if (!URL.canParse(settings.url) || !/^https?:$/.test(new URL(settings.url).protocol)) {
      throw new TypeError('The screen-pop URL must be an absolute http or https URL.');
    }
    this.#settings = settings;
    this.#services = services;
    this.#key = parseWebhookSecret(settings.secret);
  }

  /** Delivers an event if it is one that is announced; resolves when that is settled and never rejects. */
  async send(event: CallEvent): Promise<void> {
    const { events = ['call.ringing'], outbound = false } = this.#settings;
    if (!events.includes(event.event) || (event.direction === 'outbound' && !outbound)) return;
    const fault = this.#services.faults?.take('screenPop', 'webhook');
    const delivery = this.#open(event);
    if (fault?.name === 'late-webhook') {
      await pause(this.#services.clock, fault.delayMs, this.#closing.signal);
      return this.#deliver(event, delivery, this.#key);
    }
    const key = fault?.name === 'bad-signature-webhook' ? parseWebhookSecret(generateWebhookSecret()) : this.#key;
    await this.#inOrder(event.callId, async () => {
      await this.#deliver(event, delivery, key);
      if (fault?.name === 'duplicate-webhook') await this.#deliver(event, this.#open(event), key);
    });
  }

  /** What became of the latest screen pops, oldest first. */
  deliveries(): readonly ScreenPopDelivery[] {
    return this.#deliveries.map((delivery) => ({ ...delivery, attempts: [...delivery.attempts] }));
  }

  /** Gives up what is undelivered and waits for it to end. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#queues.values());
  }

  #open(event: CallEvent): OpenDelivery {
    const { eventId, callId } = event;
    const delivery: OpenDelivery = { webhookId: eventId, event: event.event, callId, outcome: 'waiting', attempts: [] };
    this.#deliveries.push(delivery);
    if (this.#deliveries.length > deliveriesKept) this.#deliveries.shift();
    return delivery;
  }

  async #inOrder(callId: string, deliver: () => Promise<void>): Promise<void> {
    const turn = (this.#queues.get(callId) ?? Promise.resolve()).then(deliver);
    this.#queues.set(callId, turn);
    await turn;
    if (this.#queues.get(callId) === turn) this.#queues.delete(callId);
  }

  async #deliver(event: CallEvent, delivery: OpenDelivery, key: KeyObject): Promise<void> {
    const body = JSON.stringify(toScreenPopPayload(event));
    const delays = this.#settings.retryDelaysMs ?? [1_000, 2_000, 4_000, 8_000];
    for (const delayMs of [...delays, undefined]) {
      if (this.#closing.signal.aborted) break;
      const reply = await this.#attempt(delivery, key, body);
      if (reply.verdict !== 'try-again') return this.#settle(delivery, reply.verdict);
      if (delayMs === undefined) break;
      const asked = Math.min(reply.retryAfterMs ?? 0, maximumRetryAfterMs);
      await pause(this.#services.clock, Math.max(delayMs, asked), this.#closing.signal);
    }
    this.#settle(delivery, 'given-up');
  }

  // Each attempt is signed anew: the receiver refuses timestamps that are minutes old.
  async #attempt(delivery: OpenDelivery, key: KeyObject, body: string): Promise<WebhookReply> {
    const { clock } = this.#services;
    const at = timestamp(clock);
    const headers = signWebhook(key, delivery.webhookId, clock.now(), body);
    const timeoutMs = this.#settings.timeoutMs ?? 5_000;
    const reply = await postWebhook(this.#settings.url, { ...headers }, body, timeoutMs, this.#closing.signal);
    const { status, failure } = reply;
    delivery.attempts.push({
      at,
      ...(status === undefined ? {} : { status }),
      ...(failure === undefined ? {} : { failure }),
    });
    return reply;
  }

  #settle(delivery: OpenDelivery, outcome: ScreenPopDelivery['outcome']): void {
    delivery.outcome = outcome;
    const { webhookId, event, callId, attempts } = delivery;
    const fields = { webhookId, event, callId, attempts: attempts.length, last: attempts.at(-1) };
    if (outcome === 'delivered') this.#services.logger?.info(fields, 'screen pop delivered');
    else this.#services.logger?.warn(fields, `screen pop ${outcome}`);
  }
}
