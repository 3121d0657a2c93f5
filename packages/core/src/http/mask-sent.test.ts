import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSent } from './mask-sent.ts';

const LIST = "is not in the campaign's list.";

describe('a number that the request named is masked as it was sent', () => {
  test.each([
    ['+15550004567', '+1•••••4567'],
    ['+1 555 000 4567', '+1•••••4567'],
    ['+1/555/000/4567', '+1•••••4567'],
    ['+1\u2011555\u2011000\u20114567', '+1•••••4567'],
    ['+1 555 000\u20134567', '+1•••••4567'],
    ['+\uff11\uff15\uff15\uff15\uff10\uff10\uff10\uff14\uff15\uff16\uff17', '+1•••••4567'],
    ['+\u0661\u0665\u0665\u0665\u0660\u0660\u0660\u0664\u0665\u0666\u0667', '+1•••••4567'],
    ['\u202a+1\u202a555\u202a0004567', '\u202a+1•••••4567'],
    ['(+1) 555/000-4567', '+1•••••4567'],
    ['+44 (0) 20 7946 0958', '+4•••••0958'],
    ['+49 30/123456-78', '+4•••••5678'],
    ['555·000·4567', '5•••••4567'],
    ['+1[555]0004567', '+1•••••4567'],
    ['sip:+15550004567@pbx.example', '+1•••••4567'],
    ['tel:+1-555-000-4567;ext=12', 'tel:+1•••••4567;ext=12'],
    ['5550004567x12', '5•••••4567'],
    ['1-800-FLOWERS', '1•••••9377'],
    ['02079460958', '0•••••0958'],
    ['33612345678', '3•••••5678'],
    ['612345', '•••••'],
    ['sip:jane.doe@pbx.example', '•••••'],
    ['"Jane Doe" <sips:jane.doe@pbx.example>', '•••••'],
  ])('%s', (sent, masked) => {
    expect(maskSent(`The number ${sent} ${LIST}`, [sent])).toBe(`The number ${masked} ${LIST}`);
  });
});

describe('and as a service may write it instead', () => {
  test.each([
    ['+15550004567', '555 000 4567', '+1•••••4567'],
    ['+15550004567', '1.555.000.4567', '+1•••••4567'],
    ['+15550004567', '0015550004567', '+1•••••4567'],
    ['+15550004567', '000-4567', '+1•••••4567'],
    ['+15550004567', '+1 (555) 000 - 4567', '+1•••••4567'],
    ['+442079460958', '(020) 7946 0958', '+4•••••0958'],
    ['+442079460958', '+44 (0)20 7946\u20110958', '+4•••••0958'],
    ['+1 555 000 4567', '15550004567', '+1•••••4567'],
    ['+44 (0) 20 7946 0958', '+442079460958', '+4•••••0958'],
    ['+11111111111', '11111111111111', '+1•••••1111'],
    ['sip:jane.doe@pbx.example', 'SIP:Jane.Doe@PBX.example', '•••••'],
    ['sip:jane.doe@pbx.example', 'jane.doe', '•••••'],
    ['sip:jane.doe@pbx.example', 'sip%3Ajane.doe%40pbx.example', 'sip%3A•••••%40pbx.example'],
    ['sip:bob@pbx.example', 'bob', '•••••'],
  ])('%s as %s', (sent, written, masked) => {
    expect(maskSent(`Nobody at ${written} ${LIST}`, [sent])).toBe(`Nobody at ${masked} ${LIST}`);
  });

  test('every time that it is said, and each of several', () => {
    const said = '020 7946 0958, +442079460958 and 5550004567';
    expect(maskSent(said, ['+442079460958', undefined, '+15550004567'])).toBe('+4•••••0958, +4•••••0958 and +1•••••4567');
  });
});

describe('what is nobody’s number stays', () => {
  test.each([
    ['1002', 'There is no agent 1002 (HTTP 422).'],
    ['911', 'Agent 911 may not dial 911.'],
    ['sales', 'The target sales is unknown.'],
    ['612345', 'Call 3612345 of 6123450, line a612345.'],
    ['+15550004567', 'Call 300000000000071 at 2026-01-05T09:00:00Z, 55500 and then 04567.'],
    ['+15550004567', 'lines 0 0 0 4 5 6 ----------- 7'],
    ['+15550004567', 'lines 5, agents 5, calls 50, seats 0, 0 and 4, then five6 7'],
    ['sip:bob@pbx.example', 'The bobbin is full.'],
    ['sip:al@pbx.example', 'All of it.'],
  ])('%s in: %s', (sent, said) => {
    expect(maskSent(said, [sent])).toBe(said);
  });
});

test('whatever was sent and said, no more than the last four digits of a number come back', () => {
  const digits = fc.stringMatching(/^[1-9]\d{6,13}$/);
  const separator = fc.constantFrom('', ' ', '-', '/', '.', '\u2011', '\u202a', ' (', ') ', ' · ');
  fc.assert(
    fc.property(digits, fc.array(separator, { minLength: 14, maxLength: 14 }), fc.string(), (number, separators, around) => {
      const written = number
        .split('')
        .map((digit, index) => `${digit}${separators[index] ?? ''}`)
        .join('');
      const said = maskSent(`${around} ${written} ${around}`, [`+${number}`]);
      expect(said).toContain('•••••');
      expect(maskSent(`<${written}>`, [`+${number}`]).replace(/\D/g, '').length).toBeLessThanOrEqual(5);
    }),
  );
});

test.each([
  ['the same digit', '5'],
  ['zeros', '0'],
  ['digits far apart', '5 -----5'],
  ['nearly the number', '+1555000456 '],
  ['the number', '+15550004567 '],
  ['signs that an expression could be slow on', '((((+ '],
])('costs a multiple of the text and no more: %s', (_what, unit) => {
  const text = unit.repeat(Math.ceil(200_000 / unit.length));
  const startedAt = performance.now();
  maskSent(text, ['+15555555555', '+10000000000', '+15550004567', 'sip:((((+@pbx.example']);
  // Quadratic, this would take minutes.
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
