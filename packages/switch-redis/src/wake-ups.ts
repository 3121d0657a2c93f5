import type { Clock } from '@elasticfunnels/switch-core';
import type { RedisConnection } from './redis-connection.ts';

/** Channels of one SUBSCRIBE. */
const CHUNK = 500;
/** How often the connection is tried: one that is dead without a word would never wake anybody. Milliseconds. */
const PING_MS = 5_000;
const WHAT = 'Screen pops could not be listened for';

/**
 * The one subscriber connection of a process, however many topics. A message is a hint and may be lost; after every
 * reconnect all who listen are told to look.
 */
export class WakeUps {
  readonly #connection: RedisConnection;
  readonly #clock: Clock;
  readonly #channels = new Set<string>();
  #onResync: () => void = () => {};
  #cancelPing: () => void = () => {};

  constructor(connection: RedisConnection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
    connection.onReady(() => void this.#resync());
    this.#pingLater();
  }

  onWake(callback: (channel: string) => void): void {
    this.#connection.onMessage(callback);
  }

  onResync(callback: () => void): void {
    this.#onResync = callback;
  }

  /** Settles when Redis has confirmed: whatever is published after that wakes. */
  async join(channel: string): Promise<void> {
    this.#channels.add(channel);
    await this.#connection.run(WHAT, (redis) => redis.subscribe(channel));
  }

  leave(channel: string): void {
    this.#channels.delete(channel);
    // Without a connection there is nothing to leave: after a reconnect only what is still wanted is asked for.
    void this.#connection
      .run(WHAT, (redis) => (this.#channels.has(channel) ? Promise.resolve() : redis.unsubscribe(channel)))
      .catch(() => {});
  }

  close(): void {
    this.#cancelPing();
    this.#connection.close();
  }

  async #resync(): Promise<void> {
    const channels = [...this.#channels];
    try {
      for (let index = 0; index < channels.length; index += CHUNK) {
        const some = channels.slice(index, index + CHUNK);
        await this.#connection.run(WHAT, (redis) => redis.subscribe(...some));
      }
      this.#onResync();
    } catch {
      // The connection went away again, and calls back when it is there, or it does not answer: a new one does.
      this.#connection.reconnect();
    }
  }

  #pingLater(): void {
    this.#cancelPing = this.#clock.setTimer(PING_MS, () => {
      // No answer in time makes the connection anew, and so calls for a look.
      void this.#connection.run(WHAT, (redis) => redis.ping()).catch(() => {});
      this.#pingLater();
    });
  }
}
