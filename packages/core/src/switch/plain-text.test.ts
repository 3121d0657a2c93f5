import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallReference } from '../call/call-reference.ts';
import { isPlainOrAbsent, isPlainText, isPlainToken } from './plain-text.ts';
import {
  checkCallOptions,
  checkCallReference,
  checkMakeCallRequest,
  isCorrelationId,
  parseAgentExtension,
  parseReference,
} from './request-schemas.ts';
import { findResultProblem } from './result-schemas.ts';

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const text = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '1 2', ' 1', '1\u00a0'),
);

test('a text that is accepted at once has nothing in it that a request may not have', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 12 }), (value, maximum) => {
      if (!isPlainText(value, maximum)) return;
      expect(value.trim()).toBe(value);
      expect(value).not.toBe('');
      expect(value.length).toBeLessThanOrEqual(maximum);
      expect(CONTROL.test(value)).toBe(false);
      // The schema of an extension asks the same of a text, and goes on with it unchanged.
      expect(parseAgentExtension(value)).toBe(value);
    }),
  );
});

test('a token that is accepted at once may go into a header', () => {
  fc.assert(
    fc.property(text, (value) => {
      if (isPlainToken(value, 256)) expect(value).toMatch(/^[\x21-\x7e]{1,256}$/);
      expect(isCorrelationId(value)).toBe(/^[\x21-\x7e]{1,256}$/.test(value));
    }),
  );
});

test.each([undefined, null, 1, {}, [], ['1001']])('%j is no text', (value) => {
  expect(isPlainText(value, 10)).toBe(false);
  expect(isPlainToken(value, 10)).toBe(false);
  expect(isPlainOrAbsent(value, 10)).toBe(value === undefined);
});

const mess = fc.oneof(
  text,
  fc.constantFrom(undefined, null, 0, true),
  fc.object({ maxDepth: 1 }),
  fc.array(text, { maxLength: 2 }),
);
const refuses = (check: () => unknown): boolean => {
  try {
    check();
    return false;
  } catch {
    return true;
  }
};
/** What the schemas say of a value: a signal that is none makes them look at options, an alias at the rest. */
const spoil = { aliases: { a: 1 } };

test('requests, references and options with anything in their fields are refused as the schemas refuse them', () => {
  fc.assert(
    fc.property(mess, mess, mess, mess, (a, b, c, d) => {
      const bad = (value: unknown, maximum: number): boolean =>
        typeof value !== 'string' || value.trim() !== value || value === '' || value.length > maximum || CONTROL.test(value);
      const absentOrGood = (value: unknown, maximum: number): boolean => value === undefined || !bad(value, maximum);
      const dial = { agentExtension: a, destination: b, campaignName: c, skillId: d } as never;
      const good = !bad(a, 64) && !bad(b, 256) && absentOrGood(c, 256) && absentOrGood(d, 256);
      expect(refuses(() => checkMakeCallRequest(dial))).toBe(!good);
      const call = { callId: a, agentExtension: b } as never;
      expect(refuses(() => checkCallReference(call))).toBe(bad(a, 512) || !absentOrGood(b, 64));
      expect(refuses(() => checkCallReference({ callId: a, ...spoil } as never))).toBe(true);
      const options = { correlationId: a, idempotencyKey: b } as never;
      const isHeader = (value: unknown): boolean =>
        value === undefined || (typeof value === 'string' && /^[\x21-\x7e]{1,255}$/.test(value));
      expect(refuses(() => checkCallOptions(options))).toBe(!isHeader(a) || !isHeader(b));
    }),
  );
});

test('what is no request, reference or options at all is refused', () => {
  for (const value of [null, undefined, 1, 'text', [], [{ callId: '1' }]] as never[]) {
    expect(refuses(() => checkMakeCallRequest(value))).toBe(true);
    expect(refuses(() => checkCallReference(value))).toBe(true);
    expect(refuses(() => checkCallOptions(value))).toBe(true);
  }
});

test('a placed dial with anything in its fields is taken if its call may be named in a request, and only then', () => {
  fc.assert(
    fc.property(mess, mess, mess, (callId, agentExtension, aliases) => {
      const call = { callId, agentExtension, aliases } as CallReference;
      const refused = refuses(() => checkCallReference(call));
      expect(findResultProblem('makeCall', { status: 'placed', call }) !== undefined).toBe(refused);
      expect(findResultProblem('findCall', call) !== undefined).toBe(refused);
    }),
  );
  for (const call of [null, undefined, [], 'x']) expect(findResultProblem('makeCall', { status: 'placed', call })).toBeDefined();
});

test('the reference of an accepted dial is taken if findCall takes it', () => {
  fc.assert(
    fc.property(mess, (reference) => {
      const refused = refuses(() => parseReference(reference as string));
      expect(findResultProblem('makeCall', { status: 'accepted', reference }) !== undefined).toBe(refused);
    }),
  );
});

test.each(['', '  ', 'a\nb', ' a', 'a ', '\u2028', 'x'.repeat(513)])('a call of the id %j could not be hung up', (callId) => {
  expect(findResultProblem('makeCall', { status: 'placed', call: { callId } })).toMatch(/^call\.callId: must not /);
});

test.each([' 1001', '', 'x'.repeat(65)])('a call of an agent %j could not be hung up either', (agentExtension) => {
  const call = { callId: '1', agentExtension };
  expect(findResultProblem('makeCall', { status: 'placed', call })).toMatch(/^call\.agentExtension: must not /);
});
