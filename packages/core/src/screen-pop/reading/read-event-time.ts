import * as z from 'zod';
import { readPlainText } from './field-text.ts';

const dateTime = z.iso.datetime({ offset: true });
const SECONDS = /^\d{9,10}$/;
const MILLISECONDS = /^\d{12,13}$/;

/**
 * A moment: RFC 3339 with an offset, or Unix time in seconds (9 or 10 digits) or milliseconds (12 or 13). A time without an
 * offset is some server's local time, and so no moment: undefined, as everything else.
 */
export function readEventTime(value: unknown): Date | undefined {
  const text = readPlainText(value);
  if (text === undefined) return undefined;
  if (SECONDS.test(text)) return new Date(Number(text) * 1_000);
  if (MILLISECONDS.test(text)) return new Date(Number(text));
  return dateTime.safeParse(text).success ? new Date(text) : undefined;
}
