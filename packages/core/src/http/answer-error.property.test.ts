import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import { ERROR_POLICY } from '../errors/error-policy.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import { type ReportedCode, toAnswerError } from './answer-error.ts';
import { bearer } from './authorisation.ts';
import { readJsonBody } from './json-answer.ts';

const NOW = new Date('2026-01-05T09:00:00Z');
const KEY = 'sk~9+Q=?"\\&%7F-Xv83';
const CODES: readonly ReportedCode[] = [
  'AGENT_NOT_READY',
  'CALL_NOT_FOUND',
  'CALL_ENDED',
  'CAPABILITY_MISSING',
  'OUTCOME_UNKNOWN',
  'REJECTED',
  'UPSTREAM_FAILED',
];
const operation = fc.constantFrom(...(Object.keys(OPERATIONS) as Operation[]));
const status = fc.oneof(
  fc.integer({ min: 200, max: 599 }),
  fc.constantFrom(200, 302, 303, 307, 401, 404, 405, 410, 429, 500, 502, 503, 504),
);
const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(KEY, encodeURIComponent(KEY), `x${KEY}`, '+12025550143'),
);
const header = fc.option(fc.oneof(words, fc.array(words, { minLength: 1, maxLength: 3 })), { nil: undefined });
const failure = fc.record({
  operation,
  kind: fc.constantFrom('question', 'command', undefined),
  answer: fc.record({
    status,
    headers: fc.record({ location: header, 'www-authenticate': header, 'retry-after': header, date: header }),
    body: words,
  }),
  code: fc.option(fc.constantFrom(...CODES), { nil: undefined }),
  vendorMessage: fc.option(words, { nil: undefined }),
  fromService: fc.boolean(),
  namesCall: fc.boolean(),
});

test('any answer is one documented error, without credentials or numbers in it', () => {
  fc.assert(
    fc.property(failure, (failed) => {
      const error = toAnswerError({ ...failed, path: '/calls/make', authorisation: bearer(new Secret(KEY)), now: NOW });
      expect(Object.keys(ERROR_POLICY)).toContain(error.code);
      const shown = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
      for (const text of [KEY, encodeURIComponent(KEY), '+12025550143']) expect(shown).not.toContain(text);
      expect((error.vendorMessage ?? '').length).toBeLessThanOrEqual(1_000);
      expect(error.hint).not.toBe('');
    }),
    { numRuns: 1_000 },
  );
});

test('a dial or a transfer is never said to have had no effect, nor to be worth repeating, where that is not certain', () => {
  fc.assert(
    fc.property(failure, (failed) => {
      fc.pre(!OPERATIONS[failed.operation].idempotent && failed.kind !== 'question' && failed.code === undefined);
      const error = toAnswerError({ ...failed, path: '/calls/make', authorisation: bearer(new Secret(KEY)), now: NOW });
      const { status: code } = failed.answer;
      const doubtful = code === 302 || code === 303 || (code >= 500 && code !== 503);
      expect([error.code === 'OUTCOME_UNKNOWN', error.effect === 'unknown']).toEqual([doubtful, doubtful]);
      if (doubtful) expect(error.retryable).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test('any body is an object, empty, or something else that is told without a word of it', () => {
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.json().map((text) => text.slice(0, -1)),
    fc.json().map((text) => `\uFEFF${text}\n`),
  );
  fc.assert(
    fc.property(body, fc.option(fc.string(), { nil: undefined }), (text, type) => {
      const read = readJsonBody({ status: 200, headers: { 'content-type': type }, body: text });
      if (read.kind === 'object') expect(read.value).toEqual(JSON.parse(text.replace(/^\uFEFF/, '')));
      if (read.kind === 'empty') expect(text.replace(/^\uFEFF/, '').trim()).toBe('');
      if (read.kind === 'other') expect(read.found).toMatch(/^(JSON|an HTML page|a body)/);
    }),
    { numRuns: 1_000 },
  );
});
