import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { DEFAULT_RECEIVER_LIMITS, type Delivery } from '@elasticfunnels/switch-core';
import type { Reply } from './arrival.ts';
import type { ListenAddress } from './listen-address.ts';

/** A delivery as it came through the socket. */
export interface RawArrival {
  readonly delivery: Delivery;
  readonly at: Date;
  readonly atMs: number;
  readonly tooLarge: boolean;
}

/** How an answer ended: whether the sender had gone before it came. */
export type ReplyEnd = (end: { readonly gaveUp: boolean }) => void;

/** Decides on a delivery at once, and hears when its answer is out. */
export type DeliveryHandler = (arrival: RawArrival) => { readonly reply: Reply; readonly ended: ReplyEnd };

/** With what a receiver is opened. */
export interface WebhookReceiverOptions {
  readonly address: ListenAddress;
  /** PEM; without it the receiver speaks plain http. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A webhook that is really there. */
export interface WebhookReceiver extends AsyncDisposable {
  /** Where a sender on this machine reaches it. */
  readonly url: string;
  /** What came, and was no delivery: for a person who wonders why none arrives. */
  listStrays(): readonly string[];
  /** Who decides on deliveries; until there is one, they are taken and forgotten. */
  handle(handler: DeliveryHandler): void;
}

const PATH = '/screen-pop';
const MOST_STRAYS = 50;
const TLS_HANDSHAKE = 0x16;

/** Opens a receiver. @throws Error of `node:net` when the address cannot be listened on, or of `node:tls` for a certificate. */
export async function openWebhookReceiver({ address, tls }: WebhookReceiverOptions): Promise<WebhookReceiver> {
  const strays: string[] = [];
  const current: { handler: DeliveryHandler } = { handler: () => ({ reply: { kind: 'status', status: 200 }, ended: () => {} }) };
  const stray = (what: string): void => {
    if (strays.length < MOST_STRAYS && !strays.includes(what)) strays.push(what);
  };
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void receive(incoming, outgoing, (arrival) => current.handler(arrival), stray).catch(() => outgoing.destroy());
  };
  const server: Server = tls === undefined ? createHttpServer(onRequest) : createHttpsServer(tls, onRequest);
  // A sender that gave up, or spoke something else, must not end the run.
  server.on('clientError', (error, socket) => {
    if (isTlsHandshake(error))
      stray('a TLS handshake, while this webhook is plain http: use http://, or give --tls-cert and --tls-key');
    socket.destroy();
  });
  server.on('tlsClientError', (error: Error) => stray(describeTlsFailure(error)));
  server.on('connection', (socket: Socket) => socket.on('error', () => {}));
  await listen(server, address);
  const { port } = server.address() as AddressInfo;
  const host = address.host ?? '127.0.0.1';
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}${PATH}`,
    listStrays: () => strays,
    handle: (handler) => {
      current.handler = handler;
    },
    [Symbol.asyncDispose]: () => close(server),
  };
}

function isTlsHandshake(error: Error): boolean {
  const packet: unknown = Reflect.get(error, 'rawPacket');
  return Buffer.isBuffer(packet) && packet[0] === TLS_HANDSHAKE;
}

function describeTlsFailure(error: Error): string {
  const code = String(Reflect.get(error, 'code') ?? 'no code');
  if (code === 'ERR_SSL_HTTP_REQUEST') return 'plain http, while this webhook is https';
  if (/ALERT.*(?:CA|CERTIFICATE)/.test(code)) return 'a TLS handshake in which the sender did not trust the certificate';
  if (code === 'ECONNRESET')
    return 'a TLS handshake that the sender broke off, which it also does when it does not trust the certificate';
  return `a TLS handshake that failed (${code})`;
}

async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function receive(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handler: DeliveryHandler,
  stray: (what: string) => void,
): Promise<void> {
  // The moment of the first byte: what its timestamp is held against.
  const [at, atMs] = [new Date(), performance.now()];
  const { method = 'GET', url = '/' } = incoming;
  const [path = '/', query = ''] = url.split('?', 2);
  const header = (name: string): string | undefined => {
    const value = incoming.headers[name];
    return value === undefined ? undefined : [value].flat().join(', ');
  };
  const { body, tooLarge } = await readBody(incoming);
  if (method !== 'POST' && query === '' && body.length === 0 && header('webhook-id') === undefined) {
    stray(`${method} ${path} from ${header('user-agent') ?? 'a program without a name'}: a delivery is a POST`);
    outgoing.writeHead(405, { allow: 'POST', 'content-type': 'text/plain' });
    outgoing.end('This is the webhook of `switch-contract verify screen-pop`: it takes POST.\n');
    return;
  }
  const { reply, ended } = handler({ delivery: { method, query, header, body }, at, atMs, tooLarge });
  answer(outgoing, reply, ended);
}

async function readBody(incoming: IncomingMessage): Promise<{ readonly body: Buffer; readonly tooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    // Read to its end all the same: a sender that is cut off hears no answer.
    if (size <= DEFAULT_RECEIVER_LIMITS.bodyBytes) chunks.push(bytes);
  }
  return { body: Buffer.concat(chunks), tooLarge: size > DEFAULT_RECEIVER_LIMITS.bodyBytes };
}

function answer(outgoing: ServerResponse, reply: Reply, ended: ReplyEnd): void {
  if (reply.kind === 'silence') {
    const cut = AbortSignal.timeout(reply.forMs);
    const giveUp = (): void => void outgoing.destroy();
    cut.addEventListener('abort', giveUp, { once: true });
    outgoing.once('close', () => {
      cut.removeEventListener('abort', giveUp);
      ended({ gaveUp: !cut.aborted });
    });
    return;
  }
  const { status, retryAfterSeconds } = reply;
  const success = status < 300;
  outgoing.once('close', () => ended({ gaveUp: !outgoing.writableFinished }));
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  outgoing.end(JSON.stringify(success ? { success } : { success, message: 'Answered like this on purpose: send it again.' }));
}
