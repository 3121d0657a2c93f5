/** With fewer digits the first and the last four would be most of the number. */
const SHORTEST_SHOWN = 7;
const SHORTEST_SHOWN_IN_PART = 10;

/**
 * A phone number as logs and errors may show it: the start of its country code and the last four digits; of a local
 * number the last two. Extensions, short codes, and addresses whose user is no number, are not shown at all.
 *
 * @example maskNumber('+15550004567') // '+1•••••4567'
 */
export function maskNumber(number: string): string {
  const subscriber = withoutAddress(number);
  const digits = subscriber.replace(/\D/g, '');
  if (digits.length < SHORTEST_SHOWN || /[a-z]/i.test(subscriber)) return '•••••';
  if (digits.length < SHORTEST_SHOWN_IN_PART) return `•••••${digits.slice(-2)}`;
  return `${subscriber.startsWith('+') ? '+' : ''}${digits.slice(0, 1)}•••••${digits.slice(-4)}`;
}

// A host, a port, a parameter or an extension has digits too, which are not the number's last ones.
function withoutAddress(number: string): string {
  const uri = /<([^<>]*)>/.exec(number)?.[1] ?? number;
  const user = uri
    .trim()
    .replace(/^(?:tel|callto|sips?):/i, '')
    .replace(/%2B/gi, '+');
  return user
    .replace(/[@;:,#].*$/s, '')
    .replace(/\s*(?:ext(?:ension)?\.?|x)\s*\d+\s*$/i, '')
    .trim();
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
