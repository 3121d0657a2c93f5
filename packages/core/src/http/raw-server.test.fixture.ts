import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** One request as it arrived, and the socket to answer on, however wrongly. */
export interface RawExchange {
  readonly socket: Socket;
  /** Request line, headers and body, as sent. */
  readonly text: string;
  /** Which request of this server it is, from 0. */
  readonly index: number;
}

/** A server that shows every byte it got, and does with the connection what a test tells it to. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** Every request that arrived whole. */
  readonly requests: readonly string[];
  /** How many connections were ever opened, and are open now. */
  readonly opened: number;
  readonly open: number;
  /** A path of it, by the name `127.0.0.1` unless another is given. */
  url(path: string, host?: string): URL;
  /** Resolves when so many requests have arrived. */
  arrived(count: number): Promise<void>;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
}

/** A whole answer as HTTP/1.1 text. */
export function answerText(status: number, body = '', headers: readonly string[] = []): string {
  return [`HTTP/1.1 ${status} Said`, `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n');
}

/** Starts a server on 127.0.0.1 and a free port; with `tls`, one that speaks TLS. */
export async function startRawServer(
  onRequest: (exchange: RawExchange) => void,
  options: { readonly tls?: TlsOptions; readonly onConnection?: (socket: Socket) => void } = {},
): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  const serve = (socket: Socket): void => {
    opened += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    options.onConnection?.(socket);
    readRequests(socket, (text) => {
      requests.push(text);
      onRequest({ socket, text, index: requests.length - 1 });
    });
  };
  const server: Server = options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, serve);
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const scheme = options.tls === undefined ? 'http' : 'https';
  return {
    port,
    requests,
    get opened() {
      return opened;
    },
    get open() {
      return sockets.size;
    },
    url: (path, host = '127.0.0.1') => new URL(`${scheme}://${host}:${port}${path}`),
    arrived: (count) => until(() => requests.length >= count),
    idle: () => until(() => sockets.size === 0),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function readRequests(socket: Socket, onText: (text: string) => void): void {
  let pending = '';
  socket.on('data', (chunk: Buffer) => {
    pending += chunk.toString('latin1');
    for (;;) {
      const headEnd = pending.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const length = Number(/^content-length: *(\d+)/im.exec(pending.slice(0, headEnd))?.[1] ?? 0);
      const end = headEnd + 4 + length;
      if (pending.length < end) return;
      onText(pending.slice(0, end));
      pending = pending.slice(end);
    }
  });
}

/** Waits until a condition holds, looking every few milliseconds; gives up after 10 seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const givesUpAt = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > givesUpAt) throw new Error('What the test waited for did not happen within 10 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A port that nothing listens on. */
export async function findClosedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
