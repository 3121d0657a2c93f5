import { describe, expect, it } from 'vitest';
import { toPlainText } from './to-plain-text.ts';

// Numbering systems that are not ten digits in a row, and those that Node's ICU knows before its regular expressions do.
const SYSTEMS = Intl.supportedValuesOf('numberingSystem').filter((system) => {
  const nine = new Intl.NumberFormat('en', { numberingSystem: system }).format(9);
  return /^\p{Nd}$/u.test(nine);
});

describe('text in other characters', () => {
  it.each(SYSTEMS)('the digits of the numbering system %s are the digits that they are', (system) => {
    const format = new Intl.NumberFormat('en', { numberingSystem: system, useGrouping: false });
    expect(toPlainText(format.format(9_876_543_210))).toBe('9876543210');
  });

  it('knows dozens of them', () => expect(SYSTEMS.length).toBeGreaterThan(50));

  it.each([
    ['\u202a+\u0661 \uff12\uff10\uff12\u00a0555\u20110123', '+1 202 555-0123'],
    ['ＡＢＣ＠ｘ．ｙ', 'ABC@x.y'],
    ['0\u20441', '0/1'],
    ['①½²', '①½²'],
    ['\ud835', '\ud835'],
    ['\udfce\ud835', '\udfce\ud835'],
    ['', ''],
  ])('%j is %j', (text, plain) => expect(toPlainText(text)).toBe(plain));
});
