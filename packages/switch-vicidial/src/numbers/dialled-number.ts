import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A number as ViciDial dials it: apart, and digits only. */
export interface DialledNumber {
  readonly phoneCode: string;
  readonly number: string;
}

/** What people put between digits. Everything else would be deleted by ViciDial without a word, and another number dialled. */
const SEPARATORS = /[\s()./\u2010-\u2015-]/g;
const SHORTEST = 2;
const SHORTEST_INTERNATIONAL = 7;

/**
 * Splits a destination into country calling code and the rest; undefined for what holds anything but a number. Whether
 * somebody has the number is not judged: the plans change faster than any list of them.
 */
export function readDialledNumber(destination: string, defaultPhoneCode: string): DialledNumber | undefined {
  const text = destination.normalize('NFKC').trim().replace(/^tel:/i, '');
  const plain = text.replace(/^(\+|00)(.*?)\(0\)/, '$1$2').replace(SEPARATORS, '');
  if (!/^\+?\d+$/.test(plain)) return undefined;
  const international = findInternational(plain, defaultPhoneCode);
  if (international !== undefined) return split(international);
  const number = withoutTrunkOne(plain, defaultPhoneCode);
  return number.length < SHORTEST ? undefined : { phoneCode: defaultPhoneCode, number };
}

/** The digits after the plus, or after what stands for it: no number of any country begins with 00, none of North America with 011. */
function findInternational(plain: string, defaultPhoneCode: string): string | undefined {
  const prefix = defaultPhoneCode === '1' ? /^(?:\+|00|011)/ : /^(?:\+|00)/;
  const digits = plain.replace(prefix, '');
  const isInternational = digits !== plain && (plain.startsWith('+') || digits.length >= SHORTEST_INTERNATIONAL);
  return isInternational ? digits : undefined;
}

function split(digits: string): DialledNumber | undefined {
  // For its list of calling codes only: it turns 911 into +1 911 and calls new number ranges invalid.
  const phoneCode = parsePhoneNumberFromString(`+${digits}`, { extract: false })?.countryCallingCode;
  if (phoneCode === undefined || !digits.startsWith(phoneCode)) return undefined;
  const number = digits.slice(phoneCode.length);
  return number.length < SHORTEST ? undefined : { phoneCode, number };
}

// No number of North America begins with 1: eleven digits have the country code in front already.
function withoutTrunkOne(digits: string, phoneCode: string): string {
  return phoneCode === '1' && /^1\d{10}$/.test(digits) ? digits.slice(1) : digits;
}
