import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { listSecretForms } from './secret-forms.ts';

const SECRET = `kä/9+Q=?"\\&%7F<'Xv83`;
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const PAGE = SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

describe('whatever way a service says a secret back, one of the forms is in it', () => {
  test.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify({ message: SECRET })],
    ['in JSON in JSON', JSON.stringify({ body: JSON.stringify({ key: SECRET }) })],
    ['as node prints it', inspect({ key: `${SECRET}\`` })],
    ['in a URL', `?key=${encodeURIComponent(SECRET)}`],
    ['in a URL, in lower case', `?key=${encodeURIComponent(SECRET).toLowerCase()}`],
    ['in a form', new URLSearchParams({ key: SECRET }).toString()],
    ['in a page', `<p>${PAGE}</p>`],
    ['in a page, quotes by number', `<p>${PAGE.replaceAll('&quot;', '&#34;').replaceAll('&#39;', '&#x27;')}</p>`],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['in hexadecimal capitals', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['with its UTF-8 read as Latin-1', Buffer.from(SECRET).toString('latin1')],
    ['in base64', base64(SECRET)],
    ['in base64url', Buffer.from(SECRET).toString('base64url')],
    ['in the base64 of a longer text', base64(`Bearer: ${SECRET}.`)],
    ['in the base64 of a longer text, one sign on', base64(`Bearers: ${SECRET}.`)],
    ['in the base64 of a longer text, two signs on', base64(`Bearer is ${SECRET}.`)],
    ['in the base64url of a longer text', Buffer.from(`Bearers: ${SECRET}.`).toString('base64url')],
  ])('%s', (_way, text) => {
    // Lower-case escapes are compared as they are; what is not escaped stays as it was.
    const forms = listSecretForms(SECRET).filter((form) => text.includes(form) || text.includes(form.toLowerCase()));
    expect(forms).not.toEqual([]);
  });
});

test('of base64, no sign is taken that depends on what stands beside the secret', () => {
  const forms = listSecretForms('abc');
  expect(forms).toContain('YWJj');
  for (const form of forms) expect(form).not.toBe('');
  expect(new Set(forms).size).toBe(forms.length);
});

test('half a surrogate pair is no reason to fail', () => {
  expect(listSecretForms('\ud800key')).toContain('%EF%BF%BDkey');
});
