import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { digestConfig } from './config-digest.ts';
import { Secret, secretText } from './secret.ts';

const VALUE = 'k3y-that-nobody-sees';
const secret = new Secret(VALUE);

describe('a secret prints as [secret] wherever it is shown', () => {
  test.each([
    ['String', () => String(secret)],
    // oxlint-disable-next-line typescript/restrict-template-expressions -- the very slip that must show nothing
    ['a template', () => `key ${secret}`],
    ['JSON', () => JSON.stringify({ key: secret })],
    ['util.inspect', () => inspect({ nested: { key: secret } }, { depth: 9, showHidden: true, getters: true })],
    ['util.format %s %o %j', () => format('%s %o %j %d', secret, secret, secret, secret)],
    ['an error message', () => inspect(new Error(`failed with ${String(secret)}`, { cause: { secret } }), { depth: 9 })],
    ['join', () => [secret].join()],
    [
      'entries and keys',
      () => JSON.stringify([Object.entries(secret), Object.keys(secret), Reflect.ownKeys(secret).map(String)]),
    ],
    ['a structured clone', () => inspect(structuredClone({ secret }), { showHidden: true, depth: 9 })],
    ['a spread', () => inspect(Object.assign({}, secret), { showHidden: true })],
  ])('%s', (_name, show) => expect(show()).not.toContain(VALUE));

  test('and not as something else: String, JSON and inspection say so alike', () => {
    expect([String(secret), JSON.stringify(secret), inspect(secret), inspect({ deep: { key: secret } })]).toEqual([
      '[secret]',
      '"[secret]"',
      '[secret]',
      '{ deep: { key: [secret] } }',
    ]);
  });

  test('even to an inspection that ignores how values want to be shown', () => {
    expect(inspect(secret, { customInspect: false, showHidden: true, depth: 9 })).not.toContain(VALUE);
  });

  test('only reveal gives it', () => expect(secret.reveal()).toBe(VALUE));

  test('its fingerprint is equal for equal values and tells nothing', () => {
    expect(secret.fingerprint()).toBe(new Secret(VALUE).fingerprint());
    expect(secret.fingerprint()).not.toBe(new Secret(`${VALUE}!`).fingerprint());
    expect(secret.fingerprint()).not.toContain(VALUE);
  });
});

describe('a secret field', () => {
  const schema = z.strictObject({ api_key: secretText(z.string().min(20, 'must have 20 characters or more')) });

  test('becomes a Secret', () => {
    const { api_key: key } = schema.parse({ api_key: VALUE });
    expect(Secret.is(key) && key.reveal()).toBe(VALUE);
  });

  test.each([{ api_key: 'short-k3y' }, { api_key: ['short-k3y'] }, { api_key: { value: 'short-k3y' } }, { api_key: 7 }])(
    'that is not valid is never in the error: %#',
    (input) => {
      const { error } = schema.safeParse(input);
      expect(error).toBeDefined();
      expect(inspect(error, { depth: 9 }) + String(error) + JSON.stringify(error)).not.toContain('short-k3y');
    },
  );
});

test('a secret of another copy of the package is one too', async () => {
  const path = './secret.ts?another-copy';
  const copy: { readonly Secret: typeof Secret } = await import(/* @vite-ignore */ path);
  const theirs = new copy.Secret(VALUE);
  expect(theirs).not.toBeInstanceOf(Secret);
  expect(Secret.is(theirs)).toBe(true);
  expect(inspect({ theirs })).toBe('{ theirs: [secret] }');
  expect(Secret.is({ reveal: () => VALUE })).toBe(false);
});

describe('the digest of a configuration', () => {
  const config = {
    url: new URL('https://h.test/a'),
    key: new Secret('a'),
    list: [1, 'two', null],
    nested: { b: 1, a: undefined },
  };

  test('is equal for equal values, whatever the order of the fields, an absent one and an undefined one', () => {
    const same = { nested: { b: 1 }, list: [1, 'two', null], key: new Secret('a'), url: new URL('https://h.test/a') };
    expect(digestConfig(config)).toBe(digestConfig(same));
  });

  test.each([
    ['a secret', { key: new Secret('b') }],
    ['a URL', { url: new URL('https://h.test/b') }],
    ['a list', { list: ['two', 1, null] }],
    ['an object for a list', { list: { 0: 1, 1: 'two', 2: null } }],
    ['a nested field', { nested: { b: 2 } }],
    ['a null for an absent field', { more: null }],
    ['a number for its text', { list: ['1', 'two', null] }],
  ])('changes with %s', (_name, change) => expect(digestConfig({ ...config, ...change })).not.toBe(digestConfig(config)));

  test.each([
    [new Set(['a']), new Set(['b'])],
    [new Map([['a', 1]]), new Map([['a', 2]])],
    [/a/, /b/],
    [1n, 2n],
    [1n, 1],
    [Number.NaN, null],
    [new Date(0), new Date(1)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])('tells %o from %o', (one, other) => expect(digestConfig({ value: one })).not.toBe(digestConfig({ value: other })));

  test('is there for a configuration that is nothing at all', () => expect(digestConfig(undefined)).not.toBe(digestConfig('')));

  test('shows no value', () => expect(digestConfig({ key: 'visible-k3y' })).not.toContain('k3y'));
});

test('a text that must not be empty becomes a secret that holds it', () => {
  const read = secretText().parse('a long secret');
  expect(read.reveal()).toBe('a long secret');
  expect(secretText().safeParse('').success).toBe(false);
});
