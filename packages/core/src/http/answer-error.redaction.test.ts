import { describe, expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import { toAnswerError } from './answer-error.ts';
import { type Authorisation, basic, bearer, noAuthorisation, queryCredentials } from './authorisation.ts';

const SECRET = 'p/4+s w0"rd\\=é';
const USER = 'api-user';

function errorFor(vendorMessage: string, authorisation: Authorisation, location?: string): string {
  const headers = location === undefined ? {} : { location };
  const error = toAnswerError({
    operation: 'makeCall',
    answer: { status: location === undefined ? 422 : 307, headers, body: '' },
    fromService: true,
    path: '/calls',
    authorisation,
    now: new Date(),
    vendorMessage,
  });
  return `${error.message}\n${error.vendorMessage}\n${JSON.stringify(error)}`;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const form = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
const FORMS: readonly (readonly [name: string, echo: string])[] = [
  ['plain', SECRET],
  ['URL-encoded', encodeURIComponent(SECRET)],
  ['URL-encoded in lower case', encodeURIComponent(SECRET).replace(/%../g, (escape) => escape.toLowerCase())],
  ['form-encoded', form(SECRET)],
  ['JSON-escaped', JSON.stringify(SECRET).slice(1, -1)],
  ['in base64', base64(SECRET)],
  ['in base64 without padding', base64(SECRET).replace(/=+$/, '')],
  ['in base64url', Buffer.from(SECRET, 'utf8').toString('base64url')],
];

describe('the vendor’s message is verbatim but redacted', () => {
  test('nothing else is changed', () => {
    const said = 'Agent 1001 is in wrap-up (état 3), call 300000000000071.';
    expect(errorFor(said, bearer(new Secret(SECRET)))).toContain(`The switch refused. It said: ${said}`);
  });

  describe.each([
    ['bearer', bearer(new Secret(SECRET))],
    ['basic', basic(USER, new Secret(SECRET))],
    ['query', queryCredentials({ user: USER }, { pass: new Secret(SECRET) })],
  ])('%s', (_name, authorisation) => {
    test.each(FORMS)('echoed %s', (_form, echo) => {
      const shown = errorFor(`Key "${echo}" is wrong, ${echo}!`, authorisation);
      expect(shown).not.toContain(echo);
      expect(shown).not.toContain('w0');
      expect(shown).toContain('[redacted]" is wrong, [redacted]!');
    });
  });

  test('the Basic pair, as the header carries it', () => {
    const pair = `${USER}:${SECRET}`;
    for (const echo of [`Basic ${base64(pair)}`, base64(pair).replace(/=+$/, ''), pair, encodeURIComponent(pair)]) {
      const shown = errorFor(`bad header ${echo}.`, basic(USER, new Secret(SECRET)));
      expect(shown).not.toContain(base64(pair).slice(0, 12));
      expect(shown).toContain('[redacted]');
    }
  });

  test('a secret that contains another goes as a whole', () => {
    const shown = errorFor('saw abcdef and abc', queryCredentials({}, { one: new Secret('abc'), two: new Secret('abcdef') }));
    expect(shown).toContain('saw [redacted] and [redacted]');
  });

  test('also in the target of a redirect, whose query is never shown', () => {
    const shown = errorFor('moved', bearer(new Secret('s3cret-key')), 'https://new.test/s3cret-key/+15550004567?token=abc#frag');
    expect(shown).toContain('https://new.test/[redacted]/+1•••••4567');
    for (const hidden of ['s3cret-key', 'token', 'frag']) expect(shown).not.toContain(hidden);
  });

  test('a secret that is no well-formed Unicode is redacted, and breaks nothing', () => {
    expect(errorFor('saw ab\ud800cd', bearer(new Secret('ab\ud800cd')))).toContain('saw [redacted]');
  });
});

describe('phone numbers in it are masked', () => {
  test.each([
    ['Destination +15550004567 is on a list', '+1•••••4567'],
    ['Destination +44 20 7946 0958 is on a list', '+4•••••0958'],
    ['Destination (555) 000-4567 is on a list', '5•••••4567'],
    ['Destination 15550004567 is on a list', '1•••••4567'],
    ['Destination 0044 20 7946 0958 is on a list', '0•••••0958'],
    ['Destination 020 7946 0958 is on a list', '0•••••0958'],
  ])('%s', (said, masked) => {
    expect(errorFor(said, noAuthorisation)).toContain(`Destination ${masked} is on a list`);
  });

  test('and the numbers and people that the request named, in any writing, also in the target of a redirect', () => {
    const told = (vendorMessage: string, location?: string): string => {
      const error = toAnswerError({
        operation: 'makeCall',
        answer: { status: location === undefined ? 422 : 307, headers: location === undefined ? {} : { location }, body: '' },
        fromService: true,
        path: '/calls',
        authorisation: noAuthorisation,
        now: new Date(),
        vendorMessage,
        peopleSent: ['+15550004567', 'sip:jane.doe@pbx.example'],
      });
      return `${error.message} ${JSON.stringify(error)}`;
    };
    const said = told('No 1/555/000/4567, \n no jane.doe!');
    expect(said).toContain('It said: No +1•••••4567,   no •••••!');
    expect(told('moved', '/to/1/555/000/4567/jane.doe')).toContain('to /to/+1•••••4567/•••••, which');
  });

  test('an error carries no more than a thousand characters of it', () => {
    expect(errorFor('x'.repeat(50_000), noAuthorisation).length).toBeLessThan(5_000);
  });
});
