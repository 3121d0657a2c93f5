import { anchorOf } from '../verify/model/finding.ts';
import type { Verification } from '../verify/model/verification.ts';

/** A run for a machine; the shape grows, and no member changes its meaning. */
export function toJsonReport(verification: Verification): object {
  const { startedAt, contract, verdict, checks, ...rest } = verification;
  return {
    tool: 'switch-contract',
    contract,
    startedAt: startedAt.toISOString(),
    ...rest,
    conformant: verdict.conformant,
    medal: verdict.medal ?? null,
    counts: verdict.counts,
    levels: verdict.levels,
    checks: checks.map((check) => ({
      ...check,
      findings: check.findings.map((finding) => ({ ...finding, guide: anchorOf(finding) })),
    })),
  };
}

/** What a middleware team may show of itself: which contract, which level, when, and what was left out. */
export function toStatement(verification: Verification): object {
  const { startedAt, contract, verdict, baseUrl, level, checks } = verification;
  const idsOf = (outcome: string): readonly string[] => checks.filter((check) => check.outcome === outcome).map(({ id }) => id);
  return {
    statement: 'five9-rest-middleware conformance',
    contract,
    ...(checks.some(({ kind }) => kind === 'interaction') ? { middleware: baseUrl } : { webhook: baseUrl }),
    date: startedAt.toISOString(),
    levelAsked: level,
    conformant: verdict.conformant && !verification.interrupted,
    level: verdict.medal ?? null,
    passed: idsOf('passed'),
    failed: idsOf('failed'),
    notVerified: checks.filter(({ outcome }) => outcome === 'not-verified').map(({ id, reason }) => ({ id, reason })),
    skipped: idsOf('skipped'),
    notPartOfThisRun: listMissingParts(verification),
  };
}

/** What the levels ask for, and this run was not asked about or could not find out. */
function listMissingParts({ checks }: Verification): readonly string[] {
  const isDone = (...ids: readonly string[]): boolean =>
    ids.every((id) => checks.some((check) => check.id === id && (check.outcome === 'passed' || check.outcome === 'failed')));
  return [
    ...(checks.some(({ kind }) => kind === 'interaction') ? [] : ['the endpoints']),
    ...(isDone('P1', 'P2', 'P3', 'P4', 'P5') ? [] : ['screen-pop signature']),
    ...(isDone('P6', 'P7', 'P8') ? [] : ['webhook redelivery']),
    ...(isDone('S6') ? [] : ['a screen pop’s call_id at hangup']),
  ];
}
