import { expect, test } from 'vitest';
import { digestOf } from './digest.ts';

test('the same parts have the same digest, and any others another', () => {
  expect(digestOf(['acme', 'id:1'])).toEqual(digestOf(['acme', 'id:1']));
  const parts = [
    ['acme', 'id:1'],
    ['acme', 'id:2'],
    ['acmeid:1'],
    ['acme', 'id:', '1'],
    ['id:1', 'acme'],
    ['acme', '\ud800'],
    ['acme', '\ud801'],
    [],
  ];
  expect(new Set(parts.map((each) => digestOf(each).join())).size).toBe(parts.length);
});

test('has 128 bits that differ from digest to digest', () => {
  const digests = Array.from({ length: 1_000 }, (_, index) => digestOf([String(index)]));
  for (const word of [0, 1, 2, 3]) expect(new Set(digests.map((each) => each[word])).size).toBeGreaterThan(990);
});
