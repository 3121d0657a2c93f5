import type { PhoneNumber } from '../../call/phone-number.ts';
import type { CustomerQuery } from './customer-directory.ts';

/** A shorter ending is shared by too many numbers. */
export const SHORTEST_SUFFIX = 7;
/** Subscribers' numbers of most countries, area code included, are no longer. */
const LONGEST_SUFFIX = 10;
/** Where the same line has a digit more or less in front of its last eight, by who wrote it and when. */
const MOBILE_DIGIT_REGIONS: ReadonlySet<string> = new Set(['AR', 'BR']);
const SUFFIX_AFTER_MOBILE_DIGIT = 8;

/**
 * What a directory is asked about a number, the surest first; nothing for what is no subscriber's number. The suffix is
 * the last ten digits of the national number (eight in Argentina and Brazil) without zeros in front: it finds whoever is
 * on file with an access or country code that cannot be told from the number, and lets no other area code through.
 */
export function listCustomerQueries(number: PhoneNumber): readonly CustomerQuery[] {
  if (number.kind === 'national') {
    return [{ tier: 'national', national: number.national }, ...suffixQuery(number.national, LONGEST_SUFFIX)];
  }
  if (number.kind !== 'e164') return [];
  const { e164, national, region } = number;
  const longest = region !== undefined && MOBILE_DIGIT_REGIONS.has(region) ? SUFFIX_AFTER_MOBILE_DIGIT : LONGEST_SUFFIX;
  return [
    { tier: 'e164', e164 },
    { tier: 'national', national, ...(region === undefined ? {} : { region }) },
    ...suffixQuery(national, longest),
  ];
}

// A zero in front is a trunk prefix, which another country's number or another spelling does not have.
function suffixQuery(national: string, longest: number): readonly CustomerQuery[] {
  const digits = national.replace(/^0+/, '').slice(-longest);
  return digits.length < SHORTEST_SUFFIX ? [] : [{ tier: 'suffix', digits }];
}
