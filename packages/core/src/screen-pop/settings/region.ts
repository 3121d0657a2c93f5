// Codes that are reserved, or stand for no country. @see https://www.iso.org/glossary-for-iso-3166.html
const NO_COUNTRY = new Set('CP CQ DG EA EU EZ IC QO UN XA XB ZZ'.split(' '));
const NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Whether a text is a country in two capital letters (ISO 3166-1 alpha-2). `UK` is none: that country is `GB`. */
export function isRegion(text: string): boolean {
  if (!/^[A-Z]{2}$/.test(text) || NO_COUNTRY.has(text)) return false;
  // Unicode also knows names that are no longer, or never were, a country's code, and turns them into the one that is.
  return NAMES.of(text) !== undefined && new Intl.Locale(`und-${text}`).region === text;
}
