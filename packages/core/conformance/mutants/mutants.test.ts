import { beforeAll, describe, expect, test } from 'vitest';
import { conformanceCases, type ConformanceReport, memorySubject, mutants, runConformance } from '../index.ts';

describe('every lie is caught by the promise that it breaks', () => {
  let reports: ReadonlyMap<string, ConformanceReport>;

  beforeAll(async () => {
    // All at once: the slow cases wait for deadlines, and share nothing.
    const all = await Promise.all(mutants.map(async ({ name, subject }) => [name, await runConformance(subject)] as const));
    reports = new Map(all);
  }, 60_000);

  test.each(mutants)('$name: $lie', ({ name, brokenPromise }) => {
    expect(reports.get(name)?.failed.map((failed) => failed.name)).toContain(brokenPromise);
  });

  test('there is no case that no lie can fail: such a case would prove nothing', () => {
    const failable = new Set([...reports.values()].flatMap(({ failed }) => failed.map(({ name }) => name)));
    const idle = conformanceCases(memorySubject()).filter(({ name }) => !failable.has(name));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });
});

// What a platform is spared even with a driver that lies.
const MASKED_BY_THE_HOST = [
  'undeclared-attended-as-blind',
  'stack-in-json',
  'hangs-for-ever',
  'hangup-hangs-for-ever',
  'ignores-abort',
  'dials-though-aborted',
  'closes-once',
  'close-denies-dial',
];

test.each(MASKED_BY_THE_HOST)('the host keeps this lie of a driver from the platform: %s', async (masked) => {
  const mutant = mutants.find(({ name }) => name === masked);
  if (mutant?.behindHost === undefined) throw new Error(`There is no driver ${masked}.`);
  const promise = conformanceCases(mutant.behindHost).find(({ name }) => name === mutant.brokenPromise);
  await expect(promise?.run()).resolves.toBeUndefined();
});

test('every mutant has a name of its own, and there are many', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(25);
});
