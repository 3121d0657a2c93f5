import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { ReceiverRig, SignedRequest } from './receiver.test.fixture.ts';

/** A real server with a rig's listener on it. */
export interface NodeServer extends AsyncDisposable {
  readonly port: number;
  url(path: string): string;
}

export async function startNodeServer(rig: Pick<ReceiverRig, 'receiver'>): Promise<NodeServer> {
  const server = createServer(rig.receiver.listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path) => `http://127.0.0.1:${port}${path}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One connection on which a test says what it likes. */
export interface RawConnection extends Disposable {
  readonly socket: Socket;
  /** Everything that the server has said. */
  said(): string;
  /** The status of each answer so far. */
  statuses(): readonly number[];
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>;
}

export async function connectRaw(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  await once(socket, 'connect');
  return {
    socket,
    said: () => text,
    statuses: () => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)),
    closed,
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

/** The head of a request as it goes over the wire; a list gives a header several times. */
export function rawHead(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number | readonly string[]>>,
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${String(each)}`));
  return [`${method} ${path} HTTP/1.1`, 'host: platform.test', ...lines, '', ''].join('\r\n');
}

/** A signed delivery as it goes over the wire. */
export function rawDelivery(path: string, { headers, body }: SignedRequest): string {
  return rawHead('POST', path, { ...headers, 'content-length': Buffer.byteLength(body) }) + body;
}
