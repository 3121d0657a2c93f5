import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPhoneNumberReader } from './load-phone-number-reader.ts';
import { loadNumberParser } from './number-parser.ts';
import type { NumberPlan } from './phone-number.ts';
import { PHONE_NUMBER_CASES } from './phone-numbers.test.fixture.ts';
import { readPhoneNumber as readAnew } from './read-phone-number.ts';

const parser = await loadNumberParser();
const read = await loadPhoneNumberReader();

describe('numbers by region and kind', () => {
  it.each(PHONE_NUMBER_CASES.map(([raw, plan, expected]) => ({ raw, plan, expected })))(
    '$raw by $plan',
    ({ raw, plan, expected }) => expect(read(raw, plan)).toStrictEqual({ ...expected, raw }),
  );

  it('are at least 200, of every kind', () => {
    const kinds = new Set(PHONE_NUMBER_CASES.map(([, , { kind }]) => kind));
    expect(PHONE_NUMBER_CASES.length).toBeGreaterThanOrEqual(200);
    expect([...kinds].toSorted()).toEqual(['anonymous', 'e164', 'extension', 'invalid', 'national', 'short', 'sip']);
  });
});

const REGIONS = [
  'US',
  'CA',
  'GB',
  'DE',
  'FR',
  'IT',
  'AU',
  'IN',
  'JP',
  'BR',
  'MX',
  'AR',
  'ZA',
  'AE',
  'EG',
  'NG',
  'ES',
  'CN',
  'SM',
  'CI',
];
const plans: fc.Arbitrary<NumberPlan> = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...REGIONS).map((defaultRegion) => ({ defaultRegion })),
  fc.record({
    defaultRegion: fc.constantFrom(...REGIONS),
    extensionDigits: fc.record({ min: fc.integer({ min: 1, max: 4 }), max: fc.integer({ min: 4, max: 6 }) }),
  }),
);
const pieces = fc.constantFrom(
  ...'+ 00 011 (0) 0 1 44 39 202 5550123 - / . ( ) ; , tel: sip: @ example.com ;ext= ;phone-context= x # *67 < >'.split(' '),
  ...'% %2B %zz " anonymous {{ }} @Call. --A-- １ ٣ 𝟗 FLOWERS __proto__ é'.split(' '),
  ...'\u00a0|\u202a|\u0000|\ud800|\udc00| |\n'.split('|'),
);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.oneof({ weight: 3, arbitrary: pieces }, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 })
    .map((parts) => parts.join('')),
  fc.stringMatching(/^\+?[0-9]{1,17}$/),
  fc.constantFrom(...PHONE_NUMBER_CASES.map(([raw]) => raw)),
);
const valid = fc.constantFrom(
  ...PHONE_NUMBER_CASES.flatMap(([raw, plan]) => {
    const number = read(raw, plan);
    return number.kind === 'e164' && number.extension === undefined ? [number] : [];
  }),
);

describe('whatever it is given', () => {
  it('it never throws, and a valid number read again is the same', () => {
    const property = fc.property(texts, plans, (raw, plan) => {
      const number = read(raw, plan);
      expect(number.raw).toBe(raw);
      if (number.kind !== 'e164') return;
      expect(number.e164).toMatch(/^\+[1-9]\d{6,14}$/);
      const again = read(number.e164, plan);
      expect(again).toMatchObject({ kind: 'e164', e164: number.e164, national: number.national });
      expect(number.e164.endsWith(number.national)).toBe(true);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('a number seen before is read as one that was not', () => {
    const property = fc.property(texts, plans, (raw, plan) => {
      const anew = readAnew(raw, plan, parser);
      expect(read(raw, plan)).toStrictEqual(anew);
      expect(read(raw, plan)).toStrictEqual(anew);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('separators and marks between the digits of a valid number change nothing', () => {
    const separators = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0', '\u2011', '\u200e', '\u202f', '\u00ad', ' (', '  ');
    const around = fc.constantFrom(
      ['', ''],
      ['tel:', ''],
      ['sip:', '@example.com'],
      [' ', '\r\n'],
      ['\u202a', '\u202c'],
      ['<tel:', '>'],
    );
    const property = fc.property(
      valid,
      fc.array(separators, { minLength: 16, maxLength: 16 }),
      around,
      plans,
      (number, marks, ends, plan) => {
        const decorated = number.e164.split('').map((character, index) => (index === 0 ? character : character + marks[index]));
        const raw = `${ends[0]}${decorated.join('').trimEnd()}${ends[1]}`;
        // Text of more than 64 units is no number.
        fc.pre(raw.length <= 64);
        expect(read(raw, plan)).toMatchObject({ kind: 'e164', e164: number.e164 });
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it.each([
    ['ten million characters', '1'.repeat(10_000_000)],
    ['spaces without end', ' '.repeat(1_000_000)],
    ['as many brackets as fit', '(0)'.repeat(170)],
    ['as many letters x as fit', 'x '.repeat(256)],
    ['words that could be read in many ways', `${'callerid '.repeat(56)}!`],
    ['semicolons and brackets', 'a;a=<'.repeat(85)],
  ])('%s are invalid, and only the start is kept', (_what, raw) => {
    const number = read(raw, { defaultRegion: 'US' });
    expect(number.kind).toBe('invalid');
    expect(number.raw.length).toBeLessThanOrEqual(512);
  });

  it.each([
    [undefined, 'anonymous'],
    [null, 'anonymous'],
    [2_025_550_123, 'invalid'],
    [{ toString: () => '+12025550123' }, 'invalid'],
    [Symbol('number'), 'invalid'],
  ])('%s is %s, though no text', (raw, kind) => {
    expect(Reflect.apply(read, undefined, [raw, {}])).toStrictEqual({ kind, raw: '' });
  });

  it.each([
    undefined,
    null,
    'US',
    { defaultRegion: 7 },
    { defaultRegion: '__proto__' },
    { defaultRegion: 'constructor' },
    { defaultRegion: 'ZZ' },
    { defaultRegion: '' },
    { extensionDigits: null },
    { extensionDigits: { min: Symbol('min'), max: 4 } },
    { extensionDigits: { min: Number.NaN, max: Number.NaN } },
  ])('a plan that is none, %s, is a plan of no region', (plan) => {
    for (const raw of ['2025550123', 'not a number']) {
      expect(Reflect.apply(read, undefined, [raw, plan])).toStrictEqual(read(raw, {}));
    }
  });
});

describe('the memo', () => {
  it('tells plans apart, and gives what nobody can change', () => {
    const raw = '1001';
    expect(read(raw, { extensionDigits: { min: 4, max: 4 } }).kind).toBe('extension');
    expect(read(raw, { extensionDigits: { min: 5, max: 5 } }).kind).toBe('short');
    expect(read(raw, {}).kind).toBe('short');
    expect(read(raw, { defaultRegion: 'NU' }).kind).toBe('short');
    expect(read(raw, {})).toBe(read(raw, {}));
    expect(Object.isFrozen(read(raw, {}))).toBe(true);
  });

  it('forgets what it has not seen for long, and keeps no long text', () => {
    const first = read('+442079460001', {});
    for (let index = 0; index < 10_001; index += 1) read(`x${index}`, {});
    expect(read('+442079460001', {})).not.toBe(first);
    const long = `Ann ${'Example '.repeat(10)}<sip:+12025550123@example.com>`;
    expect(read(long, {})).not.toBe(read(long, {}));
    expect(read(long, {})).toMatchObject({ kind: 'e164', e164: '+12025550123' });
  });
});

describe('loading', () => {
  it('happens once', () => expect(loadPhoneNumberReader()).toBe(loadPhoneNumberReader()));

  it('happens only when asked: the package alone does not load the plans of the world', async () => {
    const core = new URL('../index.ts', import.meta.url).href;
    const script = `
      const seen = [];
      (await import('node:module')).registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
      const { loadPhoneNumberReader } = await import(${JSON.stringify(core)});
      const before = seen.some((url) => url.includes('libphonenumber'));
      await loadPhoneNumberReader();
      console.log(JSON.stringify([before, seen.some((url) => url.includes('libphonenumber'))]));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    expect(JSON.parse(stdout)).toEqual([false, true]);
  });
});
