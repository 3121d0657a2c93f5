import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  type BrandSettings,
  type Clock,
  createSwitchHost,
  type CustomerDirectory,
  InProcessScreenPopChannel,
  type Logger,
  type ScreenPopChannel,
  type SwitchHost,
  type SwitchPlugin,
} from '@elasticfunnels/switch-core';
import { UsageError } from '../cli/usage-error.ts';
import type { Arrival, SeenDelivery } from './seen-delivery.ts';

/** The brand whose telephony is listened to. */
export const BRAND = 'command-line';
/** Where deliveries are taken. */
export const PATH = '/screen-pop';
/** How long deliveries under way may take when it is ended, in milliseconds. */
const DRAIN_MS = 2_000;
/** What the first record of a TLS connection begins with. @see https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const TLS_HANDSHAKE = 0x16;

/** What a receiver is started with. */
export interface ReceiverOptions {
  readonly plugin: SwitchPlugin;
  readonly brand: BrandSettings;
  readonly directory: CustomerDirectory;
  readonly address: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onDelivery: (seen: SeenDelivery) => void;
  /** Something connected that does not speak HTTP. */
  readonly onStranger: (kind: 'tls' | 'other') => void;
}

/** A receiver that listens. */
export interface RunningReceiver extends AsyncDisposable {
  readonly port: number;
}

/** Starts the framework's own receiver for one brand. @throws UsageError, and SwitchError `CONFIG_INVALID` */
export async function startReceiver(options: ReceiverOptions): Promise<RunningReceiver> {
  const { plugin, brand, directory, clock, logger, onDelivery } = options;
  const arrivals = new AsyncLocalStorage<Arrival>();
  const screenPopChannel = witness(new InProcessScreenPopChannel(clock, { logger }), arrivals);
  const host = createSwitchHost({ clock, logger, screenPopChannel });
  try {
    host.register(plugin);
    host.setBrand(BRAND, brand);
    const { listener } = host.receiveScreenPops({
      directory,
      brandOf: (path) => (path === PATH || path === `${PATH}/` ? BRAND : undefined),
      limits: { drainMs: DRAIN_MS },
      onDelivery: (report) => {
        const arrival = arrivals.getStore();
        if (arrival !== undefined) onDelivery({ arrival, report });
      },
    });
    const server = createServer((request, response) => {
      arrivals.run(toArrival(request, clock.now()), () => listener(request, response));
    });
    server.on('clientError', (error: Error & { readonly rawPacket?: Buffer }, socket: Socket) => {
      options.onStranger(error.rawPacket?.[0] === TLS_HANDSHAKE ? 'tls' : 'other');
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    });
    const port = await listen(server, options.address);
    return { port, [Symbol.asyncDispose]: () => close(server, host, screenPopChannel) };
  } catch (error) {
    await host.close();
    await screenPopChannel.close();
    throw error;
  }
}

function toArrival({ method = '', url = '', headers }: IncomingMessage, at: Date): Arrival {
  const signedAt = headers['webhook-timestamp'];
  const isTime = typeof signedAt === 'string' && /^\d{1,12}$/.test(signedAt);
  return {
    at,
    method,
    path: url.split('?', 1)[0] ?? '',
    ...(isTime ? { clockBehindSeconds: Math.floor(at.getTime() / 1_000) - Number(signedAt) } : {}),
  };
}

/** Keeps of each delivery what was published of it: whether it was late is known to the channel alone. */
function witness(channel: ScreenPopChannel, arrivals: AsyncLocalStorage<Arrival>): ScreenPopChannel {
  return {
    publish: async (pop) => {
      const entry = await channel.publish(pop);
      const arrival = arrivals.getStore();
      if (arrival !== undefined) arrival.entry = entry;
      return entry;
    },
    subscribe: (topic, receive, options) => channel.subscribe(topic, receive, options),
    close: () => channel.close(),
  };
}

async function listen(server: Server, { host, port }: ReceiverOptions['address']): Promise<number> {
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw new UsageError(describeListenError(error, host, port));
  }
  return (server.address() as AddressInfo).port;
}

function describeListenError(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use already: end what listens there, or take another with --port.`;
  if (code === 'EACCES') return `Port ${port} may not be used without special rights: take one above 1023 with --port.`;
  return `${host} is no address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them.`;
}

async function close(server: Server, host: SwitchHost, channel: ScreenPopChannel): Promise<void> {
  server.close();
  await host.close();
  await channel.close();
  server.closeAllConnections();
}
