import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findLeaks, findUnmaskedNumber, SECRET_FORMS } from './find-leaks.ts';
import { API_KEY, CUSTOMER, PASSWORD, PLANTED, USERNAME } from './planted.ts';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

describe('a secret that really leaks is found', () => {
  test.each(PLANTED.flatMap((secret) => SECRET_FORMS.map((form) => ({ secret, form }))))(
    '$secret.name, $form.name',
    ({ secret, form }) => {
      const leaks = findLeaks(`before ${form.write(secret.text)} after`);
      expect(leaks).toContainEqual(expect.objectContaining({ secret: secret.name, form: form.name }));
    },
  );

  test.each(PLANTED)('$name, in the base64 of a longer text, wherever it begins there', ({ name, text }) => {
    for (const before of ['', 'a', 'ab', 'abc', 'Authorization: Bearer ']) {
      const found = findLeaks(base64(`${before}${text} and more`)).map(({ secret }) => secret);
      expect(found).toContain(name);
    }
  });

  test('as the Basic credentials that were sent', () => {
    const found = findLeaks(`Basic ${base64(`${USERNAME}:${PASSWORD}`)}`).map(({ secret }) => secret);
    expect(found).toEqual(expect.arrayContaining(['password', 'username and password']));
  });

  test('as a page escapes it, as JSON does, and as node prints it', () => {
    expect(findLeaks(`<p>${API_KEY.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`)).not.toEqual([]);
    expect(findLeaks(JSON.stringify({ body: JSON.stringify({ key: API_KEY }) }))).not.toEqual([]);
    expect(findLeaks(inspect({ key: `${API_KEY}"'\`` }))).not.toEqual([]);
  });

  test('in part, where the rest was cut off or redacted', () => {
    expect(findLeaks(`… ${API_KEY.slice(0, 12)}`)).not.toEqual([]);
    expect(findLeaks(`[redacted]${API_KEY.slice(-12)}`)).not.toEqual([]);
  });
});

test('a text without any is clean', () => {
  expect(findLeaks('{"code":"UNAUTHENTICATED","message":"The service refuses these credentials. It said: [redacted]"}')).toEqual(
    [],
  );
});

test.each([CUSTOMER, CUSTOMER.slice(1), CUSTOMER.slice(2), '+1 202 555 0143', '(202) 555-0143', '202.555.0143'])(
  'the number is found as %s',
  (written) => {
    expect(findUnmaskedNumber(`dialled ${written}.`)).toContain(written);
    expect(findUnmaskedNumber('dialled +1•••••0143.')).toBeUndefined();
  },
);
