import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands before a Redis, and may hold up what is on its way there. */
export class RedisProxy {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #heldClients = new Set<Socket>();
  readonly #upstreams = new Set<Socket>();
  readonly #held: (() => void)[] = [];

  private constructor(redisPort: number) {
    this.#server = createServer((client) => this.#forward(client, redisPort));
  }

  static async start(redisPort: number): Promise<RedisProxy> {
    const proxy = new RedisProxy(redisPort);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    return `redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  /** Whatever is sent on the connections that are open now arrives when it is let go, though they were closed by then. */
  holdOpenConnections(): void {
    for (const client of this.#clients) this.#heldClients.add(client);
  }

  letGo(): void {
    this.#heldClients.clear();
    for (const send of this.#held.splice(0)) send();
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of [...this.#clients, ...this.#upstreams]) socket.destroy();
    await once(this.#server, 'close');
  }

  #forward(client: Socket, redisPort: number): void {
    const upstream = connect(redisPort, '127.0.0.1');
    this.#clients.add(client);
    this.#upstreams.add(upstream);
    for (const socket of [client, upstream]) socket.on('error', () => {});
    client.on('data', (chunk: Buffer) => {
      const send = (): void => void upstream.write(chunk);
      if (this.#heldClients.has(client)) this.#held.push(send);
      else send();
    });
    upstream.on('data', (chunk: Buffer) => client.destroyed || client.write(chunk));
    client.on('close', () => {
      this.#clients.delete(client);
      if (!this.#heldClients.has(client)) upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
  }
}
