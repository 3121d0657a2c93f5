import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of this machine that is free, below those that the system gives to outgoing connections. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(randomInt(15_000, 30_000), '127.0.0.1');
    const heard = await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)]);
    const address = server.address();
    server.close();
    if (heard && typeof address === 'object' && address !== null) return address.port;
  }
}
