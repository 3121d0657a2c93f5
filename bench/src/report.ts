import { styleText } from 'node:util';
import { showNumber, showSpread, showValue, showVerdict, toCells } from './format.ts';
import type { RaceOutcome } from './measure/run-race.ts';
import type { SweepOutcome } from './measure/run-sweep.ts';
import type { Verdict } from './measure/verdict.ts';

/** A table's line, and what colours it. */
interface Line {
  readonly cells: readonly string[];
  readonly verdict: Verdict;
}

const RACE_COLUMNS = ['', 'figure', 'ours', 'peer', 'ratio', 'half of the rounds', 'budget', ''];

/** The figures of a race as a table; coloured only where `colours` says so. */
export function renderRace(race: RaceOutcome, colours: boolean): string {
  const lines = race.outcomes.map((outcome): Line => {
    const { id, title, ours, peer, ratio, spread, budget, verdict } = toCells(outcome);
    return { cells: [id, title, ours, peer, ratio, spread, budget, verdict], verdict: outcome.verdict };
  });
  const table = renderTable(RACE_COLUMNS, lines, { colours, left: [0, 1, 6, 7] });
  return [`${race.title} (${race.rounds} rounds)`, ...table, ...race.remarks.map((remark) => `  ${remark}`)].join('\n');
}

/** What a sweep measured, a line a step, and how each cost grows. */
export function renderSweep(sweep: SweepOutcome, colours: boolean): string {
  const lines = sweep.charts.flatMap(({ unit, lines: each }) => each.map(({ metric, label }) => ({ metric, label, unit })));
  const columns = [
    sweep.axis,
    ...sweep.charts.flatMap(({ title, lines: each }) => each.map(({ label }) => `${title}: ${label}`)),
  ];
  const steps = sweep.steps.map(({ step, saturated, readings }): Line => {
    const values = lines.map(({ metric, unit }) => showValue(readings[metric]?.median ?? Number.NaN, unit));
    return { cells: [`${step}${saturated ? ' (saturated)' : ''}`, ...values], verdict: 'none' };
  });
  const growth = sweep.growth.map(({ chart, label, from, to, slope, verdict }): Line => {
    const told = verdict === 'missed' ? 'worse than linear' : showVerdict(verdict, 0);
    const cells = [`${chart}: ${label}`, `${from} to ${to}`, showNumber(slope.median), showSpread(slope, ''), '≤ 1.1', told];
    return { cells, verdict };
  });
  return [
    `${sweep.title} (${sweep.rounds} rounds)`,
    ...renderTable(columns, steps, { colours, left: [] }),
    ...renderTable(['grows by the power of', 'from', 'slope', 'half of the rounds', 'budget', ''], growth, {
      colours,
      left: [0, 4, 5],
    }),
    ...sweep.remarks.map((remark) => `  ${remark}`),
  ].join('\n');
}

function renderTable(
  columns: readonly string[],
  lines: readonly Line[],
  { colours, left }: { readonly colours: boolean; readonly left: readonly number[] },
): readonly string[] {
  const rows = [columns, ...lines.map(({ cells }) => cells)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const cells = row.map((cell, column) =>
      left.includes(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    const line = cells.join('  ').trimEnd();
    return colours ? colour(line, index === 0 ? undefined : lines[index - 1]?.verdict) : line;
  });
}

function colour(line: string, verdict: Verdict | undefined): string {
  if (verdict === undefined) return styleText('dim', line);
  const styles = { met: 'green', missed: 'red', unclear: 'yellow', none: 'reset' } as const;
  return styleText(styles[verdict], line);
}
