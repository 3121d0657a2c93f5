const PAGE_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** The same in numbers where a template does so. */
const NUMBERED_ENTITIES: Readonly<Record<string, string>> = { ...PAGE_ENTITIES, '"': '&#34;', "'": '&#x27;' };

/** Every form in which a service may say a text back: escaped, encoded, or inside the encoding of a longer text. */
export function listSecretForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const escaped = escapeJson(secret);
  const percent = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  const hexadecimal = bytes.toString('hex');
  const forms = [
    secret,
    escaped,
    // A log line in JSON that holds a body in JSON.
    escapeJson(escaped),
    secret.replace(/[\\']/g, '\\$&'),
    percent,
    toLowerEscapes(percent),
    form,
    toLowerEscapes(form),
    escapeForPage(secret, PAGE_ENTITIES),
    escapeForPage(secret, NUMBERED_ENTITIES),
    hexadecimal,
    hexadecimal.toUpperCase(),
    // UTF-8 that was read as if it were Latin-1.
    bytes.toString('latin1'),
    bytes.toString('base64'),
    ...[0, 1, 2].flatMap((offset) => [insideBase64(bytes, 'base64', offset), insideBase64(bytes, 'base64url', offset)]),
  ];
  return [...new Set(forms)];
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function toLowerEscapes(text: string): string {
  return text.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());
}

function escapeForPage(text: string, entities: Readonly<Record<string, string>>): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** What the base64 of any longer text has of these bytes, when so many bytes modulo three come before them. */
function insideBase64(bytes: Buffer, encoding: 'base64' | 'base64url', offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString(encoding);
  // Six bits a sign: those at the ends are shared with whatever stands beside it.
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
