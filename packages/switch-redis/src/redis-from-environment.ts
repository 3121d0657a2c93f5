import { connectRedis, type ConnectRedisOptions, type RedisState } from './connect-redis.ts';

/**
 * Connects to the Redis that `REDIS_URL` names; undefined without it, so that the in-process versions serve.
 *
 * @throws SwitchError as `connectRedis` does
 * @example const redis = await redisFromEnvironment(process.env, { logger });
 */
export async function redisFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  options: Omit<ConnectRedisOptions, 'url'> = {},
): Promise<RedisState | undefined> {
  const url = environment['REDIS_URL']?.trim();
  return url === undefined || url === '' ? undefined : await connectRedis({ ...options, url });
}
