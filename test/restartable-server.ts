import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that can go away and come back at the same address. */
export interface RestartableServer extends AsyncDisposable {
  readonly url: string;
  /** Nobody listens any more, or again. */
  setReachable(reachable: boolean): Promise<void>;
}

/** Starts a server on a free loopback port. */
export async function startRestartableServer(listener: RequestListener): Promise<RestartableServer> {
  let server: Server | undefined = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    if (server === undefined) return;
    const stopping = server;
    server = undefined;
    stopping.close();
    stopping.closeAllConnections();
    await once(stopping, 'close');
  };
  return {
    url: `http://127.0.0.1:${port}`,
    setReachable: async (reachable) => {
      if (!reachable) return stop();
      if (server !== undefined) return;
      server = createServer(listener);
      await once(server.listen(port, '127.0.0.1'), 'listening');
    },
    [Symbol.asyncDispose]: stop,
  };
}
