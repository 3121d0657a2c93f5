import type { AddressInfo, Server } from 'node:net';

/** A server that takes deliveries. */
export interface RunningReceiver {
  readonly port: number;
  /** How many pops have come to a screen. */
  published(): number;
}

/** The port of a server, once it listens on this machine alone. */
export function listen(server: Pick<Server, 'listen' | 'address' | 'once'>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
