import { describe, expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import { toAnswerError } from './answer-error.ts';
import { bearer } from './authorisation.ts';
import type { HttpAnswer } from './http-transport.ts';

function read(headers: HttpAnswer['headers']): ReturnType<typeof toAnswerError> {
  const answer = { status: 401, headers, body: '' };
  const authorisation = bearer(new Secret('the-key'));
  const now = new Date('2026-01-05T09:00:00Z');
  return toAnswerError({ operation: 'connect', answer, fromService: true, path: '/calls/x', authorisation, now });
}

describe('401: which scheme was sent, which the service asks for, and the clocks', () => {
  test.each([
    ['Basic realm="switch"', ['Basic']],
    ['Bearer', ['Bearer']],
    ['Bearer realm="a", error="invalid_token", Basic realm="b"', ['Bearer', 'Basic']],
    ['Digest realm="say Negotiate, Basic x", qop="auth"', ['Digest']],
    ['Negotiate, NTLM', ['Negotiate', 'NTLM']],
    ['Negotiate YWJj==', ['Negotiate']],
    ['bearer,  digest   realm="a" ,Basic realm="b"', ['Bearer', 'Digest', 'Basic']],
    // A parameter by the name of a scheme is none.
    ['Digest realm="a", oauth="x", mutual = "y", basic  =z', ['Digest']],
    ['the-key, OAuth2 the-key, Basic realm="a"', ['Basic']],
    [
      ['Basic realm="a"', 'Bearer realm="a"', 'Basic realm="b"'],
      ['Basic', 'Bearer'],
    ],
  ])('WWW-Authenticate %j asks for %j', (challenge, schemesAsked) => {
    const error = read({ 'www-authenticate': challenge });
    expect(error.details).toMatchObject({ schemeSent: 'Bearer', schemesAsked });
    expect(error.hint).toContain(`We sent Bearer, the service asks for ${schemesAsked.join(' or ')}.`);
  });

  test.each([
    [' ', ''],
    [',a', ' '],
    ['a', ' ', '='],
    ['"\\', ''],
    ['a', '-', '='],
  ])(
    'the header takes no longer to read than it is long: %j and so on',
    (start, again, end = '') => {
      const header = `${again === '' ? start.repeat(200_000) : start + again.repeat(400_000)}${end}`;
      expect(read({ 'www-authenticate': header }).details).not.toHaveProperty('schemesAsked');
    },
    2_000,
  );

  test('without the header only what was sent is told', () => {
    const error = read({});
    expect(error.details).not.toHaveProperty('schemesAsked');
    expect(error.hint).toMatch(/ We sent Bearer\.$/);
  });

  test('a clock skew is measured from the Date header, and told when it is worth it', () => {
    const skewed = read({ date: 'Mon, 05 Jan 2026 08:50:00 GMT' });
    expect(skewed.details).toMatchObject({ clockSkewSeconds: -600 });
    expect(skewed.hint).toContain('The clocks differ by -600 s');
    const close = read({ date: 'Mon, 05 Jan 2026 09:00:02 GMT' });
    expect(close.details).toMatchObject({ clockSkewSeconds: 2 });
    expect(close.hint).not.toContain('clocks');
  });

  test.each([
    ['Mon, 05 Jan 2026 09:01:00 GMT', 60, true],
    ['Mon, 05 Jan 2026 08:59:00 GMT', -60, true],
    ['Mon, 05 Jan 2026 09:00:59 GMT', 59, false],
  ])('clocks that differ are told from a minute on: %s', (date, clockSkewSeconds, told) => {
    const error = read({ date });
    expect(error.details).toMatchObject({ clockSkewSeconds });
    expect(error.hint.includes(` The clocks differ by ${clockSkewSeconds} s,`)).toBe(told);
  });
});
