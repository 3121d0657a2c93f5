import { describe, expect, test } from 'vitest';
import { readDialledNumber } from './dialled-number.ts';

describe('a number is split into country code and the rest', () => {
  test.each([
    ['+15550001111', '1', '1', '5550001111'],
    ['+1 (555) 000-1111', '1', '1', '5550001111'],
    ['tel:+1-555-000-1111', '1', '1', '5550001111'],
    ['+44 20 7946 0958', '1', '44', '2079460958'],
    ['+44 (0)20 7946 0958', '1', '44', '2079460958'],
    ['0044 20 7946 0958', '1', '44', '2079460958'],
    ['011 44 20 7946 0958', '1', '44', '2079460958'],
    ['+39 06 1234 5678', '1', '39', '0612345678'],
    ['+54 9 11 2345 6789', '1', '54', '91123456789'],
    ['+7 495 123-45-67', '1', '7', '4951234567'],
    ['+1 684 555 0000', '1', '1', '6845550000'],
    ['\uFF0B\uFF11\uFF15\uFF15\uFF15\uFF10\uFF10\uFF10\uFF11\uFF11\uFF11\uFF11', '44', '1', '5550001111'],
    ['+1\u00A0555\u00A0000\u20111111', '1', '1', '5550001111'],
  ])('%j', (destination, defaultCode, phoneCode, number) => {
    expect(readDialledNumber(destination, defaultCode)).toEqual({ phoneCode, number });
  });
});

describe('a number without a country code gets the one of the settings', () => {
  test.each([
    ['5550001111', '1', '5550001111'],
    ['(555) 000-1111', '1', '5550001111'],
    ['1-555-000-1111', '1', '5550001111'],
    ['020 7946 0958', '44', '02079460958'],
    ['911', '1', '911'],
    ['8500', '49', '8500'],
    ['15550001111', '44', '15550001111'],
    ['01155', '1', '01155'],
  ])('%j with %s', (destination, phoneCode, number) => {
    expect(readDialledNumber(destination, phoneCode)).toEqual({ phoneCode, number });
  });
});

test('what nobody can judge is not refused: new ranges, and numbers that no plan has', () => {
  expect(readDialledNumber('+1 999 000 0000', '1')).toEqual({ phoneCode: '1', number: '9990000000' });
  expect(readDialledNumber('+44 12345', '1')).toEqual({ phoneCode: '44', number: '12345' });
});

test.each([
  '',
  ' ',
  '+',
  '1',
  'not-a-number',
  '1-800-FLOWERS',
  'sip:alice@example.test',
  '*67 5550001111',
  '555#1',
  '+15550001111;ext=7',
  '+999123456',
  '+1',
  '5550001111,,22',
])('%j would become another number, and is none', (destination) => {
  expect(readDialledNumber(destination, '1')).toBeUndefined();
});
