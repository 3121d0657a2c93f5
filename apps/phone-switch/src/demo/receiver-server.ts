import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScreenPopReceiver } from '@elasticfunnels/switch-core';

/** A platform's server that takes screen pops. */
export interface ReceiverServer extends AsyncDisposable {
  /** Below it, each brand has its path. */
  readonly url: string;
}

/** Mounts a receiver on a free loopback port. */
export async function serveReceiver(receiver: ScreenPopReceiver): Promise<ReceiverServer> {
  const server = createServer(receiver.listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/screen-pops`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await receiver.close();
      server.closeAllConnections();
    },
  };
}
