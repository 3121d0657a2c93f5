import { expect, test } from 'vitest';
import { type CaughtBy, describeFaults } from './fault-page.test.fixture.ts';
import { FAULT_TABLE } from './fault-table.test.fixture.ts';
import { API_KEY, startVerifyRig } from './verify-rig.test.fixture.ts';

const caughtBy: CaughtBy[] = [];

test.concurrent.each(FAULT_TABLE)('$name: caught by $caught.operation, $caught.rule', async (fault) => {
  const { spoil, caught, level = 'core', flags = [] } = fault;
  await using rig = await startVerifyRig({ spoil });
  const { ran, checks } = await rig.checks('--level', level, ...flags);
  const isIt = ({ operation, rule }: { readonly operation: string; readonly rule: string }): boolean =>
    operation === caught.operation && rule === caught.rule;
  const findings = checks.flatMap((check) => check.findings);
  expect(findings.map(({ operation, rule }) => `${operation} ${rule}`)).toContain(`${caught.operation} ${caught.rule}`);
  expect(ran.exitCode).toBe(1);
  // A person reads it: the operation and the rule in plain words, on the terminal too.
  expect(ran.err).toContain(`✗ ${caught.operation}: ${findings.find(isIt)?.text}`);
  expect(ran.out + ran.err).not.toContain(API_KEY);
  const noticed = checks.filter((check) => check.findings.some(isIt));
  // What a lower level notices too must not be said to need a higher one.
  expect(noticed.map((check) => check.level)).toEqual(noticed.map(() => level));
  caughtBy.push({ name: fault.name, checks: noticed.map(({ id, title }) => ({ id, title })) });
});

test('the table is as long as was promised, and no name stands in it twice', () => {
  const names = FAULT_TABLE.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(40);
});

test('the page of docs says which check catches which fault', async ({ skip }) => {
  skip(caughtBy.length < FAULT_TABLE.length, 'Only where every fault was tried and caught.');
  await expect(describeFaults(caughtBy)).toMatchFileSnapshot('../../../../docs/what-the-kit-catches.md');
});
