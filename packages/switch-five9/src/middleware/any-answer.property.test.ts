import { ERROR_POLICY, SwitchError } from '@elasticfunnels/switch-core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS, openScripted, PERFORM } from '../five9-phone.test.fixture.ts';

const FIELDS = [
  'success',
  'call_id',
  'aliases',
  'recording_url',
  'url',
  'wrap_up_required',
  'code',
  'message',
  'error',
  'expires_at',
  'duration_seconds',
];
const WORDS = [
  '300000000115271',
  ' 1',
  '',
  'https://x.example/a.mp3',
  'http://x.example/',
  'javascript:1',
  'call_ended',
  'not_recorded',
  'outcome_unknown',
  'agent_not_ready',
  'upstream_failed',
  '2026-13-01',
];
const value = fc.oneof(
  fc.constantFrom(true, false, null, 1, 'true', {}, []),
  fc.constantFrom(...WORDS),
  fc.jsonValue({ maxDepth: 1 }),
);
const object = fc.dictionary(
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...FIELDS) }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) }),
  value,
  { maxKeys: 6 },
);
const body = fc.oneof(
  { weight: 6, arbitrary: object.map((json) => JSON.stringify(json)) },
  { weight: 1, arbitrary: object.map((json) => JSON.stringify(json).slice(0, -1)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.constantFrom('', 'OK', '<html>oops</html>', '\uFEFF{"call_id":"1"}') },
);
const status = fc.oneof(
  fc.integer({ min: 200, max: 599 }),
  fc.constantFrom(200, 201, 202, 204, 302, 401, 404, 409, 410, 429, 500, 503),
);
const headers = fc.record({
  'content-type': fc.constantFrom('application/json', 'text/html', undefined),
  'retry-after': fc.constantFrom('1', 'x', undefined),
});

const STATUSES = ['placed', 'ended', 'already_ended', 'transferred', 'available', 'pending', 'none'];

test('any answer to any command ends in one documented result or error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...COMMANDS), status, headers, body, async (operation, code, fields, text) => {
      const answer = { status: code, headers: fields, body: text };
      await using brand = await openScripted((transport) => transport.answer(answer), { retry: { attempts: 1 } });
      const outcome: unknown = await PERFORM[operation](brand.phone).catch((error: unknown) => error);
      if (!SwitchError.is(outcome)) {
        expect(STATUSES).toContain((outcome as { readonly status: string }).status);
        return;
      }
      expect(Object.keys(ERROR_POLICY)).toContain(outcome.code);
      // What only a mistake of ours could be called.
      expect(['INTERNAL', 'ARGUMENT_INVALID', 'CONFIG_INVALID', 'CLOSED']).not.toContain(outcome.code);
    }),
    { numRuns: 600 },
  );
});

test('a dial that was answered with a success that is none is never said to have had no effect', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 200, max: 299 }), headers, body, async (code, fields, text) => {
      // A refusal had no effect, and is repeated where it says when.
      fc.pre(!text.includes('"success":false'));
      await using brand = await openScripted((transport) => transport.answer({ status: code, headers: fields, body: text }));
      const outcome: unknown = await PERFORM.makeCall(brand.phone).catch((error: unknown) => error);
      expect(brand.transport.requests).toHaveLength(1);
      if (!SwitchError.is(outcome)) {
        expect(outcome).toMatchObject({ status: 'placed', call: { callId: JSON.parse(text.replace(/^\uFEFF/, '')).call_id } });
        return;
      }
      expect([outcome.code, outcome.effect, outcome.retryable]).toEqual(['OUTCOME_UNKNOWN', 'unknown', false]);
    }),
    { numRuns: 600 },
  );
});
