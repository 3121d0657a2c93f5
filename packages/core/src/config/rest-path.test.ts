import { describe, expect, test } from 'vitest';
import { joinUrl } from './base-url.ts';
import { restPath } from './rest-path.ts';

const BASE = new URL('https://h.test/tenant/api');

describe('a path can lead nowhere but below the base URL', () => {
  test.each([
    '/',
    '/calls/make',
    '/calls/make/',
    '/v1.2/calls',
    '/calls..',
    '/...',
    '/a..b',
    '/.well-known/x',
    '/a//b',
    '/calls?version=2',
    '/calls?x=../y',
    '/calls?x/../y',
    '/caf%C3%A9',
    '/a%2Fb',
    '/calls;v=1',
    '/{id}',
    '/a:b',
  ])('%s is one', (path) => {
    expect(restPath.safeParse(path).success).toBe(true);
    expect(joinUrl(BASE, path).href.startsWith('https://h.test/tenant/api/')).toBe(true);
  });

  test.each([
    ['', 'must start with /'],
    ['calls', 'must start with /'],
    ['?a=1', 'must start with /'],
    ['@evil.test/', 'must start with /'],
    ['.evil.test', 'must start with /'],
    ['https://evil.test/', 'not a URL of its own'],
    ['HTTPS://evil.test', 'not a URL of its own'],
    ['javascript:alert(1)', 'not a URL of its own'],
    ['file:/etc', 'not a URL of its own'],
    ['//evil.test/calls', 'must not start with //'],
    ['///evil.test', 'must not start with //'],
    ['/\\evil.test', 'backslashes'],
    ['\\\\evil.test', 'must start with /'],
    ['/a\\..\\b', 'backslashes'],
    ['/..', '. or ..'],
    ['/../admin', '. or ..'],
    ['/calls/../../admin', '. or ..'],
    ['/./calls', '. or ..'],
    ['/calls/.', '. or ..'],
    ['/%2e%2e/admin', '. or ..'],
    ['/%2E%2E/admin', '. or ..'],
    ['/.%2e/admin', '. or ..'],
    ['/%2e./admin', '. or ..'],
    ['/%2e/calls', '. or ..'],
    ['/..%2fadmin', '. or ..'],
    ['/%2e%2e%2Fadmin', '. or ..'],
    ['/a%2f..%5cadmin', '. or ..'],
    ['/..?a=1', '. or ..'],
    ['/a b', 'white space'],
    ['/a\tb', 'white space'],
    ['/a\nb', 'white space'],
    ['/a\r\nX: y', 'white space'],
    ['/a\u0000', 'white space'],
    ['/a\u007f', 'white space'],
    ['/a\u00a0b', 'white space'],
    ['/a\u2003b', 'white space'],
    ['/a\u3000b', 'white space'],
    ['/a\u2028b', 'white space'],
    ['/a\ufeffb', 'white space'],
    ['/a\u0085b', 'white space'],
    ['/calls ', 'white space'],
    ['/calls#x', 'fragment'],
    ['/calls?a=1#x', 'fragment'],
    ['/calls?a=1 2', 'white space'],
  ])('%j is not: %s', (path, problem) => {
    const { success, error } = restPath.safeParse(path);
    expect(success).toBe(false);
    expect(error?.issues).toEqual([expect.objectContaining({ code: 'custom', message: expect.stringContaining(problem) })]);
  });
});
