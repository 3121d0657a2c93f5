import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type Clock, systemClock } from '@elasticfunnels/switch-core';
import type { Fault } from './fault.ts';
import type { HealthyAnswer, SeenRequest } from './fault-behaviour.ts';
import { type ConnectionServices, FaultConnection } from './fault-connection.ts';
import { type FaultTls, makeTls } from './fault-tls.ts';
import { openSilentPort } from './silent-port.ts';

/** Which fault, and what surrounds it. */
export interface FaultServerOptions {
  readonly fault: Fault;
  /** What the service would answer in good health; a dial that was placed unless given. */
  readonly answer?: (request: SeenRequest | undefined) => HealthyAnswer;
  /** The time between two bytes of a drip, in milliseconds; 5 unless given. */
  readonly dripMs?: number;
  /** The most that is written at one strike, in bytes; 16 MiB unless given. */
  readonly maxSentBytes?: number;
  readonly clock?: Clock;
  /** Told as it happens, so that a test can give up at that very moment. */
  readonly onEvent?: (event: 'connection' | 'request' | 'strike') => void;
}

/** A server on 127.0.0.1 that does one thing wrong, and counts what reaches it. */
export interface FaultServer extends AsyncDisposable {
  /** `http` or `https`, as the fault asks for; without a path. */
  readonly url: URL;
  /** The PEM certificate to trust, as the client's one private issuer; empty without TLS. */
  readonly certificateAuthorities: readonly string[];
  /** Every request that arrived whole, in order. */
  requestsSeen(): readonly SeenRequest[];
  /** How many connections were accepted; an unfinished TLS handshake counts. */
  connectionsSeen(): number;
  /** How many connections are open now. */
  connectionsOpen(): number;
  /** Bytes that were read, after decryption. */
  bytesSeen(): number;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
  /** Ends every connection and timer. */
  close(): Promise<void>;
}

/** What a fault server answers in good health. */
export const HEALTHY_DIAL: HealthyAnswer = { status: 200, json: { success: true, call_id: '300000000000001' } };

/** Starts a server with one fault, on a free port of 127.0.0.1. */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const { fault } = options;
  const { port = 'open', tls } = fault.behaviour;
  const counted = new Counters();
  const made = tls === undefined ? undefined : makeTls(tls);
  if (port === 'silent') {
    const silent = await openSilentPort();
    return describe(options, { port: silent.port, counted, tls: made, stop: () => silent.close() });
  }
  const server = createServer({ noDelay: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const origin = new URL(`${fault.scheme}://127.0.0.1:${address.port}`);
  if (port === 'closed') await stop(server, counted);
  else server.on('connection', (wire) => accept(wire, servicesOf(options, origin, counted), made, counted, options));
  return describe(options, { port: address.port, counted, tls: made, stop: () => stop(server, counted) });
}

/** What one server has seen. */
class Counters {
  readonly requests: SeenRequest[] = [];
  readonly sockets: Set<Socket> = new Set();
  readonly #waiting: (() => void)[] = [];
  connections = 0;
  bytes = 0;

  gone(socket: Socket): void {
    this.sockets.delete(socket);
    if (this.sockets.size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async idle(): Promise<void> {
    if (this.sockets.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

interface Listening {
  readonly port: number;
  readonly counted: Counters;
  readonly tls: FaultTls | undefined;
  readonly stop: () => Promise<void>;
}

function describe({ fault }: FaultServerOptions, { port, counted, tls, stop: close }: Listening): FaultServer {
  return {
    url: new URL(`${fault.scheme}://127.0.0.1:${port}`),
    certificateAuthorities: tls === undefined ? [] : [tls.authority],
    requestsSeen: () => counted.requests,
    connectionsSeen: () => counted.connections,
    connectionsOpen: () => counted.sockets.size,
    bytesSeen: () => counted.bytes,
    idle: () => counted.idle(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function servicesOf(options: FaultServerOptions, origin: URL, counted: Counters): ConnectionServices {
  return {
    behaviour: options.fault.behaviour,
    clock: options.clock ?? systemClock,
    origin,
    dripMs: options.dripMs ?? 5,
    maxSentBytes: options.maxSentBytes ?? 16 * 1024 * 1024,
    answer: options.answer ?? (() => HEALTHY_DIAL),
    onBytes: (count) => {
      counted.bytes += count;
    },
    onRequest: (request) => {
      counted.requests.push(request);
      options.onEvent?.('request');
    },
    onStrike: () => options.onEvent?.('strike'),
  };
}

function accept(
  wire: Socket,
  services: ConnectionServices,
  tls: FaultTls | undefined,
  counted: Counters,
  { onEvent }: FaultServerOptions,
): void {
  counted.connections += 1;
  const index = counted.connections;
  counted.sockets.add(wire);
  // Whatever the client does to the connection is what it was provoked to.
  wire.on('error', () => {});
  wire.on('close', () => counted.gone(wire));
  onEvent?.('connection');
  if (tls === undefined) return new FaultConnection(wire, wire, index, services).start();
  const inside = new TLSSocket(wire, tls.options);
  inside.on('error', () => wire.destroy());
  inside.on('close', () => wire.destroy());
  inside.on('secure', () => new FaultConnection(inside, wire, index, services).start());
}

async function stop(server: Server, counted: Counters): Promise<void> {
  const ended = server.listening ? once(server, 'close') : undefined;
  if (server.listening) server.close();
  for (const socket of counted.sockets) socket.destroy();
  await Promise.all([ended, counted.idle()]);
}
