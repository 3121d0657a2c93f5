import { findHeader } from './retry-after.ts';
import type { HttpAnswer } from './http-transport.ts';

/** An answer's body, by what it is. */
export type JsonBody =
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'empty' }
  /** Something else; `found` says what, for a person. */
  | { readonly kind: 'other'; readonly found: string };

/**
 * Reads a body as a JSON object, whatever content type it claims.
 *
 * A success that is no UTF-8 is no JSON (RFC 8259, 8.1): an id that was repaired would be that of no call. Of a refusal
 * only the message is shown, so that one is read all the same.
 */
export function readJsonBody(answer: HttpAnswer): JsonBody {
  if (answer.notUtf8 === true && answer.status < 300) return { kind: 'other', found: 'a body that is not UTF-8' };
  // A byte order mark counts as white space.
  const text = answer.body.trim();
  if (text === '') return { kind: 'empty' };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { kind: 'object', value: value as Readonly<Record<string, unknown>> };
    }
    return { kind: 'other', found: `JSON, but ${nameJsonType(value)} instead of an object` };
  } catch {
    return { kind: 'other', found: describeText(text, findHeader(answer, 'content-type')) };
  }
}

/** The type of a JSON value in words. */
export function nameJsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A media type and nothing else: whatever else stands in the header may be an echo of the credentials. */
const MEDIA_TYPE = /^(application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]{1,64}$/i;

function describeText(text: string, contentType: string | undefined): string {
  const type = contentType?.replace(/;.*/s, '').trim();
  if (type === 'text/html' || /^<(!doctype|html)/i.test(text)) return 'an HTML page';
  if (/^[[{]/.test(text)) return 'JSON that is cut off or malformed';
  return type === undefined || !MEDIA_TYPE.test(type) ? 'a body that is not JSON' : `a body of type ${type} that is not JSON`;
}
