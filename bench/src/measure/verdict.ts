import type { Bound, Figure, Reading } from '../suite.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** Whether a budget is met; `unclear` when the machine was too noisy to tell. */
export type Verdict = 'met' | 'missed' | 'unclear' | 'none';

/** One figure as it was measured. */
export interface Outcome {
  readonly figure: Figure;
  readonly ours: Spread;
  readonly peer: Spread | undefined;
  /** What the budget is about: the ratio, or ours alone. */
  readonly judged: Spread;
  readonly verdict: Verdict;
  /** By how much the budget is missed, as a part of it; 0 where it is not. */
  readonly missedBy: number;
}

/** Readings by contestant, one a round. */
export type Readings = ReadonlyMap<string, readonly Reading[]>;

/** What the readings say about a figure. Ratios are taken within a round, as a machine's speed drifts between them. */
export function judge(figure: Figure, readings: Readings): Outcome {
  const ours = valuesOf(readings, figure.ours, figure.metric);
  const peer = figure.peer === undefined ? undefined : valuesOf(readings, figure.peer, figure.metric);
  const ratio = (value: number, round: number): number => {
    const quotient = value / (peer?.[round] ?? Number.NaN);
    return figure.asSpeed === true ? 1 / quotient : quotient;
  };
  const judged = spreadOf(peer === undefined ? ours : ours.map(ratio));
  return {
    figure,
    ours: spreadOf(ours),
    peer: peer === undefined ? undefined : spreadOf(peer),
    judged,
    verdict: verdictOn(figure.bound, judged),
    missedBy: missedBy(figure.bound, judged.median),
  };
}

function valuesOf(readings: Readings, contestant: string, metric: string): readonly number[] {
  const found = readings.get(contestant)?.map((reading) => reading[metric] ?? Number.NaN) ?? [];
  if (found.length === 0 || found.some(Number.isNaN)) throw new Error(`${contestant} was not measured at ${metric}`);
  return found;
}

/** Whether a budget is met by the median, or cannot be told by the spread. */
export function verdictOn(bound: Bound | undefined, { median, low, high }: Spread): Verdict {
  if (bound === undefined) return 'none';
  const limit = 'atLeast' in bound ? bound.atLeast : bound.atMost;
  // The half of the rounds around the median lies on both sides of the budget: another run may say the opposite.
  if (low < limit && limit < high) return 'unclear';
  return ('atLeast' in bound ? median >= limit : median <= limit) ? 'met' : 'missed';
}

function missedBy(bound: Bound | undefined, median: number): number {
  if (bound === undefined) return 0;
  const part = 'atLeast' in bound ? (bound.atLeast - median) / bound.atLeast : (median - bound.atMost) / bound.atMost;
  return Number.isFinite(part) ? Math.max(0, part) : 1;
}
