import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Brand } from './platform-world.ts';
import { type AttemptResult, postDelivery } from './post-delivery.ts';
import type { PlannedDelivery } from './traffic.ts';

/** What became of one delivery, seen from its sender. */
export interface DeliveryRecord {
  readonly key: string;
  /** By `performance.now()`. */
  readonly firstAttemptAtMs: number;
  readonly attempts: number;
  /** When it was answered with a 2xx; undefined: it was given up. */
  readonly acknowledgedAtMs: number | undefined;
  /** `published`, `duplicate`, or what else the 2xx said. */
  readonly answer: string;
}

/** How often each kind of answer was given, over all attempts. */
export type AnswerCounts = Record<string, number>;

/** Bounded, as every sender's are; a real one is as patient for days. */
const MOST_ATTEMPTS = 16;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;
/** What Standard Webhooks advises senders to wait for an answer, at the least. */
const ATTEMPT_MS = 15_000;

/** What a telephony system is made of. */
export interface TelephonyOptions {
  readonly brands: readonly Brand[];
  /** Of the nodes, by which a load balancer that knows nothing of their health chooses. */
  readonly urls: readonly string[];
  readonly random: () => number;
  readonly onAttempt?: (result: AttemptResult) => void;
}

/** Sends as Standard Webhooks has it: signed anew for each attempt, again with the same id until there is a 2xx. */
export class Telephony {
  readonly #options: TelephonyOptions;
  readonly #signers: ReadonlyMap<string, Webhook>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  readonly answers: AnswerCounts = {};

  constructor(options: TelephonyOptions) {
    this.#options = options;
    this.#signers = new Map(options.brands.map(({ id, signingSecret }) => [id, new Webhook(signingSecret)]));
  }

  async deliver(delivery: PlannedDelivery, attemptsAtMost: number = MOST_ATTEMPTS): Promise<DeliveryRecord> {
    const { urls, random } = this.#options;
    const firstAttemptAtMs = performance.now();
    let url = urls[delivery.node % urls.length];
    for (let attempts = 1; ; attempts += 1) {
      const result = await this.#attempt(delivery, url ?? '');
      this.#count(result);
      if (typeof result === 'object' && result.status >= 200 && result.status < 300) {
        return {
          key: delivery.key,
          firstAttemptAtMs,
          attempts,
          acknowledgedAtMs: performance.now(),
          answer: readStatus(result.body),
        };
      }
      if (attempts >= attemptsAtMost) {
        return { key: delivery.key, firstAttemptAtMs, attempts, acknowledgedAtMs: undefined, answer: 'given_up' };
      }
      const ceilingMs = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
      const asked = typeof result === 'object' ? (result.retryAfterMs ?? 0) : 0;
      await pause(Math.max(asked, ceilingMs / 2 + (random() * ceilingMs) / 2));
      url = urls[Math.floor(random() * urls.length)];
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #attempt({ webhookId, brand, body }: PlannedDelivery, url: string): Promise<AttemptResult> {
    const now = new Date();
    const signature = this.#signers.get(brand)?.sign(webhookId, now, body) ?? '';
    const headers = {
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': signature,
    };
    return postDelivery({ url: `${url}/screen-pops/${brand}`, agent: this.#agent, headers, body, timeoutMs: ATTEMPT_MS });
  }

  #count(result: AttemptResult): void {
    const kind = describeResult(result);
    this.answers[kind] = (this.answers[kind] ?? 0) + 1;
    this.#options.onAttempt?.(result);
  }
}

function describeResult(result: AttemptResult): string {
  if (typeof result === 'string') return result;
  return result.status === 200 ? readStatus(result.body) : String(result.status);
}

function readStatus(body: string): string {
  return /"status":"(\w+)"/.exec(body)?.[1] ?? 'unreadable';
}
