import { loadPhoneNumberReader } from '../../call/load-phone-number-reader.ts';
import { maskNumber } from '../../call/mask-number.ts';
import { parseBrandId } from '../../switch/request-schemas.ts';
import type { BrandId } from '../../call/ids.ts';
import type { PhoneNumber, ReadPhoneNumber } from '../../call/phone-number.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import type { Customer, CustomerDirectory, CustomerQuery } from './customer-directory.ts';
import { SHORTEST_SUFFIX } from './customer-queries.ts';

/** A customer of the in-memory directory. */
export interface ListedCustomer {
  readonly brand: string;
  readonly customer: Customer;
  /** As they are on file, in any spelling. */
  readonly numbers: readonly string[];
  /** ISO 3166-1 alpha-2: of which country a number without a country code is. */
  readonly region?: string;
}

/** A number of a customer, as it was read. */
interface Entry {
  readonly customer: Customer;
  readonly national: string;
  readonly region: string | undefined;
}

/** One brand's customers, by each tier's key. */
interface Index {
  readonly byE164: Map<string, Entry[]>;
  readonly byNational: Map<string, Entry[]>;
  /** By the last seven digits: the longer endings are few among these. */
  readonly bySuffix: Map<string, Entry[]>;
}

/**
 * A customer directory for demonstrations and tests: it holds everyone in memory, and cannot be changed.
 *
 * @example
 * const directory = new InMemoryCustomerDirectory([
 *   { brand: 'acme', customer: { id: 'c-1', displayName: 'Ann Example' }, numbers: ['(202) 555-0123'], region: 'US' },
 * ]);
 */
export class InMemoryCustomerDirectory implements CustomerDirectory {
  readonly #customers: readonly ListedCustomer[];
  #indexes: Promise<ReadonlyMap<string, Index>> | undefined;

  /** Takes a copy of the list; its numbers are read when the first question comes. */
  constructor(customers: readonly ListedCustomer[]) {
    this.#customers = structuredClone(customers);
  }

  /** @throws SwitchError `ARGUMENT_INVALID` when the list has numbers that cannot be read: nobody would be found by them. */
  async find(brandId: BrandId, query: CustomerQuery, options: { readonly signal: AbortSignal }): Promise<readonly Customer[]> {
    this.#indexes ??= loadPhoneNumberReader().then((read) => buildIndexes(this.#customers, read));
    const index = (await this.#indexes).get(brandId);
    options.signal.throwIfAborted();
    return index === undefined ? [] : [...new Set(listEntries(index, query).map(({ customer }) => customer))];
  }
}

function listEntries(index: Index, query: CustomerQuery): readonly Entry[] {
  if (query.tier === 'e164') return index.byE164.get(query.e164) ?? [];
  if (query.tier === 'national') {
    const { region: asked } = query;
    // Where both countries are known they must be the same.
    const fits = ({ region }: Entry): boolean => asked === undefined || region === undefined || region === asked;
    return (index.byNational.get(query.national) ?? []).filter(fits);
  }
  const ending = query.digits.slice(-SHORTEST_SUFFIX);
  return (index.bySuffix.get(ending) ?? []).filter(({ national }) => national.endsWith(query.digits));
}

function buildIndexes(customers: readonly ListedCustomer[], read: ReadPhoneNumber): ReadonlyMap<string, Index> {
  const indexes = new Map<string, Index>();
  for (const [position, { brand, customer, numbers, region }] of customers.entries()) {
    const brandId = parseBrandId(brand);
    const index = indexes.get(brandId) ?? { byE164: new Map(), byNational: new Map(), bySuffix: new Map() };
    indexes.set(brandId, index);
    for (const [place, raw] of numbers.entries()) {
      const number = read(raw, region === undefined ? {} : { defaultRegion: region });
      if (!addNumber(index, customer, number)) throw unreadable(`${position}.numbers.${place}`, raw, number);
    }
  }
  return indexes;
}

function addNumber(index: Index, customer: Customer, number: PhoneNumber): boolean {
  if (number.kind !== 'e164' && number.kind !== 'national') return false;
  const { national } = number;
  const entry: Entry = { customer, national, region: number.kind === 'e164' ? number.region : undefined };
  if (number.kind === 'e164') add(index.byE164, number.e164, entry);
  add(index.byNational, national, entry);
  add(index.bySuffix, national.slice(-SHORTEST_SUFFIX), entry);
  return true;
}

function add(entries: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = entries.get(key);
  if (known === undefined) entries.set(key, [entry]);
  else known.push(entry);
}

function unreadable(path: string, raw: string, { kind }: PhoneNumber): SwitchError {
  const message = `${maskNumber(raw)} is ${kind === 'invalid' ? 'no valid number' : `of the kind ${kind}`}: no call would ever be matched with it.`;
  return new SwitchError(
    'ARGUMENT_INVALID',
    { issues: [{ path, message }] },
    { message: `The customer directory is unusable: ${message}` },
  );
}
