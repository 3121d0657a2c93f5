const LONGEST_TEXT = 512;
const LONGEST_NUMBER = 256;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const PLACEHOLDER = /^(?:@[^@\s]+@|--A--.*--B--|\{\{.*\}\}|\$\{.*\})$/is;

/** A variable that the vendor has not filled in, such as `@Call.ANI@` or `--A--phone_number--B--`: it says nothing. */
function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.trim());
}

/** Nothing, or what says as much: an empty field, null, or a variable that was not filled in. */
export function saysNothing(value: unknown): boolean {
  return value == null || (typeof value === 'string' && (value.trim() === '' || isPlaceholder(value)));
}

/**
 * A name or an id in one line, without the white space around it. A JSON number is as good as its digits where those are
 * exact.
 */
export function readPlainText(value: unknown): string | undefined {
  if (saysNothing(value)) return undefined;
  const text = isExact(value) ? String(value) : typeof value === 'string' ? value.trim() : undefined;
  return text === undefined || text.length > LONGEST_TEXT || CONTROL.test(text) ? undefined : text;
}

/** A telephone number as it came, white space and all: what it is, the brand's number plan decides. */
export function readNumberText(value: unknown): string | undefined {
  return saysNothing(value) ? undefined : readRawNumber(value);
}

/** The same, or the placeholder that stands where the number should be: an operator wants to see that. */
export function readRawNumber(value: unknown): string | undefined {
  if (isExact(value)) return String(value);
  const isText = typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_NUMBER;
  return isText ? value : undefined;
}

function isExact(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
