import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonFault } from './find-json-fault.ts';

test.each([
  ['a comma too many', '{\n  "a": 1,\n}', [2, 9, 'no comma before }']],
  ['a comma too many in a list', '[1, 2,]', [1, 6, 'no comma before ]']],
  ['a comma that is missing', '{\n  "a": 1\n  "b": 2\n}', [3, 3, 'a comma or }']],
  ['a name without quotes', '{ a: 1 }', [1, 3, 'a name in double quotes']],
  ['single quotes', '{ "a": \'x\' }', [1, 8, 'a value']],
  ['a comment', '{\n  // why\n  "a": 1\n}', [2, 3, 'a name in double quotes']],
  ['a colon that is missing', '{ "a" 1 }', [1, 7, 'a colon']],
  ['a value that is missing', '{ "a": }', [1, 8, 'a value']],
  ['a text that is not closed', '{ "ä😀": "x\n }', [1, 9, expect.stringContaining('double quote')]],
  ['a path of Windows', '{ "a": "C:\\x" }', [1, 8, expect.stringContaining('backslashes')]],
  ['an end that is missing', '{ "a": 1', [1, 9, 'a comma or }, and the file ends']],
  ['something after the end', '{}\n{}', [2, 1, 'nothing more']],
])('%s is told with its place', (_name, text, [line, column, expected]) => {
  expect(findJsonFault(text)).toEqual({ line, column, expected });
});

test('finds a fault exactly where JSON.parse refuses', () => {
  const parses = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const spoilt = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\\', ':', '0', 'e', ' ', '\n', '\t', '\u0001', 'null'))
    .map(([json, at, sign]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + sign + json.slice(place + (at % 2));
    });
  fc.assert(
    fc.property(fc.oneof(spoilt, fc.string()), (text) => {
      expect(findJsonFault(text) === undefined).toBe(parses(text));
    }),
    { numRuns: 2_000 },
  );
});
