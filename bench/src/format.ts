import type { Spread } from './measure/statistics.ts';
import type { Outcome, Verdict } from './measure/verdict.ts';
import type { Bound, Unit } from './suite.ts';

/** Three digits, and whole from a hundred on. */
export function showNumber(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  if (value === 0) return '0';
  return value.toPrecision(3);
}

/** A number with its unit; bytes as people say them. */
export function showValue(value: number, unit: Unit): string {
  if (unit === '/s') return `${showNumber(value)}${unit}`;
  if (unit === 'B' && Math.abs(value) >= 1e6) return `${showNumber(value / 1e6)} MB`;
  if (unit === 'B' && Math.abs(value) >= 1e4) return `${showNumber(value / 1e3)} kB`;
  if (unit === 'µs' && Math.abs(value) >= 1e4) return `${showNumber(value / 1e3)} ms`;
  return `${showNumber(value)}${suffixOf(unit)}`;
}

function suffixOf(unit: Unit): string {
  return unit === 'count' ? '' : ` ${unit}`;
}

/** `≥ 1.3×` or `≤ 100 ms`. */
function showBound(bound: Bound, unit: string): string {
  return 'atLeast' in bound ? `≥ ${bound.atLeast}${unit}` : `≤ ${bound.atMost}${unit}`;
}

/** The half of the rounds around the median. */
export function showSpread({ low, high }: Spread, unit: string): string {
  return `${showNumber(low)} to ${showNumber(high)}${unit}`;
}

/** What is said of a budget. */
export function showVerdict(verdict: Verdict, missedBy: number): string {
  const verdicts = {
    met: 'met',
    missed: `missed by ${Math.round(missedBy * 100)} %`,
    unclear: 'too noisy to tell',
    none: '',
  } as const;
  return verdicts[verdict];
}

/** A figure in the words of a table. */
export interface FigureCells {
  readonly id: string;
  readonly title: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly spread: string;
  readonly budget: string;
  readonly verdict: string;
}

/** A figure as it was measured, in words. */
export function toCells({ figure, ours, peer, judged, verdict, missedBy }: Outcome): FigureCells {
  const { id, title, unit, bound } = figure;
  const isRatio = peer !== undefined;
  return {
    id,
    title,
    ours: showValue(ours.median, unit),
    peer: peer === undefined ? '' : showValue(peer.median, unit),
    ratio: isRatio ? `${showNumber(judged.median)}×` : '',
    spread: isRatio ? showSpread(judged, '×') : showSpread(judged, suffixOf(unit)),
    budget: bound === undefined ? '' : showBound(bound, isRatio ? '×' : suffixOf(unit)),
    verdict: showVerdict(verdict, missedBy),
  };
}
