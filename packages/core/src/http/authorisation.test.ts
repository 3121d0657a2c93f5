import { describe, expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import { basic, bearer, noAuthorisation, queryCredentials } from './authorisation.ts';

const request = () => ({ url: new URL('https://h.test/a?x=1'), headers: {} as Record<string, string> });

test('bearer: the token in the Authorization header', async () => {
  const sent = request();
  await bearer(new Secret('to.ken')).authorise(sent);
  expect(sent).toEqual({ url: new URL('https://h.test/a?x=1'), headers: { authorization: 'Bearer to.ken' } });
});

test.each([
  // The example of RFC 7617, section 2, and that of 2.1 with its pound sign in UTF-8.
  ['Aladdin', 'open sesame', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
  ['test', '123£', 'Basic dGVzdDoxMjPCow=='],
  ['user', 'with:colon', `Basic ${Buffer.from('user:with:colon').toString('base64')}`],
])('basic: %s and a password', async (username, password, header) => {
  const sent = request();
  await basic(username, new Secret(password)).authorise(sent);
  expect(sent.headers).toEqual({ authorization: header });
});

test('query credentials go beside what the query holds already', async () => {
  const sent = request();
  await queryCredentials({ user: 'a b' }, { pass: new Secret('p&q=r') }).authorise(sent);
  expect([...sent.url.searchParams]).toEqual([
    ['x', '1'],
    ['user', 'a b'],
    ['pass', 'p&q=r'],
  ]);
  expect(sent.headers).toEqual({});
});

test('no authorisation adds nothing and redacts nothing', async () => {
  const sent = request();
  await noAuthorisation.authorise(sent);
  expect([sent.headers, noAuthorisation.redact('a text')]).toEqual([{}, 'a text']);
});

describe('an authorisation shows its scheme, and never its secret', () => {
  test.each([
    ['Bearer', () => bearer(new Secret('s3cret'))],
    ['Basic', () => basic('someone', new Secret('s3cret'))],
    ['query parameters', () => queryCredentials({}, { key: new Secret('s3cret') })],
    ['none', () => noAuthorisation],
  ])('%s', (scheme, make) => {
    const authorisation = make();
    expect(authorisation.scheme).toBe(scheme);
    expect(JSON.stringify(authorisation)).not.toContain('s3cret');
  });

  test('a user name is no secret, and a secret of one or two letters blanks out no message', () => {
    expect(basic('someone', new Secret('ab')).redact('someone said ab absolutely')).toBe('someone said ab absolutely');
  });
});
