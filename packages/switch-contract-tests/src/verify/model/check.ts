import type { ContractLevel } from '../../catalogue/levels.ts';
import type { CheckedOperation, Finding } from './finding.ts';

/**
 * How a check ended. `not-verified` is neither good nor bad: what it needs could not be brought about; `skipped` was
 * left out on purpose.
 */
export type Outcome = 'passed' | 'failed' | 'not-verified' | 'skipped';

/** One thing that is held against the middleware: an interaction, a scenario over several, or its screen pops. */
export interface Check {
  /** `M1` of the catalogue, `S2` of the scenarios, `P3` of the screen pops, or `W` for what was captured beside both. */
  readonly id: string;
  readonly kind: 'interaction' | 'scenario' | 'screen-pop' | 'wire';
  readonly title: string;
  readonly operation: CheckedOperation | 'several';
  readonly level: ContractLevel;
}

/** A check with its end. */
export interface CheckResult extends Check {
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  /** Why it was not verified or skipped, and which flag would change that. */
  readonly reason?: string;
  /** What is worth knowing of a check that passed. */
  readonly notes: readonly string[];
}

/** A result that has not failed, for a check. */
export function resultOf(
  check: Check,
  outcome: Exclude<Outcome, 'failed'>,
  { durationMs = 0, reason, notes = [] }: { durationMs?: number; reason?: string; notes?: readonly string[] } = {},
): CheckResult {
  return { ...check, outcome, durationMs, findings: [], notes, ...(reason === undefined ? {} : { reason }) };
}

/** A result by what was found: none is a pass. */
export function judged(
  check: Check,
  findings: readonly Finding[],
  durationMs: number,
  notes: readonly string[] = [],
): CheckResult {
  return { ...check, outcome: findings.length === 0 ? 'passed' : 'failed', durationMs, findings, notes };
}
