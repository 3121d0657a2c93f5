import { describe, expect, test } from 'vitest';
import type { PhoneNumber } from '../../call/phone-number.ts';
import type { CustomerMatch } from '../customers/customer-directory.ts';
import { fromScreenPopJson, toScreenPopJson } from './screen-pop-json.ts';
import { popAt } from './screen-pops.test.fixture.ts';

const NUMBERS: readonly PhoneNumber[] = [
  { kind: 'e164', raw: 'r', e164: '+15550004567', national: '5550004567', region: 'US', extension: '7' },
  { kind: 'national', raw: 'r', national: '5550004567' },
  { kind: 'extension', raw: 'r', digits: '1001' },
  { kind: 'short', raw: 'r', digits: '911' },
  { kind: 'sip', raw: 'r', address: 'lee@pbx.test' },
  { kind: 'anonymous', raw: '' },
  { kind: 'invalid', raw: 'x\u0000y' },
];
const MATCHES: readonly CustomerMatch[] = [
  { status: 'found', confidence: 'suffix', customer: { id: '1', attributes: { tier: 'gold' } } },
  { status: 'ambiguous', confidence: 'national', candidates: [{ id: '1' }, { id: '2', displayName: 'B' }] },
  { status: 'none', reason: 'anonymous' },
  { status: 'unavailable' },
];

describe('a screen pop survives the way to another process', () => {
  test('as a whole, its dates as dates', () => {
    expect(fromScreenPopJson(toScreenPopJson(popAt(1)))).toEqual(popAt(1));
  });

  test.each(NUMBERS)('with a number of the kind $kind', (number) => {
    expect(fromScreenPopJson(toScreenPopJson({ ...popAt(1), number }))?.number).toEqual(number);
  });

  test.each(MATCHES)('with a customer $status', (customer) => {
    expect(fromScreenPopJson(toScreenPopJson({ ...popAt(1), customer }))?.customer).toEqual(customer);
  });

  test('written by a newer version that says more', () => {
    const newer = JSON.stringify({ ...popAt(1), mood: 'sunny', event: { ...popAt(1).event, mood: 'sunny' } });
    expect(fromScreenPopJson(newer)).toEqual(popAt(1));
  });
});

describe('what is no screen pop is not taken for one', () => {
  test.each(['', '{', 'null', '[]', '"text"', '{}', '{"__proto__":{}}'])('%j', (text) => {
    expect(fromScreenPopJson(text)).toBeUndefined();
  });

  test.each([
    ['a date that is none', { receivedAt: 'yesterday' }],
    ['an event of a name that nobody knows', { event: { ...popAt(1).event, event: 'call.vanished' } }],
    ['a call id that is a number', { event: { ...popAt(1).event, callId: 5 } }],
    ['a number of a kind that nobody knows', { number: { kind: 'fax', raw: '' } }],
    ['no brand', { brandId: '' }],
  ])('%s', (_name, change) => {
    expect(fromScreenPopJson(JSON.stringify({ ...popAt(1), ...change }))).toBeUndefined();
  });
});
