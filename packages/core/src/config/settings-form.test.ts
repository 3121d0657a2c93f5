import { expect, test } from 'vitest';
import * as z from 'zod';
import { listFields, toSettingsSchema } from './settings-form.ts';

test('a form is what a person fills in: a field with a default is optional, and a secret is a text', () => {
  const schema = z.strictObject({ path: z.string().default('/'), key: z.string().transform((text) => ({ text })) });
  expect(toSettingsSchema(schema)).toMatchObject({
    properties: { path: { default: '/' }, key: { type: 'string' } },
    required: ['key'],
  });
});

test('what JSON Schema has no word for is anything, and no reason to fail', () => {
  expect(toSettingsSchema(z.strictObject({ since: z.date() }))).toMatchObject({ properties: { since: {} } });
});

test.each([
  [{ properties: { a: {}, b: {} } }, ['a', 'b']],
  [{}, []],
  [{ properties: null }, []],
  [{ properties: 'ab' }, []],
])('the fields of %j are %j', (schema, fields) => {
  expect(listFields(schema)).toEqual(fields);
});
