import { styled, type Terminal } from '../cli/terminal.ts';
import { anchorOf } from '../verify/model/finding.ts';
import type { LevelVerdict } from '../verify/model/verdict.ts';
import type { Verification } from '../verify/model/verification.ts';
import { describeCounts, describeMissing, describeVerdict, OUTCOME_WORDS } from './check-marks.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';

/** What is printed when a run is over: what failed, what is missing, and the verdict. */
export function describeRun(terminal: Terminal, verification: Verification): readonly string[] {
  const { checks, notes, verdict, durationMs, contract } = verification;
  const groups = groupFindings(checks);
  return [
    '',
    ...groups.flatMap((group) => [...describeGroup(terminal, group), '']),
    ...describeUnverified(verification),
    ...verdict.levels.map((level) => describeLevel(terminal, level)),
    ...notes.map((note) => `${styled(terminal, 'yellow', '!')} ${note}`),
    '',
    styled(terminal, 'bold', describeVerdict(verification)),
    `${describeCounts(verification)}, in ${(durationMs / 1000).toFixed(1)} s; contract ${contract.version} (${contract.digest.slice(0, 12)}).`,
  ];
}

function describeGroup(terminal: Terminal, { finding, checks }: FindingGroup): readonly string[] {
  const { operation, text, expected, actual, consequence, row, curl } = finding;
  return [
    `${styled(terminal, 'red', '✗')} ${styled(terminal, 'bold', `${operation}: ${text}`)}`,
    `  Expected: ${expected}`,
    `  Actual:   ${actual}`,
    ...(consequence === undefined ? [] : [`  So:       ${consequence}`]),
    `  Checks:   ${checks.join(', ')}`,
    `  Symptom:  ${row}`,
    ...(curl === undefined ? [] : [`  Again:    ${curl}`]),
    `  Guide:    ${anchorOf(finding)}`,
  ];
}

function describeUnverified({ checks }: Verification): readonly string[] {
  const open = checks.filter(({ outcome }) => outcome === 'not-verified' || outcome === 'skipped');
  if (open.length === 0) return [];
  const reasons = new Map<string, string[]>();
  for (const { id, outcome, reason = '' } of open) {
    const key = `${OUTCOME_WORDS[outcome]}: ${reason}`;
    reasons.set(key, [...(reasons.get(key) ?? []), id]);
  }
  return [...[...reasons].map(([reason, ids]) => `? ${ids.join(', ')}  ${reason}`), ''];
}

function describeLevel(terminal: Terminal, { level, medal, reached, missing }: LevelVerdict): string {
  const name = `${medal} (${level})`.padEnd(18);
  if (reached) return `${styled(terminal, 'green', '✓')} ${name} reached`;
  return `${styled(terminal, 'yellow', '–')} ${name} ${describeMissing(missing)}`;
}
