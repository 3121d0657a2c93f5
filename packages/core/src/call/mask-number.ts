/**
 * A phone number as logs and errors may show it: the start of its country code and the last four digits.
 *
 * @example maskNumber('+15550004567') // '+1•••••4567'
 */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 7) return '•••••';
  return `${number.trimStart().startsWith('+') ? '+' : ''}${digits.slice(0, 1)}•••••${digits.slice(-4)}`;
}

// Longer bare runs are call ids (15 digits on some switches), which an operator needs to read.
const NUMBER_IN_TEXT = new RegExp(
  [
    // With a plus, as in E.164.
    String.raw`\+\d[\d\s().-]{5,18}\d`,
    // With 00 for the plus.
    String.raw`(?<!\d)00[1-9](?:\d{7,11}|\d{0,3}[\s().\/-][\d\s().\/-]{5,16}\d)(?!\d)`,
    // Grouped after a trunk zero: (020) 7946 0958, 030/1234567, 06 12 34 56 78.
    String.raw`(?<![\d.-])\(?0\d{1,4}\)?[\s.\/-]\d{3,4}[\s.-]?\d{3,4}(?!\d)`,
    String.raw`(?<![\d.-])0\d(?:[\s.-]\d{2}){4}(?!\d)`,
    // Ten or eleven digits, bare or grouped, as in North America.
    String.raw`(?<!\d)(?:1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?!\d)`,
  ].join('|'),
  'g',
);

/** The same text with every phone number in it masked. */
export function maskNumbersIn(text: string): string {
  return text.replace(NUMBER_IN_TEXT, (number) => maskNumber(number));
}
