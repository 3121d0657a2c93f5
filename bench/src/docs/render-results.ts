import { type FigureCells, showNumber, showSpread, showValue, showVerdict, toCells } from '../format.ts';
import type { Growth, SweepOutcome } from '../measure/run-sweep.ts';
import type { Outcome } from '../measure/verdict.ts';
import type { Results, SuiteOutcome } from '../results.ts';
import type { Unit } from '../suite.ts';

/** What it was measured on, and when; and which suites say little, as they were run in a hurry. */
export function renderMachine({ machine, suites }: Results): string {
  const { node, system, cpu, cores, memoryGb } = machine;
  const days = [...new Set(suites.map(({ measuredOn }) => measuredOn))].sort();
  const quick = suites.filter((suite) => suite.quick).map(({ suite }) => suite);
  const when = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0];
  const text = `Measured on ${cores} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node}; ${when}.`;
  if (quick.length === 0) return text;
  const which = quick.length === suites.length ? 'everything' : quick.join(', ');
  return `${text} With \`--quick\`, and so not to judge by: ${which}.`;
}

/** Every budget, one line each, and in one sentence how costs grow. */
export function renderBudgets({ suites }: Results): string {
  const budgets = suites
    .flatMap(({ suite, races }) => races.flatMap(({ outcomes }) => outcomes.map((outcome) => ({ suite, outcome }))))
    .filter(({ outcome }) => outcome.figure.bound !== undefined)
    .sort((one, other) => numberOf(one.outcome) - numberOf(other.outcome));
  const rows = budgets.map(({ suite, outcome }) => {
    const { id, title, ours, peer, ratio, budget, verdict } = toCells(outcome);
    return `| ${id} | \`${suite}\` | ${title} | ${ours} | ${peer} | ${ratio} | ${budget} | ${verdict} |`;
  });
  const table = ['| | suite | figure | ours | peer | ratio | budget | |', '|---|---|---|---|---|---|---|---|', ...rows];
  return [...table, '', summariseGrowth(suites)].join('\n');
}

function summariseGrowth(suites: readonly SuiteOutcome[]): string {
  const sweeps = suites.flatMap((suite) => suite.sweeps);
  const growth = sweeps.flatMap((sweep) => sweep.growth);
  const count = (verdict: Growth['verdict']): number => growth.filter((each) => each.verdict === verdict).length;
  const rest = [
    ...(count('missed') > 0 ? [`${count('missed')} ${count('missed') === 1 ? 'grows' : 'grow'} worse`] : []),
    ...(count('unclear') > 0 ? [`of ${count('unclear')} the machine was too noisy to tell`] : []),
  ];
  const told = `Of ${growth.length} costs in ${sweeps.length} sweeps, ${count('met')} grow no worse than linearly`;
  return `${[told, ...rest].join('; ')}.`;
}

/** Every figure of every race, a table a suite. */
export function renderFigures({ suites }: Results): string {
  return suites
    .filter(({ races }) => races.length > 0)
    .map(renderSuite)
    .join('\n\n');
}

function renderSuite({ suite, title, races, seconds }: SuiteOutcome): string {
  const tables = races.map((race) => {
    const rows = race.outcomes.map((outcome) => rowOf(toCells(outcome)));
    return [
      `**${sentence(race.title)}** (${race.rounds} rounds)`,
      '',
      '| | figure | ours | peer | ratio | half of the rounds | budget | |',
      '|---|---|---|---|---|---|---|---|',
      ...rows,
      ...race.remarks.map((remark) => `\n${sentence(remark)}.`),
    ].join('\n');
  });
  return [`### ${suite}: ${title}`, `\`pnpm bench ${suite}\`, ${seconds} s`, ...tables].join('\n\n');
}

function rowOf({ id, title, ours, peer, ratio, spread, budget, verdict }: FigureCells): string {
  return `| ${id === '-' ? '' : id} | ${title} | ${ours} | ${peer} | ${ratio} | ${spread} | ${budget} | ${verdict} |`;
}

/** A plot, with its first, middle and last step in figures, and how each cost grows. */
export function renderPlot(sweep: SweepOutcome): string {
  const { name, title, axis, steps, charts, growth, rounds, remarks } = sweep;
  const shown = [steps[0], steps[Math.floor(steps.length / 2)], steps.at(-1)].filter((step) => step !== undefined);
  const rows = charts.flatMap(({ title: chart, unit, lines }) =>
    lines.map(({ metric, label }) => {
      const values = shown.map(({ readings }) => showReading(readings[metric]?.median, unit));
      const found = growth.find((each) => each.chart === chart && each.metric === metric);
      return `| ${chart}: ${label} | ${values.join(' | ')} | ${found === undefined ? '' : showGrowth(found)} |`;
    }),
  );
  return [
    `![${title}](bench/${name}.svg)`,
    '',
    `| ${axis} | ${shown.map(({ step, saturated }) => `${step.toLocaleString('en')}${saturated ? ' (saturated)' : ''}`).join(' | ')} | grows by the power of, at most 1.1 |`,
    `|---|${shown.map(() => '---|').join('')}---|`,
    ...rows,
    '',
    [`${rounds} rounds.`, ...remarks.map((remark) => `${sentence(remark)}.`)].join(' '),
  ].join('\n');
}

function showReading(median: number | undefined, unit: Unit): string {
  return median === undefined ? '' : showValue(median, unit);
}

function showGrowth({ slope, from, to, verdict }: Growth): string {
  const told = verdict === 'missed' ? 'worse than linear' : showVerdict(verdict, 0);
  const range = `from ${from.toLocaleString('en')} to ${to.toLocaleString('en')}`;
  return `${showNumber(slope.median)} (${showSpread(slope, '')}) ${range}: ${told}`;
}

function numberOf({ figure }: Outcome): number {
  return Number(figure.id.slice(1));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
