import { randomBytes } from 'node:crypto';
import { describeDialKey, silentLogger, systemClock } from '@elasticfunnels/switch-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DialClaims } from './dial-claims.ts';
import { BRAND, KEY, PLACED } from './dials-over-redis.test.fixture.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisKeys } from './redis-keys.ts';
import { parseRedisUrl } from './redis-target.ts';
import { findRedis, type TestRedis } from './test-redis.test.fixture.ts';

const NAME = describeDialKey(KEY);

describe.skipIf((await findRedis.lack()) !== undefined)('what arrives twice, or late', () => {
  let redis: TestRedis;
  let connection: RedisConnection;
  let claims: DialClaims;
  let prefix: string;
  beforeEach(async () => {
    redis = await findRedis.start();
    prefix = `test-${randomBytes(6).toString('hex')}`;
    const shared = { clock: systemClock, logger: silentLogger };
    connection = new RedisConnection({ ...shared, target: parseRedisUrl(redis.url), commandTimeoutMs: 2_000, name: 'test' });
    await connection.open(10_000);
    claims = new DialClaims({ ...shared, connection, keys: new RedisKeys(prefix) });
  });
  afterEach(async () => {
    claims.close();
    connection.close();
    await redis.removeAll(prefix);
    await redis.stop();
  });

  test('an outcome that is told again after its call was over holds nobody back', async () => {
    const claim = claims.prepare(BRAND, NAME);
    await claims.claim(claim, 5_000);
    const finish = (): Promise<boolean> => claims.finish(claim, { result: PLACED }, 5_000, 5_000);
    await finish();
    claims.release(BRAND, PLACED.call.callId);
    expect(await finish()).toBe(true);
    expect(await claims.claim(claims.prepare(BRAND, NAME), 5_000)).toBeUndefined();
  });

  test('an outcome that is told again while it is joined is joined no longer', async () => {
    const claim = claims.prepare(BRAND, NAME);
    await claims.claim(claim, 5_000);
    const finish = (ms: number): Promise<boolean> => claims.finish(claim, { result: PLACED }, ms, 5_000);
    await finish(100);
    await finish(20_000);
    const again = (): Promise<unknown> => claims.claim(claims.prepare(BRAND, NAME), 5_000);
    expect(await again()).toMatchObject({ outcome: { result: PLACED } });
    await expect.poll(again, { timeout: 5_000 }).toBeUndefined();
  });

  test('an outcome of a dial that Redis never heard of is joined all the same', async () => {
    await claims.finish(claims.prepare(BRAND, NAME), { result: PLACED }, 5_000, 5_000);
    expect(await claims.claim(claims.prepare(BRAND, NAME), 5_000)).toMatchObject({ outcome: { result: PLACED } });
  });

  test('a claim that was sent twice is granted twice; one that was given up is granted no more', async () => {
    const claim = claims.prepare(BRAND, NAME);
    expect(await claims.claim(claim, 5_000)).toBeUndefined();
    expect(await claims.claim(claim, 5_000)).toBeUndefined();
    claims.giveBack(claim, 5_000);
    expect(await claims.claim(claim, 5_000)).toMatchObject({ outcome: { failure: { code: 'ABORTED', effect: 'none' } } });
    expect(await claims.claim(claims.prepare(BRAND, NAME), 5_000)).toBeUndefined();
  });
});
