import { readFile } from 'node:fs/promises';
import { loadPhoneNumberReader, type NumberPlan, type PhoneNumber, type PhoneNumberKind } from '@elasticfunnels/switch-core';
import { describe, expect, it } from 'vitest';

const page = await readFile(new URL('../../docs/phone-numbers.md', import.meta.url), 'utf8');
const read = await loadPhoneNumberReader();
const KINDS: readonly PhoneNumberKind[] = ['e164', 'national', 'extension', 'short', 'sip', 'anonymous', 'invalid'];

/** The cells of a table's rows, without the code marks. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  return rows
    .map((row) => row.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')));
}

function toPlan(text: string): NumberPlan {
  const [, defaultRegion, min, max] = /^([A-Z]{2})?(?:, (\d+) to (\d+))?$/.exec(text) ?? [];
  return {
    ...(defaultRegion === undefined ? {} : { defaultRegion }),
    ...(min === undefined ? {} : { extensionDigits: { min: Number(min), max: Number(max) } }),
  };
}

function readAs(number: PhoneNumber): string {
  if (number.kind === 'e164') return number.e164;
  if (number.kind === 'national') return number.national;
  if (number.kind === 'sip') return number.address;
  return number.kind === 'extension' || number.kind === 'short' ? number.digits : '';
}

describe('docs/phone-numbers.md', () => {
  it('names every kind, and shows each', () => {
    expect(rowsUnder('Kinds').map(([kind]) => kind)).toEqual(KINDS);
    expect([...new Set(rowsUnder('Examples').map(([, , kind]) => kind))]).toEqual(KINDS);
  });

  it.each(rowsUnder('Examples'))('%s, %s: %s %s', (raw = '', plan = '', kind, expected) => {
    const number = read(raw, toPlan(plan));
    expect([number.kind, readAs(number)]).toEqual([kind, expected]);
  });

  it.each(rowsUnder('Anonymous'))('%s is anonymous in any case', (word = '') => {
    for (const raw of [word, word.toUpperCase(), `Caller ${word}`, `<sip:${word}@example.com>`])
      expect(read(raw, {}).kind).toBe('anonymous');
  });
});
