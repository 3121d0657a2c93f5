import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpAnswer } from './http-transport.ts';
import { readClockSkew, readRetryAfter } from './retry-after.ts';

const NOW = new Date('2026-01-05T09:00:00Z');
const answerWith = (headers: HttpAnswer['headers']): HttpAnswer => ({ status: 503, headers, body: '' });
const whole = fc.date({ min: new Date('1971-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true });

test('whatever stands in the headers, a wait is a number of seconds from now that is not negative', () => {
  const header = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.integer().map(String),
    fc.double().map(String),
    whole.map((date) => date.toUTCString()),
    whole.map((date) => date.toISOString()),
    fc.constantFrom('Monday', 'Mon', 'Mon GMT', '1e3', '-5', '0x10', '１２', ' 7 '),
  );
  const optional = fc.option(fc.oneof(header, fc.array(header, { minLength: 1, maxLength: 2 })), { nil: undefined });
  fc.assert(
    fc.property(optional, optional, (retryAfter, date) => {
      const answer = answerWith({ 'retry-after': retryAfter, date });
      const seconds = readRetryAfter(answer, NOW);
      expect(seconds === undefined || (Number.isFinite(seconds) && seconds >= 0)).toBe(true);
      const skew = readClockSkew(answer, NOW);
      expect(skew === undefined || Number.isSafeInteger(skew)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('seconds are taken as they are', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999), (seconds) => {
      expect(readRetryAfter(answerWith({ 'retry-after': String(seconds) }), NOW)).toBe(seconds);
    }),
  );
});

test("a date means the same wait, however wrong the other side's clock is", () => {
  fc.assert(
    fc.property(whole, fc.nat(86_400), (theirs, seconds) => {
      const date = new Date(Math.floor(theirs.getTime() / 1000) * 1000);
      const until = new Date(date.getTime() + seconds * 1000);
      const answer = answerWith({ 'retry-after': until.toUTCString(), date: date.toUTCString() });
      expect(readRetryAfter(answer, NOW)).toBe(seconds);
      expect(readClockSkew(answer, NOW)).toBe((date.getTime() - NOW.getTime()) / 1000);
    }),
  );
});
