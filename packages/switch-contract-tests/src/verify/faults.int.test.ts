import { expect, test } from 'vitest';
import { FAULTS } from './faults.test.fixture.ts';
import { API_KEY, startVerifyRig } from './verify-rig.test.fixture.ts';

test.concurrent.each(FAULTS)('$name: caught by $caught.operation, $caught.rule', async ({ spoil, caught, level, flags }) => {
  await using rig = await startVerifyRig({ spoil });
  const { ran, checks } = await rig.checks('--level', level ?? 'core', ...(flags ?? []));
  const findings = checks.flatMap((check) => check.findings);
  expect(findings.map(({ operation, rule }) => `${operation} ${rule}`)).toContain(`${caught.operation} ${caught.rule}`);
  expect(ran.exitCode).toBe(1);
  // A person reads it: the operation and the rule in plain words, on the terminal too.
  const told = findings.find(({ operation, rule }) => operation === caught.operation && rule === caught.rule);
  expect(ran.err).toContain(`✗ ${caught.operation}: ${told?.text}`);
  expect(ran.out + ran.err).not.toContain(API_KEY);
});

test('the table is as long as was promised, and no name stands in it twice', () => {
  const names = FAULTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(25);
});
