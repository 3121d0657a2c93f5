/** Enough for a number, a name or a path, in characters. */
const LONGEST = 160;

/**
 * A text from elsewhere as a terminal may show it: without characters that move the cursor, change colours, or turn the
 * direction of writing, and no longer than a line or two.
 */
export function printable(text: string, longest: number = LONGEST): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return shown.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}
