import { DNS_FAULTS, FAULTS } from '@elasticfunnels/switch-core/testing/faults';
import { describe, expect, test } from 'vitest';
import { chooseCases, listAllCases } from './make-cases.ts';
import { ABORT_POINTS, DEADLINES, MATRIX_OPERATIONS, type MatrixCase, RETRIES } from './matrix-case.ts';

const ALL = listAllCases();
const names = (cases: readonly MatrixCase[]): readonly string[] => cases.map(({ name }) => name);

describe('the table', () => {
  test('has more than ten thousand cases, each with a name of its own', () => {
    expect(ALL.length).toBeGreaterThan(10_000);
    expect(new Set(names(ALL)).size).toBe(ALL.length);
  });

  test('has every fault with every operation, retry setting and moment of giving up', () => {
    const cells = new Set(ALL.map(({ fault, operation, retry, abort }) => [fault.name, operation, retry, abort].join()));
    // Whoever gives up before the call makes no difference to how it would have been repeated.
    const kinds = Object.keys(RETRIES).length * (ABORT_POINTS.length - 1) + 1;
    expect(cells.size).toBe((FAULTS.length + DNS_FAULTS.length) * MATRIX_OPERATIONS.length * kinds);
    expect(new Set(ALL.map(({ deadline }) => deadline))).toEqual(new Set(Object.keys(DEADLINES)));
  });
});

describe('a choice', () => {
  test('is the same for the same seed, and another for another', () => {
    const choice = { seed: 7, count: 2_000 };
    expect(names(chooseCases(choice, ALL))).toEqual(names(chooseCases(choice, ALL)));
    expect(names(chooseCases({ ...choice, seed: 8 }, ALL))).not.toEqual(names(chooseCases(choice, ALL)));
  });

  test('begins with each fault and operation, left to itself, and has no case twice', () => {
    const cells = (FAULTS.length + DNS_FAULTS.length) * MATRIX_OPERATIONS.length;
    const chosen = chooseCases({ seed: 7, count: ALL.length }, ALL);
    expect(new Set(names(chosen)).size).toBe(ALL.length);
    const first = chosen.slice(0, cells);
    expect(new Set(first.map(({ fault, operation }) => `${fault.name}/${operation}`)).size).toBe(cells);
    expect(new Set(first.map(({ abort }) => abort))).toEqual(new Set(['never']));
  });

  test('can be one single case, by its name', () => {
    const name = 'reset-at-request/makeCall/retry:many/abort:never/deadline:default';
    expect(names(chooseCases({ seed: 1, count: 10, filter: name }, ALL))).toEqual([name]);
  });
});
