import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { summariseIssues, toIssues } from './config-issues.ts';
import { listFields, toSettingsSchema } from './settings-form.ts';
import { secretText } from './secret.ts';

const schema = z.strictObject({
  api_base_url: z.string('must be a text'),
  api_key: secretText().optional(),
  limits: z.strictObject({ calls: z.number('must be a number') }).optional(),
});
const FIELDS = listFields(toSettingsSchema(schema));
const issuesOf = (input: unknown) => toIssues(schema.safeParse(input).error?.issues ?? [], FIELDS);

describe('config issues', () => {
  test('come all at once, each with its path and what was expected', () => {
    expect(issuesOf({ api_base_url: 7, limits: { calls: 'many' } })).toEqual([
      { path: 'api_base_url', message: 'must be a text' },
      { path: 'limits.calls', message: 'must be a number' },
    ]);
  });

  test.each([
    ['api_baseurl', 'is not a field; did you mean api_base_url?'],
    ['apikey', 'is not a field; did you mean api_key?'],
    // Four letters from what is meant, and no more.
    ['base_url', 'is not a field; did you mean api_base_url?'],
    ['base_ur', 'is not a field; the fields are api_base_url, api_key, limits'],
    ['API_KEY', 'is not a field; the fields are api_base_url, api_key, limits'],
    ['something_else_entirely', 'is not a field; the fields are api_base_url, api_key, limits'],
  ])('name the nearest field for %s', (field, message) => {
    expect(issuesOf({ api_base_url: '', [field]: 1 })).toEqual([{ path: field, message }]);
  });

  test('tell of several unknown fields one by one, and of nested ones by their path', () => {
    expect(
      issuesOf({ api_base_url: '', api_kee: 1, limit: 1, limits: { calls: 1, call: 2 } })
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['api_kee', 'limit', 'limits.call']);
  });

  test('name no other field where there is none', () => {
    const none = z.strictObject({}).safeParse({ extra: 1 }).error?.issues ?? [];
    expect(toIssues(none, [])).toEqual([{ path: 'extra', message: 'is not a field' }]);
  });

  test('never hold a value', () => {
    const text = JSON.stringify(issuesOf({ api_base_url: ['v4lue'], api_key: { a: 'v4lue' }, limits: 'v4lue', extra: 'v4lue' }));
    expect(text).not.toContain('v4lue');
  });

  test('fit into one line', () => {
    expect(
      summariseIssues([
        { path: 'a.b', message: 'must be c' },
        { path: '', message: 'is no object' },
      ]),
    ).toBe('a.b: must be c; is no object');
  });
});

describe('the settings form', () => {
  test('carries label, help, group, placeholder, default and whether a field is secret', () => {
    const form = toSettingsSchema(
      z.strictObject({
        region: z.string().default('eu').meta({ title: 'Region', description: 'Where.', group: 'Place', placeholder: 'eu' }),
        key: secretText().meta({ title: 'Key', description: 'The key.', group: 'Access', secret: true }),
      }),
    );
    expect(form).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['key'],
      properties: {
        region: { type: 'string', default: 'eu', title: 'Region', description: 'Where.', group: 'Place', placeholder: 'eu' },
        key: { title: 'Key', secret: true },
      },
    });
  });

  test('of a schema with what JSON Schema has no word for is drawn all the same', () => {
    const odd = z.strictObject({
      since: z.date(),
      size: z.bigint(),
      special: z.custom<URL>((value) => value instanceof URL),
      name: z.string(),
    });
    expect(listFields(toSettingsSchema(odd))).toEqual(['since', 'size', 'special', 'name']);
  });
});
