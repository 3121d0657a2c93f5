import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { SwitchError } from '../errors/switch-error.ts';
import { baseUrl } from './base-url.ts';
import { parseSettings } from './parse-settings.ts';
import { restPath } from './rest-path.ts';
import { Secret, secretText } from './secret.ts';

const NAMES = ['base_url', 'api_key', 'path', 'count', 'names'];
const schema = z.strictObject({
  base_url: baseUrl,
  api_key: secretText().optional(),
  path: restPath.default('/'),
  count: z.number().int().max(9).optional(),
  names: z.array(z.string().min(1)).optional(),
});

/** Values that nobody would find in a message by chance. */
const marked = fc.stringMatching(/^[a-z]{0,4}~[0-9A-Z]{8}~[ -~]{0,8}$/);
const value = fc.oneof(
  marked,
  marked.map((text) => `https://${text}`),
  marked.map((text) => `/${text}`),
  fc.constantFrom('https://proxy.example/api', '/calls', '', null, 1, 10, 1.5, true),
  fc.array(fc.oneof(marked, fc.constant(''), fc.integer())),
  fc.jsonValue(),
);
const filled = fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.stringMatching(/^[a-z_]{1,12}$/)), value, {
  noNullPrototype: true,
});

test('whatever a person fills in is read, or refused with the fields that are wrong and not with a value', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: filled }, { weight: 1, arbitrary: fc.anything() }), (input) => {
      try {
        const read = parseSettings(schema, input, { title: 'The configuration' });
        expect(read.base_url).toBeInstanceOf(URL);
        expect(read.api_key === undefined || Secret.is(read.api_key)).toBe(true);
      } catch (error) {
        if (!SwitchError.has(error, 'CONFIG_INVALID')) throw error;
        expect(error.details.issues).not.toEqual([]);
        for (const { path, message } of error.details.issues) {
          const fields = [...Object.keys(Object(input)), ...NAMES];
          expect(path === '' || fields.some((field) => path === field || path.startsWith(`${field}.`))).toBe(true);
          expect(message).not.toBe('');
          expect(`${path} ${message}`).not.toMatch(/~[0-9A-Z]{8}~/);
        }
        expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/~[0-9A-Z]{8}~/);
      }
    }),
    { numRuns: 500 },
  );
});

test('a field that nobody filled in is the same as one that is absent', () => {
  fc.assert(
    fc.property(fc.subarray(['api_key', 'path', 'count', 'names']), fc.constantFrom('', null), (names, nothing) => {
      const empty = Object.fromEntries(names.map((name) => [name, nothing]));
      const base = { base_url: 'https://proxy.example' };
      const naming = { title: 'The configuration' };
      expect(parseSettings(schema, { ...base, ...empty }, naming)).toEqual(parseSettings(schema, base, naming));
    }),
  );
});
