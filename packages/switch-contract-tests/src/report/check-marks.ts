import type { CheckResult, Outcome } from '../verify/model/check.ts';
import type { MissingCheck } from '../verify/model/verdict.ts';
import type { Verification } from '../verify/model/verification.ts';

/** The mark of an outcome, which must also be told by something else than its colour. */
export const MARKS: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', 'not-verified': '?', skipped: '–' };

/** An outcome in words. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-verified': 'not verified',
  skipped: 'skipped',
};

/** Whether anything at all was found out. */
function nothingVerified({ verdict }: Verification): boolean {
  return verdict.counts.passed + verdict.counts.failed === 0;
}

/** The verdict in one sentence. */
export function describeVerdict(verification: Verification): string {
  const { verdict, interrupted } = verification;
  if (interrupted) return 'Interrupted: this is no verdict.';
  if (verdict.counts.failed > 0) {
    return `Not conformant: ${verdict.counts.failed} of ${countJudged(verification)} checks found a violation.`;
  }
  if (nothingVerified(verification)) return 'Nothing was verified.';
  const { passed } = verdict.counts;
  const made = passed === 1 ? 'the one check that was made' : `the ${passed} checks that were made`;
  return `Conformant in ${made}: ${verdict.medal ?? 'no level yet'}.`;
}

function countJudged({ verdict: { counts } }: Verification): number {
  return counts.passed + counts.failed;
}

/** How many of each, in words. */
export function describeCounts({ verdict: { counts } }: Verification): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.notVerified} not verified, ${counts.skipped} skipped`;
}

/** The name of a check that people use. */
export function nameOf({ id, operation, title }: CheckResult): string {
  return operation === 'several' ? `${id} ${title}` : `${id} ${operation}: ${title}`;
}

/** What stands between a middleware and a level; the rest of the checks of a run with `--only` is counted, not listed. */
export function describeMissing(missing: readonly MissingCheck[]): string {
  if (missing.length === 0) return 'missing: the level before it';
  const left = missing.filter(({ why }) => why === 'not run');
  const reasons = [...new Set(missing.map(({ why }) => why))].filter((why) => why !== 'not run');
  const idsOf = (why: string): readonly string[] => missing.filter((check) => check.why === why).map(({ id }) => id);
  const told = reasons.map((why) => `${idsOf(why).join(', ')} (${why})`);
  const [first] = left;
  if (first === undefined) return `missing: ${told.join(', ')}`;
  const rest = left.length === 1 ? `not run: ${first.title}` : `not run: ${left.length} checks`;
  return told.length === 0 ? rest : `missing: ${told.join(', ')}; ${rest}`;
}
