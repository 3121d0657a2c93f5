import { describe, expect, test } from 'vitest';
import { Five9Simulator } from '../simulator/five9-simulator.ts';
import { checkSettings, isLoopback, type MiddlewareSettings, resolvePaths } from './middleware-settings.ts';

const settings: MiddlewareSettings = {
  five9: new Five9Simulator(),
  authentication: { kind: 'bearer', apiKey: 'key' },
};

describe('checkSettings', () => {
  test.each<[string, Partial<MiddlewareSettings>, RegExp]>([
    ['no authentication off loopback', { authentication: { kind: 'none' }, host: '0.0.0.0' }, /loopback/],
    ['an empty key', { authentication: { kind: 'bearer', apiKey: '' } }, /API key/],
    ['a key that no header can carry', { authentication: { kind: 'bearer', apiKey: 'a b' } }, /API key/],
    ['a colon in the user name', { authentication: { kind: 'basic', username: 'a:b', password: 'c' } }, /colon/],
    ['an empty password', { authentication: { kind: 'basic', username: 'a', password: '' } }, /password/],
    ['a path that is a pattern', { paths: { makeCall: '/calls/:id' } }, /path of makeCall/],
    ['a path without a slash', { paths: { hangup: 'calls' } }, /path of hangup/],
    ['a base path with a query', { basePath: '/api?x=1' }, /basePath/],
    ['two operations on one path', { paths: { hangup: '/calls/make/' } }, /hangup is also that of another/],
    ['a public URL that is none', { publicUrl: 'proxy.example' }, /publicUrl/],
  ])('refuses %s', (_case, change, message) => {
    expect(() => checkSettings({ ...settings, ...change })).toThrow(message);
  });

  test('allows no authentication on loopback', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
      expect(() => checkSettings({ ...settings, authentication: { kind: 'none' }, host })).not.toThrow();
    }
  });
});

test('a base path stands before every path', () => {
  const paths = resolvePaths({ ...settings, basePath: '/api/v1/', paths: { makeCall: '/v2/dial' } });
  expect(paths).toMatchObject({ connect: '/api/v1/', makeCall: '/api/v1/v2/dial', hangup: '/api/v1/calls/hangup' });
});

test.each([
  ['127.0.0.1', true],
  ['::ffff:127.0.0.1', true],
  ['[::1]', true],
  ['127.0.0.1.example.com', false],
  ['10.0.0.1', false],
  ['::', false],
])('isLoopback(%j) is %j', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
