/**
 * The same text in the letters, digits and dashes of ASCII: what contact apps, keyboards and documents put in their
 * place, and marks that nobody sees, make no other number of it.
 *
 * @example toPlainText('\u202a+\u0661 \uff12\uff10\uff12\u00a0555\u20110123') // '+1 202 555-0123'
 */
export function toPlainText(text: string): string {
  return (isAscii(text) ? text : toAscii(text)).replace(/\s+/g, ' ').trim();
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7e) return false;
  }
  return true;
}

function toAscii(text: string): string {
  return (
    text
      // Direction marks, soft hyphens, zero-width joiners, byte order marks.
      .replace(/\p{Cf}/gu, '')
      .replace(/\p{Nd}/gu, toDigit)
      // Fullwidth forms stand in the order of ASCII.
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      // Minus signs, and the long-vowel mark that Japanese keyboards give for a dash.
      .replace(/[\p{Pd}\u2212\u30fc\uff70]/gu, '-')
      .replace(/[\u00b7\u2022\u2024\u2027\u30fb]/g, '.')
      .replace(/[\u2044\u2215]/g, '/')
      .replace(/[\u223c\u301c]/g, '~')
  );
}

// Decimal digits of every script stand in runs of ten, ascending (Unicode's stability policy): how many stand before
// one in its run, or in several runs on end, tells its value.
function toDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return String(before % 10);
}
