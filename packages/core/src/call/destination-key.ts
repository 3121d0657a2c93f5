import { keepsTrunkZero, readDialledText } from './dialled-text.ts';
import { decodePercents } from './telephone-address.ts';
import { toPlainText } from './to-plain-text.ts';

/** Nothing but a number: what most platforms dial. */
const PLAIN = /^\+?\d+$/;
/** RFC 3966, and what some programs write for it. */
const TEL = /^(?:tel|callto) ?: ?(?:\/\/)?/i;
/** A command to the switch, which may do anything: `*72` forwards every call. */
const SERVICE_CODE = /^[*#]/;

/**
 * A text that is the same for every writing of one number, and different for different destinations: digits, with a plus
 * where a country code leads them, and `;ext=` where there is an extension. Of which country a number is, is not guessed.
 *
 * What is no number stays as it is, but for `tel:`. In a SIP address or a name each sign counts, and whoever dialled
 * another person must not be told that this one's call is theirs.
 *
 * @example toDestinationKey('00 44 (0)20 7946\u20110958') // '+442079460958'
 */
export function toDestinationKey(destination: string): string {
  if (PLAIN.test(destination)) return withPlus(destination);
  const whole = toPlainText(destination);
  const address = whole.replace(TEL, '');
  const isLink = address !== whole;
  return findNumber(isLink ? toPlainText(decodePercents(address)) : whole) ?? (isLink ? address : destination);
}

function findNumber(text: string): string | undefined {
  if (SERVICE_CODE.test(text)) return undefined;
  const dialled = readDialledText(text.replace(/^\++/, '+'));
  if (dialled === undefined) return undefined;
  const { digits, hasPlus, withoutTrunkZero = digits, extension } = dialled;
  // The only letters that a number has are those that say what its extension is.
  if (extension === undefined && /\p{L}/u.test(text)) return undefined;
  const [full, short] = [digits, withoutTrunkZero].map((written) => withPlus(hasPlus ? `+${written}` : written));
  const number = full === undefined || keepsTrunkZero(full.slice(1)) ? full : short;
  return extension === undefined ? number : `${number};ext=${extension}`;
}

// No country code begins with a zero, and some emergency numbers are zeros alone.
function withPlus(number: string): string {
  return number.startsWith('00') && number.length > 2 && !number.startsWith('000') ? `+${number.slice(2)}` : number;
}
