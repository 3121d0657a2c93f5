import type { Delivery } from '../delivery.ts';
import { makePlain } from './plain-json.ts';

/** A form or a query of a telephony has a few dozen. Those left out count too. */
const MOST_FIELDS = 200;

/** In what a delivery's payload comes. */
export type PayloadKind = 'json' | 'form' | 'query';

/** Why a payload cannot be read: for the brand's operator. */
export type PayloadProblem =
  | 'content_type_unsupported'
  /** Anything but UTF-8. */
  | 'charset_unsupported'
  /** Bytes that are no UTF-8. */
  | 'not_utf8'
  | 'not_json'
  | 'not_an_object'
  | 'too_deep'
  | 'too_many_members'
  | 'too_many_fields';

/** A payload, or why there is none. */
export type PayloadReading =
  /** Plain JSON: it survives being written and read again. A form or a query is a record of texts. */
  { readonly payload: Readonly<Record<string, unknown>> } | { readonly malformed: PayloadProblem };

/** How a payload is read. */
export interface ReadPayloadOptions {
  /** Names that are left out wherever a payload has them at its top: a query's shared secret must not travel on with it. */
  readonly omit?: readonly string[];
}

/** Without a state of its own between texts. A byte order mark is passed over. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** In what a delivery's payload comes, by its method and content type alone; a problem where that is nothing that is read. */
export function readPayloadKind({ method, header }: Delivery): PayloadKind | PayloadProblem {
  if (method === 'GET') return 'query';
  // Cut apart rather than matched: nothing of it is verified yet, and a pattern could be made to search for long.
  const [type = '', ...parameters] = (header('content-type') ?? '').toLowerCase().split(';');
  const kind = kindOf(type.trim());
  if (kind === undefined) return 'content_type_unsupported';
  return parameters.every(isCharsetRead) ? kind : 'charset_unsupported';
}

function isCharsetRead(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=', 2);
  return name.trim() !== 'charset' || ['utf-8', '"utf-8"', 'utf8', '"utf8"'].includes(value.trim());
}

function kindOf(type: string): PayloadKind | undefined {
  if (type === 'application/json' || /^application\/[^/]+\+json$/.test(type)) return 'json';
  return type === 'application/x-www-form-urlencoded' ? 'form' : undefined;
}

/**
 * Reads a delivery's payload: JSON or a form by the content type, the query of a GET. Never throws. Of several fields of one
 * name in a form or a query the first counts, of several members of one name in JSON the last (as in any JSON parser).
 * Escapes of a form that are no UTF-8 become U+FFFD: a name in another encoding must not cost the agent the pop.
 */
export function readPayload(delivery: Delivery, { omit = [] }: ReadPayloadOptions = {}): PayloadReading {
  const kind = readPayloadKind(delivery);
  switch (kind) {
    case 'query':
      return readFields(delivery.query, omit);
    case 'json':
    case 'form': {
      const text = decode(delivery.body);
      if (text === undefined) return { malformed: 'not_utf8' };
      return kind === 'json' ? readJson(text, omit) : readFields(text, omit);
    }
    default:
      return { malformed: kind };
  }
}

function decode(body: Uint8Array): string | undefined {
  try {
    return UTF8.decode(body);
  } catch {
    return undefined;
  }
}

function readJson(text: string, omit: readonly string[]): PayloadReading {
  const value = parse(text);
  if (value === undefined) return { malformed: 'not_json' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { malformed: 'not_an_object' };
  const payload = value as Record<string, unknown>;
  for (const name of omit) delete payload[name];
  const problem = makePlain(payload);
  return problem === undefined ? { payload } : { malformed: problem };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFields(text: string, omit: readonly string[]): PayloadReading {
  // Counted before they are read, and no further than the limit.
  if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) return { malformed: 'too_many_fields' };
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (!fields.has(name) && !omit.includes(name)) fields.set(name, value);
  }
  // Own members, whatever their names: nothing is inherited, and nobody's prototype is set.
  const payload: Record<string, unknown> = Object.fromEntries(fields);
  makePlain(payload);
  return { payload };
}
