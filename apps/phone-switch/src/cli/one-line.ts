/**
 * A text from elsewhere as a terminal may show it, whole: on one line, and without characters that move the cursor, change
 * colours, or turn the direction of writing.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s*[\n\r\t\u2028\u2029]\s*/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}

/** Escapes in JSON of one line what it may hold as it is although terminals act on it: it means the same. */
export function escapeJson(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
    found.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** One JSON value on one line, without a character that a terminal acts on. */
export function toJsonLine(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}
