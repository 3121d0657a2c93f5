import { SwitchError } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { connectRedis } from './connect-redis.ts';
import { redisFromEnvironment } from './redis-from-environment.ts';
import { RedisKeys } from './redis-keys.ts';
import { parseRedisUrl } from './redis-target.ts';
import { formatPosition, parsePosition } from './topic-position.ts';
import type { BrandId } from '@elasticfunnels/switch-core';

describe('the URL', () => {
  test.each([
    ['redis://127.0.0.1', '127.0.0.1:6379', 'redis://127.0.0.1'],
    ['rediss://user:secret@cache.test:6380/3', 'cache.test:6380', 'rediss://user:secret@cache.test:6380/3'],
    ['valkey://cache.test', 'cache.test:6379', 'redis://cache.test'],
    ['valkeys://cache.test', 'cache.test:6379', 'rediss://cache.test'],
  ])('%s', (text, shown, url) => {
    expect(parseRedisUrl(text)).toMatchObject({ shown, url });
  });

  test.each([
    '',
    'cache.test',
    'http://user:secret@cache.test',
    '/var/run/redis.sock',
    'redis://',
    'redis://user:secret@',
    'redis://user:secret@cache.test/main',
  ])('not %j, and the error does not repeat it', async (url) => {
    const failure: unknown = await connectRedis({ url }).catch((thrown: unknown) => thrown);
    expect(SwitchError.has(failure, 'CONFIG_INVALID')).toBe(true);
    expect(JSON.stringify(failure)).not.toContain('secret@');
  });
});

test.each([{}, { REDIS_URL: '' }, { REDIS_URL: '  ' }])('without REDIS_URL there is no Redis: %j', async (environment) => {
  expect(await redisFromEnvironment(environment)).toBeUndefined();
});

test.each(['', 'a{b}', 'a b', 'x'.repeat(65)])('a prefix that could break the keys is refused: %j', (prefix) => {
  expect(() => new RedisKeys(prefix)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(/^The prefix .* must be 1 to 64 letters/) }),
  );
});

test.each(['acme', '{acme}', '}', '{}', 'a{b', '%7B'])(
  'all keys of the brand %j have one hash tag, which is its own',
  (brand) => {
    const keys = new RedisKeys('p');
    const id = brand as BrandId;
    const names = [keys.delivery(id, 'x'), keys.topic(id, '1}{'), keys.floor(id, undefined), keys.dialOutcome(id, 't')];
    const tags = new Set(names.map((name) => /\{(.+?)\}/.exec(name)?.[1]));
    expect(tags.size).toBe(1);
    expect(names.every((name) => name.startsWith(keys.brand(id)) && /^p:\{[^{}]+\}:/.test(name))).toBe(true);
  },
);

test('brands that look alike have keys of their own', () => {
  const keys = new RedisKeys('p');
  const brands = ['{', '%7B', 'a:b', 'a', 'b'].map((brand) => keys.brand(brand as BrandId));
  expect(new Set(brands).size).toBe(5);
});

describe('positions', () => {
  test.each(['ep_o-ch.1767603600000-0', 'e.1767603600000'])('%s', (text) => {
    const { epoch, ms, sequence } = parsePosition(text);
    expect(formatPosition(epoch, sequence === '' ? ms : `${ms}-${sequence}`)).toBe(text);
  });

  test.each(['', '.', 'e.', 'e.1-', 'e.-1', 'e.1-2-3', 'e.1e3-0', 'e.1767603600000-0\n', `e.${'9'.repeat(16)}`, '\u0000'])(
    '%j is of no epoch',
    (text) => {
      expect(parsePosition(text).epoch).toBe('');
    },
  );
});
