import { styleText } from 'node:util';
import type { RaceOutcome } from './measure/run-race.ts';
import type { Spread } from './measure/statistics.ts';
import type { Outcome } from './measure/verdict.ts';
import type { Bound, Unit } from './suite.ts';

const COLUMNS = ['', 'figure', 'ours', 'peer', 'ratio', 'half of the rounds', 'budget', ''];

/** The figures of a race as a table; coloured only where `colours` says so. */
export function renderRace(race: RaceOutcome, colours: boolean): string {
  const rows = [COLUMNS, ...race.outcomes.map(toCells)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row, index) => {
    const cells = row.map((cell, column) =>
      column < 2 || column > 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    const line = cells.join('  ').trimEnd();
    return colours ? colour(line, index === 0 ? undefined : race.outcomes[index - 1]) : line;
  });
  const remarks = race.remarks.map((remark) => `  ${remark}`);
  return [`${race.title} (${race.rounds} rounds)`, ...lines, ...remarks].join('\n');
}

function toCells({ figure, ours, peer, judged, verdict, missedBy }: Outcome): string[] {
  const { id, title, unit, bound } = figure;
  const ratio = peer !== undefined;
  const verdicts = {
    met: 'met',
    missed: `missed by ${Math.round(missedBy * 100)} %`,
    unclear: 'too noisy to tell',
    none: '',
  };
  return [
    id,
    title,
    showValue(ours.median, unit),
    peer === undefined ? '' : showValue(peer.median, unit),
    ratio ? `${showNumber(judged.median)}×` : '',
    ratio ? showSpread(judged, '×') : showSpread(judged, ` ${unit}`),
    bound === undefined ? '' : showBound(bound, ratio ? '×' : ` ${unit}`),
    verdicts[verdict],
  ];
}

function colour(line: string, outcome: Outcome | undefined): string {
  if (outcome === undefined) return styleText('dim', line);
  const styles = { met: 'green', missed: 'red', unclear: 'yellow', none: 'reset' } as const;
  return styleText(styles[outcome.verdict], line);
}

function showBound(bound: Bound, unit: string): string {
  return 'atLeast' in bound ? `≥ ${bound.atLeast}${unit}` : `≤ ${bound.atMost}${unit}`;
}

function showSpread({ low, high }: Spread, unit: string): string {
  return `${showNumber(low)}-${showNumber(high)}${unit}`;
}

function showValue(value: number, unit: Unit): string {
  return unit === '/s' ? `${showNumber(value)}${unit}` : `${showNumber(value)} ${unit}`;
}

function showNumber(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return value.toPrecision(3);
}
