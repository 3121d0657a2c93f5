import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type RestartableServer, startRestartableServer } from '../restartable-server.ts';

/** Stands before a service, and makes the troubles that the service itself cannot make. */
export interface TroubleProxy extends RestartableServer {
  /** From now on the credentials that pass are wrong ones. */
  spoilCredentials(spoilt: boolean): void;
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
  const server = await startRestartableServer(forward);
  return {
    ...server,
    spoilCredentials: (value) => {
      spoilt = value;
    },
  };
}
