import type { HttpAnswer } from './http-transport.ts';

/** A header of an answer; of several of the same name, the first. */
export function findHeader(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * `Retry-After` in seconds from now; undefined when it is absent or malformed. A date is taken relative to the
 * answer's own `Date`, so that a skewed clock does not turn a second into an hour.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function readRetryAfter(answer: HttpAnswer, now: Date): number | undefined {
  const text = findHeader(answer, 'retry-after')?.trim();
  if (text?.match(/^\d{1,9}$/)) return Number(text);
  const at = parseHttpDate(text);
  if (at === undefined) return undefined;
  return Math.max(0, (at - (parseHttpDate(findHeader(answer, 'date')) ?? now.getTime())) / 1000);
}

/** The server's clock minus ours, in whole seconds, by the `Date` header. */
export function readClockSkew(answer: HttpAnswer, now: Date): number | undefined {
  const at = parseHttpDate(findHeader(answer, 'date'));
  // Adding 0 turns the -0 of a rounded half second into 0.
  return at === undefined ? undefined : Math.round((at - now.getTime()) / 1000) + 0;
}

// All three forms of RFC 9110 begin with the day of the week; Date.parse alone reads '-5' as a day in 2001.
function parseHttpDate(text: string | undefined): number | undefined {
  if (!text?.match(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/)) return undefined;
  // The oldest form names no zone and means GMT all the same; where it is named, once more changes nothing.
  const at = Date.parse(`${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}
