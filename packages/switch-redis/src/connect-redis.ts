import {
  CLAIM_MS,
  type Clock,
  DIAL_WINDOW_MS,
  type DeliveryLedger,
  type DialGuard,
  type Logger,
  PUBLISHED_MS,
  type ScreenPopChannel,
  silentLogger,
  systemClock,
} from '@elasticfunnels/switch-core';
import { DialClaims } from './dial-claims.ts';
import { quietLogger } from './quiet-logger.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisDeliveryLedger } from './redis-delivery-ledger.ts';
import { RedisDialGuard, type WhenUnreachable } from './redis-dial-guard.ts';
import { RedisKeys } from './redis-keys.ts';
import { RedisScreenPopChannel } from './redis-screen-pop-channel.ts';
import { parseRedisUrl } from './redis-target.ts';
import { WakeUps } from './wake-ups.ts';

/** Where Redis is, and what differs from the usual. All durations in milliseconds. */
export interface ConnectRedisOptions {
  /** Such as `redis://user:password@host:6379/0`; `rediss://` for TLS. */
  readonly url: string;
  /** What all keys begin with, `phone-switch` unless told. Nodes share their state when they share this. */
  readonly prefix?: string;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Whether a dial is refused while Redis is away (the default), or guarded by this process alone. */
  readonly whenUnreachable?: WhenUnreachable;
  /** How long a command waits for a connection, and for its answer. */
  readonly commandTimeoutMs?: number;
  /** How long `connectRedis` tries. */
  readonly connectTimeoutMs?: number;
  /** After how long a claim on a delivery expires that was neither confirmed nor released. */
  readonly claimMs?: number;
  /** How long an identical dial joins one that went through. */
  readonly dialWindowMs?: number;
  /** How many entries of a topic are kept for browsers that reconnect, and for how long. */
  readonly entriesPerTopic?: number;
  readonly entriesKeptMs?: number;
}

/** What the nodes of a platform share. */
export interface RedisState extends AsyncDisposable {
  readonly deliveryLedger: DeliveryLedger;
  readonly screenPopChannel: ScreenPopChannel;
  readonly dialGuard: DialGuard;
  /** Whether Redis answers, for a health check: how long it took, in milliseconds. @throws SwitchError `UPSTREAM_FAILED` */
  ping(): Promise<number>;
  /** Ends the subscriptions and both connections. What others may need stays in Redis. */
  close(): Promise<void>;
}

const DEFAULTS: Omit<Required<ConnectRedisOptions>, 'url'> = {
  prefix: 'phone-switch',
  logger: silentLogger,
  clock: systemClock,
  whenUnreachable: 'refuse',
  commandTimeoutMs: 2_000,
  connectTimeoutMs: 10_000,
  claimMs: CLAIM_MS,
  dialWindowMs: DIAL_WINDOW_MS,
  entriesPerTopic: 1_000,
  entriesKeptMs: 60 * 60 * 1_000,
};

/**
 * Connects to Redis (6.2 or newer) or Valkey, with one connection for commands and one to be woken by.
 *
 * @throws SwitchError `CONFIG_INVALID`, `UNAUTHENTICATED` or `UNREACHABLE`
 * @example
 * const { deliveryLedger, screenPopChannel, dialGuard } = await connectRedis({ url: 'redis://127.0.0.1:6379' });
 * const host = createSwitchHost({ deliveryLedger, screenPopChannel, dialGuard });
 */
export async function connectRedis(options: ConnectRedisOptions): Promise<RedisState> {
  const given = { ...DEFAULTS, ...options };
  const settings = { ...given, logger: quietLogger(given.logger) };
  const target = parseRedisUrl(settings.url);
  const keys = new RedisKeys(settings.prefix);
  const connection = new RedisConnection({ ...settings, target, name: 'phone-switch' });
  const listening = new RedisConnection({ ...settings, target, name: 'phone-switch-wake' });
  try {
    await Promise.all([connection.open(settings.connectTimeoutMs), listening.open(settings.connectTimeoutMs)]);
  } catch (error) {
    connection.close();
    listening.close();
    throw error;
  }
  return new ConnectedRedis(connection, new WakeUps(listening, settings.clock), keys, settings);
}

type Settings = Required<ConnectRedisOptions>;

class ConnectedRedis implements RedisState {
  readonly deliveryLedger: DeliveryLedger;
  readonly screenPopChannel: ScreenPopChannel;
  readonly dialGuard: DialGuard;
  readonly #connection: RedisConnection;
  readonly #wakeUps: WakeUps;
  readonly #claims: DialClaims;
  readonly #clock: Clock;

  constructor(connection: RedisConnection, wakeUps: WakeUps, keys: RedisKeys, settings: Settings) {
    const { clock, logger, claimMs, dialWindowMs, whenUnreachable } = settings;
    this.#connection = connection;
    this.#wakeUps = wakeUps;
    this.#clock = clock;
    this.#claims = new DialClaims({ connection, keys, clock, logger });
    this.deliveryLedger = new RedisDeliveryLedger({ connection, keys, claimMs, publishedMs: PUBLISHED_MS });
    this.screenPopChannel = new RedisScreenPopChannel({ ...settings, connection, wakeUps, keys, rememberedMs: PUBLISHED_MS });
    this.dialGuard = new RedisDialGuard({ claims: this.#claims, clock, logger, windowMs: dialWindowMs, whenUnreachable });
  }

  async ping(): Promise<number> {
    const startedAt = this.#clock.monotonicMs();
    await this.#connection.run('Redis did not answer', (redis) => redis.ping());
    return this.#clock.monotonicMs() - startedAt;
  }

  async close(): Promise<void> {
    await this.screenPopChannel.close();
    this.#claims.close();
    this.#wakeUps.close();
    this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
