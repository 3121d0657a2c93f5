import { type BrandId, type CallId, type DialKey, type MakeCallResult, SwitchError } from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { connectRedis, type ConnectRedisOptions, type RedisState } from './connect-redis.ts';
import { RedisServer } from './redis-server.test.fixture.ts';

export const BRAND = 'acme' as BrandId;
export const KEY: DialKey = { brandId: BRAND, agentExtension: '1001', destination: '+15550004567' };
export const PLACED = { status: 'placed', call: { callId: '300-1' as CallId } } as const;
export const REPLAYED = { ...PLACED, replayed: true } as const;
export const PATIENT = { timeout: 15_000, interval: 20 };
export const QUICK = { commandTimeoutMs: 300 };

/** A Redis of each test's own, and the nodes that share their state there. */
export class NodesOverRedis {
  readonly logger = new RecordingLogger();
  readonly server: RedisServer;
  readonly #states: RedisState[] = [];

  private constructor(server: RedisServer) {
    this.server = server;
  }

  /** One for each of the tests that follow. */
  static forEachTest(): () => NodesOverRedis {
    let nodes: NodesOverRedis | undefined;
    beforeEach(async () => {
      nodes = new NodesOverRedis(await RedisServer.start());
    });
    afterEach(async () => nodes?.stop());
    return () => nodes ?? expect.unreachable();
  }

  async connect(more: Partial<ConnectRedisOptions> = {}): Promise<RedisState> {
    const state = await connectRedis({ url: this.server.url, logger: this.logger, ...more });
    this.#states.push(state);
    return state;
  }

  /** Settles when Redis knows how a dial ended. */
  async untilTold(): Promise<void> {
    await vi.waitUntil(async () => String(await this.server.command('KEYS', '*dial-outcome:*')) !== '', PATIENT);
  }

  async stop(): Promise<void> {
    this.server.resume();
    await Promise.all(this.#states.map((state) => state.close()));
    await this.server.stop();
  }
}

/** A phone that counts how often it rings. */
export class Phone {
  rings = 0;
  readonly #ring: (ring: number) => Promise<MakeCallResult>;

  constructor(ring: (ring: number) => Promise<MakeCallResult> = async () => PLACED) {
    this.#ring = ring;
  }

  readonly ring = (): Promise<MakeCallResult> => {
    this.rings += 1;
    return this.#ring(this.rings);
  };
}

/** The error of what must fail with one. */
export async function failureOf(work: Promise<unknown>): Promise<SwitchError> {
  const failure: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return SwitchError.is(failure) ? failure : expect.unreachable('It must fail, with a SwitchError.');
}
