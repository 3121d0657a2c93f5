import { describe, expect, test } from 'vitest';
import { baseUrl, isLoopbackUrl, joinUrl } from './base-url.ts';

describe('a base URL', () => {
  test.each([
    'https://proxy.example',
    'https://proxy.example/',
    'HTTPS://Proxy.Example/api/v1',
    'http://127.0.0.1:8080/x',
    'https://[::1]/a',
    'https://bücher.example/',
  ])('%s is one', (text) => expect(baseUrl.safeParse(text).data?.href).toBe(new URL(text).href));

  test.each([
    ['', 'must start with https://'],
    ['proxy.example', 'must start with https://'],
    ['//proxy.example', 'must start with https://'],
    ['ftp://proxy.example', 'must start with https://'],
    ['javascript:alert(1)', 'must start with https://'],
    ['file:///etc/passwd', 'must start with https://'],
    ['https:proxy.example', 'must start with https://'],
    ['https:\\\\proxy.example', 'must use forward slashes'],
    ['https://proxy.example\\@evil.test', 'must use forward slashes'],
    ['https://good.example@evil.test/', 'must not contain credentials'],
    ['https://user:pass@proxy.example', 'must not contain credentials'],
    ['https://user@proxy.example', 'must not contain credentials'],
    ['https://proxy.example/?a=1', 'must not have a query string'],
    ['https://proxy.example/?', 'must not have a query string'],
    ['https://proxy.example/#a', 'must not have a fragment'],
    ['https://proxy.example/#', 'must not have a fragment'],
    [' https://proxy.example', 'must not contain white space'],
    ['https://proxy.example ', 'must not contain white space'],
    ['https://proxy.example/a b', 'must not contain white space'],
    ['https://proxy\u00a0.example', 'must not contain white space'],
    ['https://proxy.example\u3000', 'must not contain white space'],
    ['https://proxy.example/\u2028', 'must not contain white space'],
    ['https://proxy.exa\tmple', 'must not contain white space'],
    ['https://proxy.example/\u0000', 'must not contain white space'],
    ['https://proxy.example:99999', 'must be an absolute URL'],
    ['https://', 'must be an absolute URL'],
    ['https://[::1', 'must be an absolute URL'],
    ['https://exa mple', 'must not contain white space'],
    ['https://1.2.3.4.5.6', 'must be an absolute URL'],
  ])('%j is not: %s', (text, problem) => {
    const { success, error } = baseUrl.safeParse(text);
    expect(success).toBe(false);
    expect(error?.issues.map(({ message }) => message).join()).toContain(problem);
  });

  test('that is wrong is never in the message, as it may hold credentials', () => {
    const { error } = baseUrl.safeParse('https://user:s3cret@proxy.example');
    expect(JSON.stringify(error) + String(error)).not.toContain('s3cret');
  });
});

describe('a path under a base URL', () => {
  test.each([
    ['https://h.test', '/calls', 'https://h.test/calls'],
    ['https://h.test/', '/calls', 'https://h.test/calls'],
    ['https://h.test/api', '/calls', 'https://h.test/api/calls'],
    ['https://h.test/api/', '/calls', 'https://h.test/api/calls'],
    ['https://h.test/api//', '/calls', 'https://h.test/api/calls'],
    ['https://h.test/api', '/', 'https://h.test/api/'],
    ['https://h.test/api', '/calls?a=1', 'https://h.test/api/calls?a=1'],
    ['https://h.test:8443/a%20b', '/c', 'https://h.test:8443/a%20b/c'],
    ['https://h.test/api', '//x', 'https://h.test/api//x'],
    ['https://h.test/api', '/calls/a:b@c', 'https://h.test/api/calls/a:b@c'],
  ])('%s with %s: the prefix survives', (base, path, url) => expect(joinUrl(new URL(base), path).href).toBe(url));

  test.each([
    '',
    'calls',
    '@evil.test/',
    '.evil.test/',
    ':99/',
    '/../x',
    '/a/../../x',
    '/%2e%2e/x',
    '/..\\x',
    '\\..\\x',
    'https://evil.test/',
  ])('%j leads elsewhere: INTERNAL, effect none', (path) =>
    expect(() => joinUrl(new URL('https://h.test/api'), path)).toThrow(
      expect.objectContaining({ code: 'INTERNAL', effect: 'none' }),
    ),
  );

  test.each(['', 'calls', '?a=1', '#a', '@evil.test/', '.evil.test/', ':99/', ':443/calls', '\\@evil.test/'])(
    '%j does not lie below a base without a prefix either',
    (path) => expect(() => joinUrl(new URL('https://h.test'), path)).toThrow(expect.objectContaining({ code: 'INTERNAL' })),
  );
});

test('only this machine itself counts as loopback', () => {
  for (const url of [
    'http://localhost',
    'http://a.localhost:1',
    'http://127.0.0.1',
    'http://127.1.2.3',
    'http://127.10.20.30',
    'http://several.words.localhost',
    'http://2130706433',
    'http://[::1]:80',
  ]) {
    expect([url, isLoopbackUrl(new URL(url))]).toEqual([url, true]);
  }
  for (const url of [
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'http://10.0.0.1',
    'http://[::2]',
    'http://notlocalhost',
  ]) {
    expect([url, isLoopbackUrl(new URL(url))]).toEqual([url, false]);
  }
});

test.each([
  ['xhttps://h.test', 'must start with https:// (or http:// where the host allows it)'],
  ['https://[bad', 'must be an absolute URL such as https://proxy.example/api'],
  ['https://h.test:99999', 'must be an absolute URL such as https://proxy.example/api'],
  ['https://user@h.test', 'must not contain credentials: put them in the fields for them'],
  ['https://:secret@h.test', 'must not contain credentials: put them in the fields for them'],
])('%j is told: %s', (text, message) => {
  const issues = baseUrl.safeParse(text).error?.issues;
  expect(issues).toEqual([expect.objectContaining({ code: 'custom', message, path: [] })]);
});

test('a path that leads elsewhere is told without the path', () => {
  expect(() => joinUrl(new URL('https://h.test/api'), 'calls/+12025550143')).toThrow(
    'A path of the driver does not lie below the base URL.',
  );
});
