import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A port on which nobody listens, and nobody will. */
export interface HeldPort extends AsyncDisposable {
  readonly port: number;
}

/**
 * Holds a port of 127.0.0.1 that refuses connections: the near end of a connection that stays. The port of a server that
 * was closed is free, and the next server on this machine may get it.
 */
export async function holdClosedPort(): Promise<HeldPort> {
  const server = createServer((socket) => socket.on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const holder = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  const [[accepted]] = (await Promise.all([once(server, 'connection'), once(holder, 'connect')])) as [[typeof holder], unknown];
  return {
    port: holder.localPort ?? 0,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      holder.destroy();
      accepted.destroy();
      await closed;
    },
  };
}
