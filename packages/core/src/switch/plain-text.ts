// Visible ASCII, and spaces only inside: no control characters, nothing to trim.
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;
const VISIBLE = /^[!-~]+$/;

/**
 * Whether a value is a text of at most so many characters about which nothing needs to be asked: it is accepted at once,
 * and the schemas judge the rest. What this accepts, they accept; a test holds the two together.
 */
export function isPlainText(value: unknown, maximum: number): value is string {
  return typeof value === 'string' && value.length <= maximum && PLAIN.test(value);
}

/** The same, and without a space: such as may go into a header. */
export function isPlainToken(value: unknown, maximum: number): value is string {
  return typeof value === 'string' && value.length <= maximum && VISIBLE.test(value);
}

/** Whether a value is absent, or a plain text. */
export function isPlainOrAbsent(value: unknown, maximum: number): boolean {
  return value === undefined || isPlainText(value, maximum);
}
