import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from './http-transport.ts';
import { findHeader, readClockSkew, readRetryAfter } from './retry-after.ts';

const NOW = new Date('2026-01-05T09:00:00Z');
const answer = (headers: HttpAnswer['headers']): HttpAnswer => ({ status: 429, headers, body: '' });
const retryAfter = (value: string | string[], date?: string): number | undefined =>
  readRetryAfter(answer({ 'retry-after': value, ...(date === undefined ? {} : { date }) }), NOW);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7],
    [' 120 ', 120],
    ['007', 7],
    ['999999999', 999_999_999],
  ])('in seconds: %j', (text, seconds) => {
    expect(retryAfter(text)).toBe(seconds);
  });

  test('as a date, relative to the answer’s own Date: a skewed clock does not turn a second into an hour', () => {
    expect(retryAfter('Mon, 05 Jan 2026 09:00:30 GMT')).toBe(30);
    expect(retryAfter('Mon, 05 Jan 2026 10:00:01 GMT', 'Mon, 05 Jan 2026 10:00:00 GMT')).toBe(1);
    expect(retryAfter('Mon, 05 Jan 2026 09:00:30 GMT', 'not a date')).toBe(30);
  });

  test.each(['Monday, 05-Jan-26 09:00:30 GMT', 'Mon Jan  5 09:00:30 2026'])('as a date in an older form: %s', (text) => {
    expect(retryAfter(text)).toBe(30);
  });

  test('as a date that has passed is no wait', () => expect(retryAfter('Mon, 05 Jan 2026 08:00:00 GMT')).toBe(0));

  test.each([
    'in the morning of Mon, 05 Jan 2026 09:00:30 GMT',
    '',
    'soon',
    '-5',
    '1.5',
    '1e3',
    '0x10',
    '12 s',
    '9999999999',
    '5, 7',
    'NaN',
    '+5',
  ])('that is malformed, %j, is as if absent', (text) => {
    expect(retryAfter(text)).toBeUndefined();
  });

  test('of several the first counts, and absent it is undefined', () => {
    expect(retryAfter(['3', '9'])).toBe(3);
    expect(readRetryAfter(answer({}), NOW)).toBeUndefined();
    expect(findHeader(answer({ a: [] }), 'a')).toBeUndefined();
  });
});

test('the clock skew is the server’s clock minus ours, in whole seconds', () => {
  expect(readClockSkew(answer({ date: 'Mon, 05 Jan 2026 09:01:30 GMT' }), NOW)).toBe(90);
  expect(readClockSkew(answer({ date: 'Mon, 05 Jan 2026 08:59:00 GMT' }), NOW)).toBe(-60);
  expect(readClockSkew(answer({ date: 'yesterday' }), NOW)).toBeUndefined();
  expect(readClockSkew(answer({}), NOW)).toBeUndefined();
});

test('a clock that is behind by less than half a second is not behind: 0, never -0', () => {
  const answered = answer({ date: 'Mon, 05 Jan 2026 09:00:00 GMT' });
  expect(readClockSkew(answered, new Date('2026-01-05T09:00:00.400Z'))).toBe(0);
});
