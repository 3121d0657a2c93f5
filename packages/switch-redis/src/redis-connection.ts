import { type Clock, Deadline, type Logger, sleep, SwitchError } from '@elasticfunnels/switch-core';
import { Redis } from 'ioredis';
import {
  findRefusedDatabase,
  isCommandTimeout,
  isConnectionFailure,
  isForeignProtocol,
  isRefusedLogin,
  messageOf,
  unavailable,
} from './redis-error.ts';
import type { RedisTarget } from './redis-target.ts';
import { SCRIPTS, type ScriptName } from './scripts.ts';

/** What a connection is made with. */
export interface RedisConnectionOptions {
  readonly target: RedisTarget;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a command may wait for a connection, and then for its answer; milliseconds. */
  readonly commandTimeoutMs: number;
  /** What it is for, in logs and in `CLIENT LIST`. */
  readonly name: string;
}

const FIRST_RECONNECT_MS = 50;
const LAST_RECONNECT_MS = 2_000;
/** Between two tries on a connection that is only just going down. */
const PAUSE_MS = 10;

/**
 * One connection that comes back by itself. Commands wait for it only so long: nothing is queued by the client, as what
 * it queues is sent even after whoever asked has given up. Every command of ours is safe to repeat, so one whose
 * connection went away is sent again on the next, within the same bounds.
 */
export class RedisConnection {
  readonly #options: RedisConnectionOptions;
  readonly #redis: Redis;
  readonly #ready = new Set<() => void>();
  #lastError: unknown;
  /** Why this connection is not in its database; the client would go on in database 0. */
  #refusedDatabase: string | undefined;
  #told = false;
  #closed = false;

  constructor(options: RedisConnectionOptions) {
    this.#options = options;
    this.#redis = new Redis(options.target.url, {
      lazyConnect: true,
      connectionName: options.name,
      commandTimeout: options.commandTimeoutMs,
      connectTimeout: options.commandTimeoutMs,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      retryStrategy: reconnectDelayMs,
      // After a failover the old primary is read-only: look for the new one.
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
      scripts: Object.fromEntries(Object.entries(SCRIPTS).map(([name, lua]) => [name, { lua }])),
    });
    this.#redis.on('ready', () => this.#onReady());
    this.#redis.on('close', () => this.#onLost());
    this.#redis.on('error', (error) => this.#onError(error));
  }

  /** Connects. @throws SwitchError `CONFIG_INVALID` for a database that cannot be used, `UNAUTHENTICATED` or `UNREACHABLE`; the connection is closed then. */
  async open(timeoutMs: number): Promise<void> {
    const deadline = new Deadline(this.#options.clock, timeoutMs);
    this.#redis.connect().catch((error: unknown) => {
      this.#lastError ??= error;
    });
    while (!this.#isReady) {
      // The other connection has failed: waiting would end at once, and again, and nothing else would run.
      if (this.#closed) throw closedError();
      if (deadline.remainingMs() === 0 || isRefusedLogin(this.#lastError) || this.#refusedDatabase !== undefined) {
        this.close();
        throw this.#toOpeningError();
      }
      await this.#waitUntilReady(Math.min(deadline.remainingMs(), LAST_RECONNECT_MS / 20));
    }
  }

  /** Calls back each time that the connection has been made anew. */
  onReady(callback: () => void): void {
    this.#redis.on('ready', callback);
  }

  onMessage(callback: (channel: string) => void): void {
    this.#redis.on('message', callback);
  }

  /** Runs a script; arguments are never part of an error. @throws SwitchError `UPSTREAM_FAILED`, effect `none` */
  script(name: ScriptName, keys: readonly string[], values: readonly (string | number)[], what: string): Promise<unknown> {
    return this.run(what, (redis) => {
      const scripts = redis as unknown as Readonly<Record<ScriptName, (...parts: readonly unknown[]) => Promise<unknown>>>;
      return scripts[name](keys.length, ...keys, ...values);
    });
  }

  /** Runs a command that is safe to repeat. The first try goes out at once, so that commands keep their order. */
  async run<T>(what: string, command: (redis: Redis) => Promise<T>): Promise<T> {
    const deadline = new Deadline(this.#options.clock, this.#options.commandTimeoutMs);
    for (;;) {
      if (this.#closed) throw closedError();
      try {
        if (this.#isReady) return await command(this.#redis);
      } catch (error) {
        this.#lastError = error;
        if (isCommandTimeout(error)) this.reconnect();
        if (!isConnectionFailure(error) || deadline.remainingMs() === 0) throw unavailable(what, this.#describe(error));
        await sleep(this.#options.clock, PAUSE_MS);
      }
      await this.#waitUntilReady(deadline.remainingMs());
      if (deadline.remainingMs() === 0 && !this.#isReady && !this.#closed) {
        throw unavailable(what, this.#describe(this.#lastError ?? 'no connection'));
      }
    }
  }

  /** Gives up a connection that looks alive but does not answer, and makes another. */
  reconnect(): void {
    if (!this.#closed) this.#redis.disconnect(true);
  }

  close(): void {
    this.#closed = true;
    this.#redis.disconnect();
    this.#wake();
  }

  get #isReady(): boolean {
    return this.#redis.status === 'ready' && this.#refusedDatabase === undefined;
  }

  // With every connection anew: Redis may have come back with fewer databases, or a user who may select none.
  #onError(error: unknown): void {
    const refused = findRefusedDatabase(error);
    if (refused !== undefined) {
      this.#refusedDatabase = refused;
      this.#redis.disconnect(true);
      this.#wake();
    }
    // What broke off afterwards tells less.
    const toldAlready = this.#refusedDatabase !== undefined || isForeignProtocol(this.#lastError);
    if (refused === undefined && toldAlready && isConnectionFailure(error)) return;
    this.#lastError = refused ?? error;
  }

  async #waitUntilReady(ms: number): Promise<void> {
    if (this.#isReady || this.#closed) return;
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        cancel();
        this.#ready.delete(settle);
        resolve();
      };
      const cancel = this.#options.clock.setTimer(ms, settle);
      this.#ready.add(settle);
    });
  }

  #wake(): void {
    for (const settle of this.#ready) settle();
  }

  #onReady(): void {
    // One whose database was refused is given up before it is ready.
    this.#refusedDatabase = undefined;
    if (this.#told) this.#options.logger.info({ connection: this.#options.name }, 'Redis is back');
    this.#told = false;
    this.#lastError = undefined;
    this.#wake();
  }

  // Once an outage, not once an attempt.
  #onLost(): void {
    if (this.#told || this.#closed) return;
    this.#told = true;
    const fields = {
      connection: this.#options.name,
      redis: this.#options.target.shown,
      reason: this.#describe(this.#lastError ?? 'closed'),
    };
    this.#options.logger.warn(fields, 'Redis is not reachable; trying again until it is');
  }

  #describe(error: unknown): string {
    if (isForeignProtocol(error)) return 'what answers there is not a Redis';
    return this.#options.target.redact(messageOf(error));
  }

  #toOpeningError(): SwitchError {
    const { host, shown } = this.#options.target;
    const reason = this.#describe(this.#lastError ?? 'no answer');
    if (this.#refusedDatabase !== undefined) {
      const message = `Redis at ${shown} was reached, but ${this.#describe(this.#refusedDatabase)}.`;
      const hint = 'Check the number at the end of REDIS_URL against the `databases` of this Redis; without one it is 0.';
      return new SwitchError(
        'CONFIG_INVALID',
        { issues: [{ path: 'url', message: 'must name a database that exists' }] },
        { message, hint },
      );
    }
    const hint = 'Check REDIS_URL: host, port, user, password and whether it has to be rediss:// (TLS).';
    if (isRefusedLogin(this.#lastError)) {
      return new SwitchError('UNAUTHENTICATED', {}, { message: `Redis at ${shown} refused the credentials.`, hint });
    }
    const message = `Redis at ${shown} could not be reached: ${reason}.`;
    return new SwitchError('UNREACHABLE', { stage: 'connect', host, reason }, { message, hint });
  }
}

// Full jitter: a hundred nodes that lost one Redis do not come back in step.
function reconnectDelayMs(attempt: number): number {
  const ceiling = Math.min(LAST_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** Math.min(attempt, 10));
  return Math.ceil(Math.random() * ceiling);
}

function closedError(): SwitchError {
  return new SwitchError('CLOSED', {}, { message: 'The connection to Redis is closed.', hint: 'The process is shutting down.' });
}
