import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SwitchError } from './switch-error.ts';
import { toVisibleText } from './visible-text.ts';

const ACTS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

describe('what a terminal, a log or a reader would obey is told by its name', () => {
  test.each([
    ['\u001b[31mpwn\u001b[0m', '<U+001B>[31mpwn<U+001B>[0m'],
    ['\u009b31mpwn', '<U+009B>31mpwn'],
    ['bell\u0007 and \u0000 and \u007f', 'bell<U+0007> and <U+0000> and <U+007F>'],
    ['first\nsecond\r\nthird\u2028fourth\u2029fifth\u0085sixth', 'first second third fourth fifth sixth'],
    ['a\t\tb\vc\fd', 'a b c d'],
    ['half a \ud83d pair', 'half a \ufffd pair'],
    ['not \u202eelbissop\u202c', 'not <U+202E>elbissop<U+202C>'],
    ['\u2066a\u2069 \u200e\u200f\u061c', '<U+2066>a<U+2069> <U+200E><U+200F><U+061C>'],
  ])('%j', (text, visible) => {
    expect(toVisibleText(text)).toBe(visible);
  });
});

test('what is only a text stays as it is: letters of any script, emoji, and what reads like an escape', () => {
  for (const text of ['Der Agent „Jürg“ ist beschäftigt.', 'הסוכן עסוק', '👩‍💻 busy', '\\u001b[31m <U+001B>', '']) {
    expect(toVisibleText(text)).toBe(text);
  }
});

test('any text: nothing acts, and once is enough', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const visible = toVisibleText(text);
      expect(visible).not.toMatch(ACTS);
      expect(visible.isWellFormed()).toBe(true);
      expect(toVisibleText(visible)).toBe(visible);
    }),
  );
});

test('an error holds its message and the vendor’s so, and tells them so in JSON and to whoever prints it', () => {
  const message = 'No.\nIt said: \u001b[31mpwn\u202e';
  const error = new SwitchError('REJECTED', {}, { message, vendorMessage: '\u001b[31mpwn\u202e\nline 2' });
  expect(error.message).toBe('No. It said: <U+001B>[31mpwn<U+202E>');
  expect(error.vendorMessage).toBe('<U+001B>[31mpwn<U+202E> line 2');
  expect(Object.values(error.toJSON()).join('')).not.toMatch(ACTS);
  expect(error.stack).not.toContain('\u001b');
});
