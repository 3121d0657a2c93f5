import { spellOnKeypad } from './anonymous-caller.ts';

/** A number as somebody wrote it, without what only makes it readable. */
export interface DialledText {
  readonly digits: string;
  /** It began with a plus, which is not among the digits. */
  readonly hasPlus: boolean;
  /** Nothing but digits was written: no plus, separators or letters. */
  readonly isBare: boolean;
  /** Some of the digits were letters of a telephone's keys. */
  readonly isSpelled: boolean;
  /** The digits without the `(0)` that is not dialled from abroad, where there was one. */
  readonly withoutTrunkZero?: string;
  readonly extension?: string;
}

/** The longest that is taken for a number with its punctuation, in UTF-16 units. */
const LONGEST = 64;

/** `*67` and its like (North America) and `#31#` (3GPP TS 22.030) in front of a number show or withhold the caller's. */
const SERVICE_CODE = /^(?:\*\d{2}|[*#]\d{2,3}#) ?(?=[+(]?\d)(?=(?:\D{0,3}\d){7})/;
/** A column of numbers that a spreadsheet took for amounts. */
const DECIMAL_ZERO = /(?<=^\d{7,})\.0$/;
const LABELLED_EXTENSION = /^(.*?)[\s,;.(]*(?:extension|extn|ext|xtn|x|anexo|ramal|poste|int|доб)[\s.:=#-]*(\d{1,11})[\s)#]*$/i;
/** After a hash, or after the comma by which telephones wait before they dial on. */
const BARE_EXTENSION = /^(.*\d)\s*(?:,[\s,]*|#)(\d{1,7})#?$/;

const NUMBER = /^[\s([]*\+?[\d\s()[\]./~-]*$/;
const SPELLED_NUMBER = /^[\s(]*\+?[\d\s().-]*\d[\d\s().-]*[a-z][a-z\d\s.-]*$/i;
const TRUNK_ZERO = /[([]\s*0\s*[)\]]/;

/** Reads digits with the punctuation of any country; undefined when there is anything else. */
export function readDialledText(text: string): DialledText | undefined {
  if (text.length > LONGEST) return undefined;
  const { number, extension } = splitExtension(text.replace(SERVICE_CODE, '').replace(DECIMAL_ZERO, ''));
  const isSpelled = /[a-z]/i.test(number);
  // Three digits before the letters, or any word would be a number.
  if (!(isSpelled ? SPELLED_NUMBER.test(number) && /^(?:\D*\d){3}/.test(number.replace(/[a-z].*/i, '')) : NUMBER.test(number)))
    return undefined;
  const digits = onlyDigits(isSpelled ? spellOnKeypad(number) : number);
  if (digits === '') return undefined;
  const hasPlus = number.includes('+');
  const isAbroad = hasPlus || digits.startsWith('00');
  return {
    digits,
    hasPlus,
    isSpelled,
    isBare: number === digits,
    ...(isAbroad && TRUNK_ZERO.test(number) ? { withoutTrunkZero: onlyDigits(number.replace(TRUNK_ZERO, '')) } : {}),
    ...(extension === undefined ? {} : { extension }),
  };
}

/**
 * Whether a number of this country, given by its digits with the country code, keeps its leading zero when it is dialled from
 * abroad: in Italy, San Marino and the Vatican it belongs to the number.
 */
export function keepsTrunkZero(digits: string): boolean {
  return /^(?:39|378|379)/.test(digits);
}

function splitExtension(text: string): { readonly number: string; readonly extension?: string } {
  const [, number = '', extension] = LABELLED_EXTENSION.exec(text) ?? BARE_EXTENSION.exec(text) ?? [];
  if (extension === undefined) return { number: text };
  // An extension without a number is the number.
  return number.trim() === '' ? { number: extension } : { number: number.trim(), extension };
}

function onlyDigits(text: string): string {
  return text.replace(/\D/g, '');
}
