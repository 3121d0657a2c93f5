import { CUSTOMER, PLANTED, type PlantedSecret } from './planted.ts';

/** A secret that shows, and how. */
export interface Leak {
  readonly secret: string;
  readonly form: string;
  /** Where in the text, with what stands around it. */
  readonly around: string;
}

/** One way in which a secret can be written. */
export interface SecretForm {
  readonly name: string;
  readonly write: (secret: string) => string;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const lowerEscapes = (text: string): string => text.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());

/** What stays of a text's base64 wherever it stands in a longer one: the signs that its neighbours have no bit in. */
function base64Inside(encoding: 'base64' | 'base64url', offset: number): (text: string) => string {
  return (text) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes(text)]).toString(encoding);
    return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes(text).length) * 8) / 6));
  };
}

/** Every form that is looked for. */
export const SECRET_FORMS: readonly SecretForm[] = [
  { name: 'plain', write: (text) => text },
  { name: 'escaped as JSON', write: escapeJson },
  { name: 'escaped as JSON in JSON', write: (text) => escapeJson(escapeJson(text)) },
  { name: 'percent-encoded', write: encodeURIComponent },
  { name: 'percent-encoded in lower case', write: (text) => lowerEscapes(encodeURIComponent(text)) },
  { name: 'form-encoded', write: (text) => new URLSearchParams({ '': text }).toString().slice(1) },
  { name: 'escaped as HTML', write: (text) => text.replace(/[&<>"']/g, (sign) => HTML[sign] ?? sign) },
  { name: 'escaped as HTML, numbers for quotes', write: (text) => escapeByNumber(text, { '"': '&#34;', "'": '&#x27;' }) },
  { name: 'in single quotes', write: (text) => text.replace(/[\\']/g, '\\$&') },
  { name: 'hexadecimal', write: (text) => bytes(text).toString('hex') },
  { name: 'hexadecimal in capitals', write: (text) => bytes(text).toString('hex').toUpperCase() },
  { name: 'read as Latin-1', write: (text) => bytes(text).toString('latin1') },
  ...[0, 1, 2].flatMap((offset): SecretForm[] => [
    { name: `base64 inside a text, at ${offset}`, write: base64Inside('base64', offset) },
    { name: `base64url inside a text, at ${offset}`, write: base64Inside('base64url', offset) },
  ]),
];

function escapeByNumber(text: string, quotes: Readonly<Record<string, string>>): string {
  return text.replace(/[&<>"']/g, (sign) => quotes[sign] ?? HTML[sign] ?? sign);
}

/** A part of a secret of this many signs is never there by chance: it shows what was cut off, or redacted in half. */
const PART = 10;

interface Written {
  readonly secret: string;
  readonly form: string;
}

/** Which secret a part belongs to, in which forms: made once, so that a text is gone through once, however long. */
const PARTS: ReadonlyMap<string, readonly Written[]> = indexParts(PLANTED);

function indexParts(secrets: readonly PlantedSecret[]): ReadonlyMap<string, readonly Written[]> {
  const parts = new Map<string, Written[]>();
  for (const { name, text } of secrets) {
    for (const form of SECRET_FORMS) {
      const written = form.write(text);
      for (let start = 0; start + PART <= written.length; start += 1) {
        const part = written.slice(start, start + PART);
        parts.set(part, [...(parts.get(part) ?? []), { secret: name, form: form.name }]);
      }
    }
  }
  return parts;
}

/** Every planted secret that shows in a text, in each of its forms, as a whole or in part; the first place of each. */
export function findLeaks(text: string): readonly Leak[] {
  const found = new Map<string, Leak>();
  for (let at = 0; at + PART <= text.length; at += 1) {
    for (const { secret, form } of PARTS.get(text.slice(at, at + PART)) ?? []) {
      const key = `${secret}, ${form}`;
      if (!found.has(key)) found.set(key, { secret, form, around: text.slice(Math.max(0, at - 80), at + 80) });
    }
  }
  return [...found.values()];
}

/** Where the customer's number shows unmasked: in E.164, or without its plus or country code, grouped or not. */
export function findUnmaskedNumber(text: string, number: string = CUSTOMER): string | undefined {
  const national = number.replace(/^\+1/, '');
  const grouped = national.split('').join(String.raw`[\s.()\-]{0,2}`);
  const found = new RegExp(grouped).exec(text);
  return found === null ? undefined : text.slice(Math.max(0, found.index - 60), found.index + 60);
}
