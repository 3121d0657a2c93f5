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

// With a plus, as in E.164; or ten or eleven digits, bare or grouped, as in North America. Longer bare runs are
// call ids (15 digits on some switches), which an operator needs to read.
const NUMBER_IN_TEXT = /\+\d[\d\s().-]{5,18}\d|(?<!\d)(?:1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?!\d)/g;

/** The same text with every phone number in it masked. */
export function maskNumbersIn(text: string): string {
  return text.replace(NUMBER_IN_TEXT, (number) => maskNumber(number));
}
