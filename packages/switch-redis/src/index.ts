export { connectRedis, type ConnectRedisOptions, type RedisState } from './connect-redis.ts';
export type { WhenUnreachable } from './redis-dial-guard.ts';
export { redisFromEnvironment } from './redis-from-environment.ts';
