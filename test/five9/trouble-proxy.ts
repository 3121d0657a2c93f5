import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a service, and makes the troubles that the service itself cannot make. */
export interface TroubleProxy extends AsyncDisposable {
  readonly url: string;
  /** From now on the credentials that pass are wrong ones. */
  spoilCredentials(spoilt: boolean): void;
  /** Nobody listens any more, or again. */
  setReachable(reachable: boolean): Promise<void>;
}

/** Starts a proxy on a free loopback port before a service at `target`. */
export async function startTroubleProxy(target: URL): Promise<TroubleProxy> {
  let spoilt = false;
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const headers = { ...incoming.headers, ...(spoilt ? { authorization: 'Bearer another-key' } : {}) };
    const passed = request(new URL(incoming.url ?? '/', target), { method: incoming.method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // A connection that is lost behind the proxy is lost before it too.
      answer.on('error', () => outgoing.destroy()).pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  };
  let server: Server | undefined = createServer(forward);
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
    spoilCredentials: (value) => {
      spoilt = value;
    },
    setReachable: async (reachable) => {
      if (!reachable) return stop();
      if (server !== undefined) return;
      server = createServer(forward);
      await once(server.listen(port, '127.0.0.1'), 'listening');
    },
    [Symbol.asyncDispose]: stop,
  };
}
