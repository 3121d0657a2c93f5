import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as it arrived: nothing is verified here. */
export interface ReceivedDelivery {
  readonly signed: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A plain receiver of webhooks on this machine. */
export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  /** The next delivery that has not been taken. @throws Error when none comes in time. */
  next(withinMs: number): Promise<ReceivedDelivery>;
}

const MAX_BODY_BYTES = 65_536;

/** Starts a receiver on a free loopback port. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const inbox = new Inbox();
  const server = createServer((request, response) => {
    void receive(request, response).then((delivery) => delivery !== undefined && inbox.put(delivery));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/screen-pop`,
    next: (withinMs) => inbox.take(withinMs),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<ReceivedDelivery | undefined> {
  const body = await readBody(request);
  const payload = body === undefined ? undefined : parse(body);
  const understood = typeof payload === 'object' && payload !== null;
  response.writeHead(understood ? 204 : 400).end();
  return understood ? { signed: request.headers['webhook-signature'] !== undefined, payload: { ...payload } } : undefined;
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Deliveries that wait to be taken, and takers that wait for deliveries. */
class Inbox {
  readonly #arrived: ReceivedDelivery[] = [];
  readonly #takers: ((delivery: ReceivedDelivery) => void)[] = [];

  put(delivery: ReceivedDelivery): void {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#arrived.push(delivery);
    else taker(delivery);
  }

  take(withinMs: number): Promise<ReceivedDelivery> {
    const present = this.#arrived.shift();
    if (present !== undefined) return Promise.resolve(present);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no webhook arrived in time')), withinMs);
      this.#takers.push((delivery) => {
        clearTimeout(timer);
        resolve(delivery);
      });
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
