import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on any free port of this machine alone; when disposed, it cuts what is still open. */
export interface LoopbackServer extends AsyncDisposable {
  readonly port: number;
  /** `http://` with its address and no path. */
  readonly origin: string;
}

/** Starts a server; `handle` never rejects. */
export async function startLoopbackServer(
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): Promise<LoopbackServer> {
  // Not an import, which would read everything that the module has, and so load Node's own fetch and WebSocket.
  const server = process.getBuiltinModule('node:http').createServer((incoming, outgoing) => void handle(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const dispose = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: dispose };
}
