import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDestinationKey } from './destination-key.ts';

describe('a number is the same number', () => {
  test.each([
    ['without punctuation', '+15550004567'],
    ['with the punctuation of any country', '+1 (555) 000-4567', '+1.555.000.4567', '+1/555/0004567', '(+1) 555 000-4567'],
    ['with the dashes of a word processor', '+1\u2011555\u2011000\u20114567', '+1 555 000–4567', '+1·555·0004567'],
    [
      'with marks that nobody sees',
      '\u202a+15550004567\u202c',
      '\u200e+15550004567',
      '+1\u00ad555\u00ad0004567',
      '\ufeff+15550004567',
    ],
    ['with spaces of any width', '+1\u00a0555\u00a00004567', '+1\u2009555\u20090004567', ' +15550004567 '],
    ['in the digits of another script', '+１５５５０００４５６７', '+١٥٥٥٠٠٠٤٥٦٧'],
    [
      'as a tel: link',
      'tel:+15550004567',
      'TEL: +1-555-000-4567',
      'tel://+15550004567',
      'tel:%2B1%20555%20000%204567',
      'callto:+15550004567',
    ],
    ['with 00 for the plus', '0015550004567', '00 1 555 000 4567', 'tel:0015550004567'],
    ['with a plus too many', '++15550004567'],
  ])('%s', (_how, ...writings) => {
    for (const writing of writings) expect.soft(toDestinationKey(writing)).toBe('+15550004567');
  });

  test.each(['+44 (0)20 7946 0958', '+44 [0] 20 7946 0958', '0044 (0)20 7946 0958'])(
    'with or without the zero that is not dialled from abroad: %s',
    (writing) => expect(toDestinationKey(writing)).toBe('+442079460958'),
  );

  test.each(['+39 (0)6 1234 5678', '0039 (0)6 1234 5678', '+390612345678'])(
    'where the zero belongs to it, with the zero: %s',
    (writing) => expect(toDestinationKey(writing)).toBe('+390612345678'),
  );

  test.each(['+15550004567 ext. 12', '+1 555 000 4567 x12', 'tel:+15550004567;ext=12', '+15550004567,12', '+15550004567#12'])(
    'with the same extension: %s',
    (writing) => expect(toDestinationKey(writing)).toBe('+15550004567;ext=12'),
  );

  test('of one’s own country, written differently', () => {
    for (const writing of ['(0555) 000-4567', '0555/0004567', '05550004567'])
      expect(toDestinationKey(writing)).toBe('05550004567');
  });
});

test('however a number is punctuated, its digits are told apart from all others and nothing else is', () => {
  const separator = fc.constantFrom('', '', ' ', '-', '/', '\u2011', '\u00a0', '\u202a', '\u00ad', ' - ');
  const written = fc.array(fc.tuple(fc.nat(9).map(String), separator), { minLength: 1, maxLength: 15 });
  fc.assert(
    fc.property(fc.constantFrom('', '+'), fc.integer({ min: 1, max: 9 }), written, (plus, first, rest) => {
      const writing = `${plus}${first}${rest.map((pair) => pair.join('')).join('')}`;
      expect(toDestinationKey(writing)).toBe(`${plus}${first}${rest.map(([digit]) => digit).join('')}`);
    }),
  );
});

describe('nothing is guessed', () => {
  test.each([
    ['of which country a number is', '020 7946 0958', '+442079460958'],
    ['that 011 is an international prefix', '01115550004567', '+15550004567'],
    ['that a zero after the country code is not dialled', '+4402079460958', '+442079460958'],
    ['that an emergency number begins with an international prefix', '000', '+0'],
    ['that a number without an extension means the same person', '+15550004567', '+15550004567 x12'],
    ['that two extensions are one person', '+15550004567 x1', '+15550004567 x12'],
    ['what a service code in front of a number does', '*72 5550004567', '5550004567'],
    ['which number letters stand for', '1-800-FLOWERS', '18003569377'],
    ['what a name with digits means', 'x2', '2'],
    ['of which network a local number is', 'tel:7042;phone-context=a.example', 'tel:7042;phone-context=b.example'],
    ['what a parameter does', 'tel:+15550004567;postd=22', '+15550004567'],
  ])('%s', (_what, one, other) => {
    expect(toDestinationKey(one)).not.toBe(toDestinationKey(other));
  });
});

describe('what is no number stays as it is', () => {
  test.each([
    'sip:jane-doe@example.com',
    'sip:janedoe@example.com',
    'sip:+15550004567@example.com',
    'sip:+1 555@example.com',
    'jane.doe@example.com',
    'Front-Desk',
    'Front Desk',
    '1-800-FLOWERS',
    '()',
    '--',
    '+',
    '#31#',
    '1'.repeat(60) + ' 234567',
  ])('%s', (text) => expect(toDestinationKey(text)).toBe(text));

  test.each([
    ['tel:front-desk', 'front-desk'],
    ['tel:7042;phone-context=a.example', '7042;phone-context=a.example'],
    ['tel:%E0%A4%A', '%E0%A4%A'],
  ])('but for the scheme of %s', (link, text) => expect(toDestinationKey(link)).toBe(text));
});
