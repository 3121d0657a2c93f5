import { describe, expect, test } from 'vitest';
import { Refusal } from '../contract/refusal.ts';
import { createAuthenticator } from './authentication.ts';

const bearer = createAuthenticator({ kind: 'bearer', apiKey: 'correct-key' });
const basic = createAuthenticator({ kind: 'basic', username: 'elastic', password: 'pässword:with:colons' });

function refusalOf(check: () => void): Refusal {
  try {
    check();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  return expect.unreachable('the credentials were accepted');
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

describe('createAuthenticator', () => {
  test('names the caller, and never by the secret', () => {
    expect(bearer('Bearer correct-key')).toBe('bearer');
    expect(basic(`Basic ${encode('elastic:pässword:with:colons')}`)).toBe('basic elastic');
  });

  test('accepts the right credentials, and schemes in any case', () => {
    expect(() => bearer('Bearer correct-key')).not.toThrow();
    expect(() => bearer('bearer correct-key')).not.toThrow();
    expect(() => basic(`Basic ${encode('elastic:pässword:with:colons')}`)).not.toThrow();
  });

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer correct-ke', 'Bearer correct-key2', 'Bearer CORRECT-KEY'])(
    'refuses %j as a bearer token',
    (header) => {
      const refusal = refusalOf(() => bearer(header));
      expect(refusal).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect(refusal.headers['www-authenticate']).toMatch(/^Bearer realm="five9-middleware"/);
    },
  );

  test.each(['Basic', 'Basic !!!', `Basic ${encode('elastic')}`, `Basic ${encode('elastic:wrong')}`])(
    'refuses %j as a user and password',
    (header) => {
      const refusal = refusalOf(() => basic(header));
      expect(refusal.headers['www-authenticate']).toBe('Basic realm="five9-middleware", charset="UTF-8"');
    },
  );

  test('names the scheme that came and the one to use', () => {
    expect(refusalOf(() => bearer(`Basic ${encode('a:b')}`)).message).toBe(
      'The request has Basic credentials. This service expects Bearer authentication.',
    );
    expect(refusalOf(() => bearer('Bearer wrong')).headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test('never repeats a key that was sent without its scheme', () => {
    expect(refusalOf(() => bearer('correct-key')).message).not.toContain('correct-key');
  });

  test('asks for nothing when there is nothing to ask for', () => {
    expect(() => createAuthenticator({ kind: 'none' })(undefined)).not.toThrow();
  });
});
