import type { CountryCode } from 'libphonenumber-js/max';

/** A valid number of some country; see the kind `e164` of `PhoneNumber`. */
export interface ParsedNumber {
  readonly e164: string;
  readonly national: string;
  readonly region?: string;
}

/** Knows the numbering plans of the world. */
export interface NumberParser {
  /** The number, when it is valid: `+` and digits, or as it is dialled within the region. */
  parse(digits: string, region?: string): ParsedNumber | undefined;
  /** The region's country calling code, without plus. */
  callingCodeOf(region: string): string | undefined;
  /** The region as ISO 3166-1 alpha-2 in capitals, when there is a plan for it. */
  findRegion(region: string | undefined): string | undefined;
}

/** ITU-T E.164, 6.2.1: at most 15 digits. The shortest subscribers' numbers of the world have seven, country code included. */
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * Loads libphonenumber-js with its strictest rules, a fifth of a megabyte: on demand, so that a platform that only dials
 * never does. The smaller sets know the lengths of numbers better than their ranges, and take emergency numbers of some
 * countries for subscribers.
 */
export async function loadNumberParser(): Promise<NumberParser> {
  const { getCountries, getCountryCallingCode, parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const regions = new Map<string, CountryCode>(getCountries().map((region) => [region, region]));
  return {
    parse(digits, region) {
      const defaultCountry = region === undefined ? undefined : regions.get(region);
      const options = defaultCountry === undefined ? { extract: false } : { extract: false, defaultCountry };
      const number = parsePhoneNumberFromString(digits, options);
      // Without isValid() 911 would be +1911.
      if (number === undefined || !number.isValid() || !E164.test(number.number)) return undefined;
      const { number: e164, nationalNumber: national, country } = number;
      return { e164, national, ...(country === undefined ? {} : { region: country }) };
    },
    callingCodeOf(region) {
      const country = regions.get(region);
      return country === undefined ? undefined : getCountryCallingCode(country);
    },
    findRegion: (region) => (typeof region === 'string' && region.length === 2 ? regions.get(region.toUpperCase()) : undefined),
  };
}
