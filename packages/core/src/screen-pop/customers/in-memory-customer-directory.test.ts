import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, it } from 'vitest';
import { loadPhoneNumberReader } from '../../call/load-phone-number-reader.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import { parseBrandId } from '../../switch/request-schemas.ts';
import type { CustomerMatch } from './customer-directory.ts';
import { InMemoryCustomerDirectory, type ListedCustomer } from './in-memory-customer-directory.ts';
import { lookUpCustomer } from './look-up-customer.ts';

const read = await loadPhoneNumberReader();
const CUSTOMERS: readonly ListedCustomer[] = [
  { brand: 'acme', customer: { id: 'ann', displayName: 'Ann' }, numbers: ['(202) 555-0123', '+44 20 7946 0958'], region: 'US' },
  { brand: 'acme', customer: { id: 'bob' }, numbers: ['416 555 0199'], region: 'CA' },
  { brand: 'acme', customer: { id: 'cem' }, numbers: ['+1 416 555 0199'] },
  { brand: 'acme', customer: { id: 'dora' }, numbers: ['030 12345678'] },
  { brand: 'acme', customer: { id: 'eva' }, numbers: ['011 15-2345-6789'], region: 'AR' },
  { brand: 'acme', customer: { id: 'fay' }, numbers: ['2125550147'] },
  { brand: 'other', customer: { id: 'zoe' }, numbers: ['+12025550123', '+1 (202) 555-0123'] },
];

function match(raw: string, region?: string, brand = 'acme'): Promise<CustomerMatch> {
  return lookUpCustomer({
    directory: new InMemoryCustomerDirectory(CUSTOMERS),
    brandId: parseBrandId(brand),
    number: read(raw, region === undefined ? {} : { defaultRegion: region }),
    clock: new FakeClock(),
  });
}

describe('the in-memory directory', () => {
  it.each([
    ['+12025550123', undefined, 'e164', 'ann'],
    ['202-555-0123', 'US', 'e164', 'ann'],
    ['020 7946 0958', 'GB', 'e164', 'ann'],
    // Nobody said of which country the caller is.
    ['2025550123', undefined, 'national', 'ann'],
    ['02079460958', undefined, 'suffix', 'ann'],
    // Nobody said of which country the number on file is.
    ['+12125550147', undefined, 'national', 'fay'],
    ['+493012345678', undefined, 'suffix', 'dora'],
    // Without the 9 of mobile numbers.
    ['+54 11 2345-6789', undefined, 'suffix', 'eva'],
  ])('finds by %s in %s, as surely as %s', async (raw, region, confidence, id) => {
    expect(await match(raw, region)).toMatchObject({ status: 'found', confidence, customer: { id } });
  });

  it('finds both who share a number', async () => {
    expect(await match('+14165550199')).toEqual({
      status: 'ambiguous',
      confidence: 'e164',
      candidates: [{ id: 'bob' }, { id: 'cem' }],
    });
  });

  it.each(['+12025550124', '+19995550123', '+13025550123', '+332025550123'])('finds nobody by %s', async (raw) => {
    expect((await match(raw)).status).toBe('none');
  });

  it('knows each brand only its own, and a customer with one number in two spellings once', async () => {
    expect(await match('+12025550123', undefined, 'other')).toMatchObject({ status: 'found', customer: { id: 'zoe' } });
    expect(await match('+442079460958', undefined, 'other')).toEqual({ status: 'none', reason: 'no_customer' });
    expect(await match('+12025550123', undefined, '__proto__')).toEqual({ status: 'none', reason: 'no_customer' });
  });

  it('asked for seven digits gives whoever ends in them', async () => {
    const directory = new InMemoryCustomerDirectory(CUSTOMERS);
    const options = { signal: new AbortController().signal };
    expect(await directory.find(parseBrandId('acme'), { tier: 'suffix', digits: '5550123' }, options)).toMatchObject([
      { id: 'ann' },
    ]);
    expect(await directory.find(parseBrandId('acme'), { tier: 'suffix', digits: '95550123' }, options)).toEqual([]);
  });

  it('takes the same digits in another country for another number', async () => {
    const directory = new InMemoryCustomerDirectory(CUSTOMERS);
    const options = { signal: new AbortController().signal };
    const query = { tier: 'national', national: '2025550123' } as const;
    expect(await directory.find(parseBrandId('acme'), { ...query, region: 'EG' }, options)).toEqual([]);
    expect(await directory.find(parseBrandId('acme'), { ...query, region: 'US' }, options)).toMatchObject([{ id: 'ann' }]);
  });

  it('cannot be changed through the list it was made from', async () => {
    const numbers = ['+12025550123'];
    const directory = new InMemoryCustomerDirectory([{ brand: 'acme', customer: { id: 'ann' }, numbers }]);
    numbers[0] = '+442079460958';
    const query = { tier: 'e164', e164: '+12025550123' } as const;
    expect(await directory.find(parseBrandId('acme'), query, { signal: new AbortController().signal })).toEqual([{ id: 'ann' }]);
  });

  it.each(['+15550004567', '1001', 'anonymous', 'alice@example.com'])(
    'says that %s would never match, without the number',
    async (raw) => {
      const directory = new InMemoryCustomerDirectory([
        { brand: 'acme', customer: { id: 'ann' }, numbers: ['+12025550123', raw] },
      ]);
      const query = { tier: 'e164', e164: '+12025550123' } as const;
      const error: unknown = await directory
        .find(parseBrandId('acme'), query, { signal: new AbortController().signal })
        .catch((caught: unknown) => caught);
      expect(SwitchError.has(error, 'ARGUMENT_INVALID') && error.details.issues[0]?.path).toBe('0.numbers.1');
      expect(String(error)).not.toMatch(/5550|1001|alice/);
    },
  );
});
