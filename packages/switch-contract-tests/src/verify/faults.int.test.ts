import { expect, test } from 'vitest';
import { type CaughtBy, describeFaults } from './fault-page.test.fixture.ts';
import { FAULT_TABLE } from './fault-table.test.fixture.ts';
import { findFreePort } from './free-port.test.fixture.ts';
import { startLyingSender } from './lying-sender.test.fixture.ts';
import { SENDER_FAULTS } from './sender-faults.test.fixture.ts';
import { API_KEY, POP_SECRET, type ReportedCheck, startVerifyRig } from './verify-rig.test.fixture.ts';

const caughtBy: CaughtBy[] = [];
const HURRY = ['--quiet', '0.3', '--redelivery-wait', '2', '--slow', '4', '--timeout', '10'];

test.concurrent.each(FAULT_TABLE)('$name: caught by $caught.operation, $caught.rule', async (fault) => {
  const { spoil, caught, level = 'core', flags = [], listens } = fault;
  await using rig = await startVerifyRig({ spoil });
  const { ran, checks } = await rig.checks('--level', level, ...flags, ...(listens === undefined ? [] : rig.listening));
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

async function hear(tricks: Parameters<typeof startLyingSender>[2], level: string) {
  const webhook = `127.0.0.1:${await findFreePort()}`;
  await using sender = await startLyingSender(`http://${webhook}/screen-pop`, POP_SECRET, tricks);
  await using rig = await startVerifyRig();
  const given = ['--listen', webhook, '--secret-env', 'POP', '--states-url', sender.statesUrl, ...HURRY];
  const ran = await rig.run('verify', 'screen-pop', ...given, '--level', level, '--json', '--strict');
  const report = JSON.parse(ran.out) as { readonly checks: readonly ReportedCheck[] };
  return { ran, checks: report.checks };
}

test.concurrent.each(SENDER_FAULTS)('$name: caught by $rule', async ({ name, tricks, rule, actual, level = 'standard' }) => {
  const { ran, checks } = await hear(tricks, level);
  const noticed = checks.filter(({ findings }) => findings.some((finding) => finding.rule === rule));
  expect(noticed, JSON.stringify(checks, undefined, 1)).not.toEqual([]);
  expect(noticed.map((check) => check.level)).toEqual(noticed.map(() => level));
  const found = noticed.flatMap(({ findings }) => findings).find((finding) => finding.rule === rule);
  expect(found?.operation).toBe('screenPop');
  expect(found?.actual).toMatch(actual);
  expect(ran.err).toContain(`✗ screenPop: ${found?.text}`);
  expect(ran.exitCode).toBe(1);
  expect(ran.out + ran.err).not.toContain(POP_SECRET);
  caughtBy.push({ name, checks: noticed.map(({ id, title }) => ({ id, title })) });
});

test.concurrent('a sender that is right raises no alarm', async () => {
  const { ran, checks } = await hear({}, 'full');
  expect(checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(
    ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'].map((id) => `${id} passed`),
  );
  expect(ran.exitCode).toBe(0);
});

test('the table is as long as was promised, and no name stands in it twice', () => {
  const names = [...FAULT_TABLE, ...SENDER_FAULTS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect(SENDER_FAULTS.length).toBeGreaterThanOrEqual(15);
});

test('the page of docs says which check catches which fault', async ({ skip }) => {
  skip(caughtBy.length < FAULT_TABLE.length + SENDER_FAULTS.length, 'Only where every fault was tried and caught.');
  await expect(describeFaults(caughtBy)).toMatchFileSnapshot('../../../../docs/what-the-kit-catches.md');
});
