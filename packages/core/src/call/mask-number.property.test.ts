import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskNumber, maskNumbersIn } from './mask-number.ts';

const digits = (text: string): string => text.replace(/\D/g, '');
const separators = fc.constantFrom('', ' ', '-', '.', '/');
const number = fc
  .tuple(
    fc.constantFrom('+', '', '00', '(', 'tel:', 'sip:'),
    fc.stringMatching(/^\d{1,17}$/),
    fc.array(separators, { minLength: 17, maxLength: 17 }),
    fc.constantFrom('', '@host5060.example:5060', ';ext=12', ' x123', '>'),
  )
  .map(
    ([before, text, between, after]) =>
      `${before}${text
        .split('')
        .map((digit, index) => `${digit}${between[index]}`)
        .join('')}${after}`,
  );

test('of a number at most five digits show: the first and the last four; of a short one the last two; else none', () => {
  fc.assert(
    fc.property(fc.oneof(number, fc.string({ unit: 'grapheme' })), (text) => {
      const masked = maskNumber(text);
      const shown = digits(masked);
      expect(masked).toMatch(/^\+?\d?•••••\d{0,4}$/);
      expect(shown.length).toBeLessThanOrEqual(5);
      if (digits(text).length < 10) expect(shown.length).toBeLessThanOrEqual(2);
      if (digits(text).length < 7) expect(shown).toBe('');
    }),
    { numRuns: 1_000 },
  );
});

test('in a text no number in E.164 is left, whatever stands around it', () => {
  const around = fc.stringMatching(/^[a-zA-Z ,;:!"'()]{0,12}$/);
  const e164 = fc.stringMatching(/^\+[1-9]\d{9,13}$/);
  fc.assert(
    fc.property(around, e164, around, (before, dialled, after) => {
      const masked = maskNumbersIn(`${before}${dialled}${after}`);
      expect(masked).not.toContain(dialled.slice(1));
      expect(digits(masked).length).toBeLessThanOrEqual(5);
    }),
    { numRuns: 1_000 },
  );
});
