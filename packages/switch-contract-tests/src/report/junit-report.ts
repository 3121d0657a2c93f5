import type { CheckResult } from '../verify/model/check.ts';
import { anchorOf, type Finding } from '../verify/model/finding.ts';
import type { Verification } from '../verify/model/verification.ts';
import { nameOf } from './check-marks.ts';
import { escapeMarkup } from './escape-markup.ts';

/** A run as the XML that CI servers read: a test case a check. */
export function toJunit(verification: Verification): string {
  const { checks, durationMs, startedAt, verdict } = verification;
  const skipped = verdict.counts.notVerified + verdict.counts.skipped;
  const totals = `tests="${checks.length}" failures="${verdict.counts.failed}" errors="0" skipped="${skipped}" time="${seconds(durationMs)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="switch-contract" ${totals}>`,
    `  <testsuite name="five9-rest-middleware" ${totals} timestamp="${startedAt.toISOString()}">`,
    ...checks.flatMap(toCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function toCase(check: CheckResult): readonly string[] {
  const head = `    <testcase classname="${check.level}.${check.operation}" name="${escapeMarkup(nameOf(check))}" time="${seconds(check.durationMs)}"`;
  if (check.outcome === 'passed') return [`${head}/>`];
  if (check.outcome === 'failed') return [`${head}>`, toFailure(check.findings), '    </testcase>'];
  const reason = escapeMarkup(`${check.outcome}: ${check.reason ?? ''}`);
  return [`${head}>`, `      <skipped message="${reason}"/>`, '    </testcase>'];
}

// One element a test case: some servers show only the first.
function toFailure(findings: readonly Finding[]): string {
  const [first] = findings;
  const message = first === undefined ? '' : `${first.operation}: ${first.text}`;
  const text = findings.map(describeFinding).join('\n\n');
  return `      <failure type="${first?.rule ?? 'contract'}" message="${escapeMarkup(message)}">${escapeMarkup(text)}</failure>`;
}

function describeFinding(finding: Finding): string {
  const { operation, text, expected, actual, consequence, row, curl } = finding;
  return [
    `${operation}: ${text}`,
    `Expected: ${expected}`,
    `Actual: ${actual}`,
    ...(consequence === undefined ? [] : [`So: ${consequence}`]),
    `Symptom: ${row}`,
    ...(curl === undefined ? [] : [`Again: ${curl}`]),
    `Guide: ${anchorOf(finding)}`,
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
