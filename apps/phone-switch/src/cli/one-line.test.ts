import { describe, expect, it } from 'vitest';
import { oneLine, toJsonLine } from './one-line.ts';

describe('a text from elsewhere', () => {
  it.each([
    ['colours', '\u001B[31mred\u001B[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    ['a cursor that is moved by one character', 'a\u009B2Jb', 'a\\u{9b}2Jb'],
    ['lines', 'one\r\n  two\n\nthree\u2028four', 'one two three four'],
    ['a direction of writing that is turned', 'a\u202Eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
    ['half a character', 'a\uD83Db', 'a\\u{d83d}b'],
  ])('shows %s as text on one line', (_name, text, shown) => {
    expect(oneLine(text)).toBe(shown);
  });

  it('is shown as it is otherwise, however long', () => {
    const text = `Ä 数 😀 — “${'x'.repeat(5_000)}”`;
    expect(oneLine(text)).toBe(text);
  });

  it('is the same value in JSON, without a character that a terminal acts on', () => {
    const value = { text: 'a\u009B\u202E\u2028\u{E0041}\u001B\uD83D😀Ä"\\' };
    const line = toJsonLine(value);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(line)).toEqual(value);
    expect(line).toContain('😀Ä');
  });
});
