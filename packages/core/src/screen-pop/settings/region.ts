// Codes that are reserved, or stand for no country. @see https://www.iso.org/glossary-for-iso-3166.html
const NO_COUNTRY = new Set('CP CQ DG EA EU EZ IC QO UN XA XB ZZ'.split(' '));
// Asking costs some microseconds, and is done for each brand of a platform; there are 676 pairs of letters.
const known = new Map<string, boolean>();
let names: Intl.DisplayNames | undefined;

/** Whether a text is a country in two capital letters (ISO 3166-1 alpha-2). `UK` is none: that country is `GB`. */
export function isRegion(text: string): boolean {
  if (!/^[A-Z]{2}$/.test(text) || NO_COUNTRY.has(text)) return false;
  let is = known.get(text);
  if (is === undefined) known.set(text, (is = isCountry(text)));
  return is;
}

// Unicode also knows names that are no longer, or never were, a country's code, and turns them into the one that is.
function isCountry(code: string): boolean {
  names ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return names.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code;
}
