import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Brand } from './platform-world.ts';
import { postDelivery } from './post-delivery.ts';

/** What is sent, where to, and how fast. */
export interface FloodOrder {
  /** Signed with a key that nobody has, or with the brand's own. */
  readonly kind: 'bad_signature' | 'genuine_key';
  readonly urls: readonly string[];
  readonly brand: Brand;
  /** Over all nodes. */
  readonly perSecond: number;
  readonly forMs: number;
}

/** What became of it. */
export interface FloodReport {
  readonly sent: number;
  readonly seconds: number;
  /** By status; `none` for a connection without an answer. */
  readonly answers: Readonly<Record<string, number>>;
}

const TICK_MS = 10;
/** As many connections as one machine might open, from one address. */
const CONNECTIONS = 128;
const ATTEMPT_MS = 15_000;
const STRANGER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

process.on('message', (order) => {
  void flood(order as FloodOrder).then((report) => process.send?.(report, () => process.exit(0)));
});

async function flood({ kind, urls, brand, perSecond, forMs }: FloodOrder): Promise<FloodReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const webhook = new Webhook(kind === 'genuine_key' ? brand.signingSecret : STRANGER);
  const answers: Record<string, number> = {};
  const underWay = new Set<Promise<void>>();
  const startedAt = performance.now();
  let sent = 0;
  const send = async (index: number): Promise<void> => {
    const url = `${urls[index % urls.length]}/screen-pops/${brand.id}`;
    const result = await postDelivery({ url, agent, ...sign(webhook, index), timeoutMs: ATTEMPT_MS });
    const kindOfAnswer = typeof result === 'string' ? 'none' : String(result.status);
    answers[kindOfAnswer] = (answers[kindOfAnswer] ?? 0) + 1;
  };
  while (performance.now() - startedAt < forMs) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond);
    for (; sent < due && underWay.size < 4 * CONNECTIONS; sent += 1) {
      const attempt = send(sent).finally(() => underWay.delete(attempt));
      underWay.add(attempt);
    }
    await pause(TICK_MS);
  }
  await Promise.all(underWay);
  agent.destroy();
  return { sent, seconds: (performance.now() - startedAt) / 1_000, answers };
}

function sign(webhook: Webhook, index: number): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const now = new Date();
  const id = `msg_flood_${index}`;
  const body = JSON.stringify({
    event: 'call.ringing',
    call_id: `flood-${index}`,
    direction: 'inbound',
    customer_number: '+12025550100',
    agent: { extension: '1001' },
    occurred_at: now.toISOString(),
  });
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': webhook.sign(id, now, body) };
  return { headers, body };
}
