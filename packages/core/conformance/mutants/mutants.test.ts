import { expect, test } from 'vitest';
import { conformanceCases } from '../conformance-cases.ts';
import { mutants } from './mutants.ts';

test.concurrent.for(mutants)('$name is caught: $lie', async ({ brokenPromise, subject }) => {
  const broken = conformanceCases(subject).find(({ name }) => name === brokenPromise);
  expect(broken, `There is no case "${brokenPromise}".`).toBeDefined();
  expect(broken?.skip).toBeUndefined();
  await expect(broken?.run()).rejects.toThrow();
});

test('every mutant has a name of its own', () => {
  const names = mutants.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
