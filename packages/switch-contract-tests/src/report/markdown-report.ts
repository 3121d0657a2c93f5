import { anchorOf } from '../verify/model/finding.ts';
import type { Verification } from '../verify/model/verification.ts';
import { describeCounts, describeMissing, describeVerdict, MARKS, nameOf, OUTCOME_WORDS } from './check-marks.ts';
import { groupFindings } from './group-findings.ts';

/** A run for a comment in a pull request: the verdict first, what failed next, the rest folded away. */
export function toMarkdown(verification: Verification): string {
  const { checks, contract, baseUrl, verdict, notes } = verification;
  const failures = groupFindings(checks).flatMap(({ finding, checks: ids }) => [
    `### ✗ ${finding.operation}: ${inline(finding.text)}`,
    '',
    `- **Expected:** ${inline(finding.expected)}`,
    `- **Actual:** ${inline(finding.actual)}`,
    ...(finding.consequence === undefined ? [] : [`- **So:** ${inline(finding.consequence)}`]),
    `- **Checks:** ${ids.join(', ')} · **Symptom:** ${finding.row} · **Guide:** \`${anchorOf(finding)}\``,
    ...(finding.curl === undefined ? [] : ['', '```sh', finding.curl, '```']),
    '',
  ]);
  const rows = checks.map((check) => {
    const detail = check.reason ?? check.notes.join('; ');
    return `| ${MARKS[check.outcome]} | ${inline(nameOf(check))} | ${OUTCOME_WORDS[check.outcome]} | ${inline(detail)} |`;
  });
  return [
    `## ${verdict.counts.failed === 0 ? MARKS.passed : MARKS.failed} ${describeVerdict(verification)}`,
    '',
    `${describeCounts(verification)} · contract ${contract.version} (\`${contract.digest.slice(0, 12)}\`) · ${inline(baseUrl)}`,
    '',
    ...verdict.levels.map(({ medal, level, reached, missing }) =>
      reached ? `- ✓ **${medal}** (${level})` : `- – **${medal}** (${level}): ${describeMissing(missing)}`,
    ),
    ...notes.map((note) => `- ! ${inline(note)}`),
    '',
    ...failures,
    '<details><summary>All checks</summary>',
    '',
    '| | check | outcome | |',
    '|---|---|---|---|',
    ...rows,
    '',
    '</details>',
    '',
  ].join('\n');
}

// What a middleware answered must not become markup in somebody's pull request.
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_|<>[\]#@]/g, (found) => `\\${found}`);
}
