import { maskNumber } from '../call/mask-number.ts';
import { readDialledText } from '../call/dialled-text.ts';
import { readTelephoneAddress } from '../call/telephone-address.ts';
import { toPlainText } from '../call/to-plain-text.ts';

/** With fewer digits it is an extension or a short code, which an operator needs to read. */
const SHORTEST_NUMBER = 5;
/** So many last digits are the number, whatever a service has put before them or left out. */
const TELLING_DIGITS = 7;
/** Shorter ones are only names where they stand alone. */
const SHORTEST_INSIDE = 5;
const SHORTEST_NAME = 3;
const LONGEST_GAP = 10;
const MASK = '•••••';

/**
 * A text of the service without the people whom the request named: their numbers with any signs between the digits, in the
 * digits of any script, with and without country code and trunk zero; their SIP addresses and the users in them.
 *
 * Extensions stay. Costs a fixed multiple of the text's length, whatever stands in it.
 */
export function maskSent(text: string, sent: readonly (string | undefined)[]): string {
  return sent.reduce<string>((masked, value) => (value === undefined ? masked : maskOne(masked, value)), text);
}

function maskOne(text: string, value: string): string {
  const plain = toPlainText(value);
  const { subscriber, host } = readTelephoneAddress(plain);
  const dialled = readDialledText(subscriber);
  const digits = dialled?.withoutTrunkZero ?? dialled?.digits ?? (host === undefined ? subscriber.replace(/\D/g, '') : '');
  const isNumber = digits.length >= SHORTEST_NUMBER;
  const isSpelled = isNumber && /\p{L}/u.test(subscriber);
  const names = host === undefined ? (isSpelled ? [value] : []) : listNames(value, plain, `${subscriber}@${host}`, subscriber);
  const mask = isNumber ? maskNumber(`${dialled?.hasPlus === true ? '+' : ''}${digits}`) : MASK;
  const withoutNames = names.reduce((masked, name) => replaceName(masked, name, mask), text);
  return isNumber ? new DigitsOf(withoutNames).replace(digits, mask) : withoutNames;
}

/** The longest first: the user alone stands in the address as well. */
function listNames(value: string, plain: string, address: string, user: string): readonly string[] {
  const displayName = /^([^<]*)</.exec(plain)?.[1]?.replaceAll('"', '').trim() ?? '';
  return [value, address, displayName, user].filter((name) => name.length >= SHORTEST_NAME);
}

// A literal, so that no text can make the search slow.
function replaceName(text: string, name: string, mask: string): string {
  const literal = name.toWellFormed().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const pattern = name.length < SHORTEST_INSIDE ? String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])` : literal;
  return text.replace(new RegExp(pattern, 'giu'), () => mask);
}

/** The digits of a text one after the other, and where each stands. */
class DigitsOf {
  readonly #text: string;
  readonly #digits: string;
  readonly #at: readonly { readonly start: number; readonly end: number }[];

  constructor(text: string) {
    const found = [...text.matchAll(/\p{Nd}/gu)];
    this.#text = text;
    this.#digits = found.map(([digit]) => toPlainText(digit)).join('');
    this.#at = found.map(({ 0: digit, index }) => ({ start: index, end: index + digit.length }));
  }

  /** The text with this number masked wherever its last digits stand in it. */
  replace(number: string, mask: string): string {
    const tail = number.slice(-TELLING_DIGITS);
    const parts: string[] = [];
    let shown = 0;
    for (let from = 0; ; ) {
      const first = this.#digits.indexOf(tail, from);
      if (first === -1) break;
      const last = first + tail.length - 1;
      const found = this.#isTogether(first, last) && (tail.length === TELLING_DIGITS || this.#standsAlone(first, last));
      from = found ? last + 1 : first + 1;
      if (!found) continue;
      const start = this.#startOf(this.#extendLeft(first, number.slice(0, -tail.length)));
      if (start >= shown) parts.push(this.#text.slice(shown, start), mask);
      shown = this.#at[last]?.end ?? shown;
    }
    return parts.length === 0 ? this.#text : `${parts.join('')}${this.#text.slice(shown)}`;
  }

  #isTogether(first: number, last: number): boolean {
    for (let index = first; index < last; index += 1) if (!this.#isJoined(index)) return false;
    return true;
  }

  /** Whether nothing but signs stands between this digit and the next. */
  #isJoined(index: number): boolean {
    const start = this.#at[index]?.end ?? 0;
    const end = this.#at[index + 1]?.start ?? 0;
    return start === end || (end - start <= LONGEST_GAP && !/[\p{L}\p{N}]/u.test(this.#text.slice(start, end)));
  }

  #standsAlone(first: number, last: number): boolean {
    const before = this.#text.slice(0, this.#at[first]?.start).slice(-2);
    const after = this.#text.slice(this.#at[last]?.end).slice(0, 2);
    return !/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after);
  }

  /** As far as the digits before are the number's own; a trunk zero, or the zeros for a plus, may stand among them. */
  #extendLeft(first: number, before: string): number {
    let known = before.length - 1;
    let index = first;
    while (index > 0 && first - index < before.length + 3 && this.#isJoined(index - 1)) {
      const digit = this.#digits[index - 1];
      if (digit === before[known]) known -= 1;
      else if (digit !== '0') break;
      index -= 1;
    }
    return index;
  }

  #startOf(index: number): number {
    let start = this.#at[index]?.start ?? 0;
    while (start > 0 && '+(\uff0b'.includes(this.#text.charAt(start - 1))) start -= 1;
    return start;
  }
}
