import { type ContractLevel, LEVELS } from '../../catalogue/levels.ts';
import type { CheckResult } from './check.ts';

/** What a middleware may call itself. */
export type Medal = 'Bronze' | 'Silver' | 'Gold';

/** What stands between a middleware and a level. */
export interface MissingCheck {
  readonly id: string;
  readonly title: string;
  readonly why: 'failed' | 'not verified' | 'skipped' | 'not run';
}

/** How far a middleware got. */
export interface LevelVerdict {
  readonly level: ContractLevel;
  readonly medal: Medal;
  readonly reached: boolean;
  readonly missing: readonly MissingCheck[];
}

/** The end of a run. */
export interface Verdict {
  /** Nothing that was verified breaks the contract. */
  readonly conformant: boolean;
  readonly medal: Medal | undefined;
  readonly levels: readonly LevelVerdict[];
  readonly counts: Readonly<Record<'passed' | 'failed' | 'notVerified' | 'skipped', number>>;
}

/** The medal of each level. */
const MEDALS: Readonly<Record<ContractLevel, Medal>> = { core: 'Bronze', standard: 'Silver', full: 'Gold' };

/** Extended interactions that a middleware may lack: they cost no medal as long as none of them fails. */
const OPTIONAL: ReadonlySet<string> = new Set(['XT1', 'XT2', 'XR2', 'XM1', 'XM2', 'XM3', 'XM5']);

const WHY = { failed: 'failed', 'not-verified': 'not verified', skipped: 'skipped' } as const;

/** A check that belongs to the contract for this middleware, whether it was run or not. */
export type ExpectedCheck = Pick<CheckResult, 'id' | 'title' | 'level'>;

/**
 * Judges all checks together. Levels above the one that was asked for count as not run, and so does what `--only` left
 * out: a part never stands for the whole.
 */
export function judge(results: readonly CheckResult[], asked: ContractLevel, expected: readonly ExpectedCheck[]): Verdict {
  const count = (outcome: CheckResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  const alone = LEVELS.map((level) => judgeLevel(results, level, LEVELS.indexOf(level) <= LEVELS.indexOf(asked), expected));
  const firstMissed = alone.findIndex(({ reached }) => !reached);
  const reached = firstMissed === -1 ? alone.length : firstMissed;
  // A level includes those before it.
  const levels = alone.map((level, index) => (index <= reached ? level : { ...level, reached: false }));
  return {
    conformant: count('failed') === 0 && count('passed') > 0,
    medal: levels[reached - 1]?.medal,
    levels,
    counts: {
      passed: count('passed'),
      failed: count('failed'),
      notVerified: count('not-verified'),
      skipped: count('skipped'),
    },
  };
}

function judgeLevel(
  results: readonly CheckResult[],
  level: ContractLevel,
  ran: boolean,
  expected: readonly ExpectedCheck[],
): LevelVerdict {
  const medal = MEDALS[level];
  if (!ran) return { level, medal, reached: false, missing: [{ id: level, title: `--level ${level}`, why: 'not run' }] };
  const wanted = [...expected, ...results.filter(({ kind }) => kind === 'wire')].filter((check) => check.level === level);
  const missing = wanted.flatMap(({ id, title }): readonly MissingCheck[] => {
    const outcome = results.find((result) => result.id === id)?.outcome;
    if (outcome === 'passed' || (OPTIONAL.has(id) && outcome !== 'failed')) return [];
    return [{ id, title, why: outcome === undefined ? 'not run' : WHY[outcome] }];
  });
  return { level, medal, reached: missing.length === 0, missing };
}
