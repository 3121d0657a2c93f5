import { once } from 'node:events';
import { createServer } from 'node:http';
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
  const waiting: ((delivery: ReceivedDelivery) => void)[] = [];
  const arrived: ReceivedDelivery[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) request.destroy();
      chunks.push(chunk);
    });
    request.on('end', () => {
      const payload: unknown = parse(Buffer.concat(chunks).toString('utf8'));
      const understood = typeof payload === 'object' && payload !== null;
      response.writeHead(understood ? 204 : 400).end();
      if (!understood) return;
      const delivery = { signed: request.headers['webhook-signature'] !== undefined, payload: { ...payload } };
      const taker = waiting.shift();
      if (taker === undefined) arrived.push(delivery);
      else taker(delivery);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/screen-pop`,
    next: (withinMs) => {
      const present = arrived.shift();
      if (present !== undefined) return Promise.resolve(present);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no webhook arrived in time')), withinMs);
        waiting.push((delivery) => {
          clearTimeout(timer);
          resolve(delivery);
        });
      });
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
