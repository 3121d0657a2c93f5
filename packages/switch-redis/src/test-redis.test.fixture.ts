import { Redis } from 'ioredis';
import { isRedisRequired, RedisServer } from './redis-server.test.fixture.ts';

/** A Redis to test with: one of the test's own, else the one that REDIS_URL names. */
export interface TestRedis {
  readonly url: string;
  /** All keys that begin so. */
  readonly removeAll: (prefix: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const findRedis = {
  isRequired: isRedisRequired(),

  /** Why there is none, printed once; undefined when there is one. */
  async lack(): Promise<string | undefined> {
    const lack = RedisServer.findLack();
    if (lack === undefined || process.env['REDIS_URL'] !== undefined) return undefined;
    const reason = `Skipped, as there is no Redis: ${lack}, and REDIS_URL is not set.`;
    process.stderr.write(`${reason}\n`);
    return reason;
  },

  async start(): Promise<TestRedis> {
    const own = RedisServer.findLack() === undefined ? await RedisServer.start(['--appendfsync', 'no']) : undefined;
    const url = own?.url ?? process.env['REDIS_URL'] ?? '';
    return {
      url,
      removeAll: (prefix) => removeAll(url, prefix),
      stop: async () => own?.stop(),
    };
  },
};

async function removeAll(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1_000 })) {
      const names = keys as string[];
      if (names.length > 0) await redis.unlink(...names);
    }
  } finally {
    redis.disconnect();
  }
}
