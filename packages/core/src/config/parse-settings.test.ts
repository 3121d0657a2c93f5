import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SwitchError } from '../errors/switch-error.ts';
import { parseSettings, withoutEmptyFields } from './parse-settings.ts';

const schema = z.strictObject({ api_key: z.string(), count: z.number().optional(), names: z.array(z.string()).optional() });

function failureOf(
  input: unknown,
  naming: Parameters<typeof parseSettings>[2] = { title: 'The Acme configuration' },
): SwitchError {
  try {
    parseSettings(schema, input, naming);
  } catch (error) {
    if (SwitchError.is(error)) return error;
    throw error;
  }
  throw new Error('It was taken.');
}

test('what is right is read', () => {
  expect(parseSettings(schema, { api_key: 'k', count: 2 }, { title: 'x' })).toEqual({ api_key: 'k', count: 2 });
});

describe('what is wrong is told', () => {
  test('every field with what was expected of it, and no value', () => {
    const error = failureOf({ count: 's3cret', names: 's3cret' });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.details).toEqual({
      issues: [
        { path: 'api_key', message: 'is required: a string' },
        { path: 'count', message: 'must be a number, and is a string' },
        { path: 'names', message: 'must be an array, and is a string' },
      ],
    });
    expect(error.message).toBe(
      'The Acme configuration is not valid: api_key: is required: a string; count: must be a number, and is a string; ' +
        'names: must be an array, and is a string.',
    );
  });

  test('where it stands in what holds it', () => {
    const error = failureOf({ api_key: 'k', names: [1] }, { title: 'The screen-pop configuration', at: 'screenPop' });
    expect(error.details).toEqual({ issues: [{ path: 'screenPop.names.0', message: 'must be a string, and is a number' }] });
    expect(failureOf(7, { title: 'x', at: 'screenPop' }).details).toMatchObject({ issues: [{ path: 'screenPop' }] });
    expect(failureOf(7).details).toMatchObject({ issues: [{ path: '' }] });
  });

  test('a misspelt field with the one that was meant', () => {
    const error = failureOf({ api_key: 'k', cuont: 1 });
    expect(error.details).toEqual({ issues: [{ path: 'cuont', message: 'is not a field; did you mean count?' }] });
  });
});

describe('what nobody filled in', () => {
  test('an empty text and null are as good as absent; false, 0 and an empty list are not', () => {
    const filled = { a: '', b: null, c: false, d: 0, e: [], f: ' ' };
    expect(withoutEmptyFields(filled)).toEqual({ c: false, d: 0, e: [], f: ' ' });
    expect(failureOf({ api_key: '' }).details).toMatchObject({ issues: [{ message: 'is required: a string' }] });
  });

  test.each([[null], [undefined], ['text'], [7]])('%j has no fields and stays as it is', (input) => {
    expect(withoutEmptyFields(input)).toBe(input);
  });

  test('a list stays a list', () => {
    const list = ['', null];
    expect(withoutEmptyFields(list)).toBe(list);
  });
});
