import type { Bound, Chart, Reading, Sweep, SweepField } from '../suite.ts';
import { goesOn, type RunSettings, shortened } from './run-race.ts';
import { slopeOf, type Spread, spreadOf } from './statistics.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** What was measured at one step, by metric. */
export interface StepOutcome {
  readonly step: number;
  readonly saturated: boolean;
  readonly readings: Readonly<Record<string, Spread>>;
}

/** How one cost grows. */
export interface Growth {
  readonly chart: string;
  readonly label: string;
  readonly metric: string;
  /** From which step to which the slope was taken. */
  readonly from: number;
  readonly to: number;
  /** With both axes logarithmic: 0 does not grow, 1 grows as what there is more of, 2 as its square. */
  readonly slope: Spread;
  readonly verdict: Verdict;
}

/** A sweep that was run. */
export interface SweepOutcome {
  readonly name: string;
  readonly title: string;
  readonly axis: string;
  readonly charts: readonly Chart[];
  readonly rounds: number;
  readonly steps: readonly StepOutcome[];
  readonly growth: readonly Growth[];
  readonly remarks: readonly string[];
}

/** Linear, and a tenth for what the machine adds: caches that grow too small, collections that take longer. */
const STEEPEST: Bound & { readonly atMost: number } = { atMost: 1.1 };

type Round = ReadonlyMap<number, Reading>;

/** Runs a sweep: up the steps, down again, up, so that a machine that grows slower does not look like growth. */
export async function runSweep(sweep: Sweep, settings: RunSettings): Promise<SweepOutcome> {
  const wanted = settings.rounds ?? sweep.rounds;
  const field = await sweep.open(settings);
  const rounds: Round[] = [];
  try {
    const { most = Number.POSITIVE_INFINITY } = field;
    let steps = sweep.steps.filter((step) => step <= most);
    settings.onProgress(`${sweep.title}: warming up`);
    await field.read(steps[Math.floor(steps.length / 2)] ?? 1);
    while (goesOn(rounds.length, wanted, settings.until)) {
      const order = rounds.length % 2 === 0 ? steps : steps.toReversed();
      const tell = (step: number): void =>
        settings.onProgress(`${sweep.title}: round ${rounds.length + 1} of ${wanted}, ${step} ${sweep.axis}`);
      const round = await runRound(field, order, { stops: rounds.length === 0, tell });
      if (rounds.length === 0) steps = [...round.keys()];
      rounds.push(round);
    }
    return { ...toOutcome(sweep, steps, rounds), remarks: [...(field.remarks?.() ?? []), ...shortened(rounds.length, wanted)] };
  } finally {
    await field.close();
  }
}

async function runRound(
  field: SweepField,
  steps: readonly number[],
  { stops, tell }: { readonly stops: boolean; readonly tell: (step: number) => void },
): Promise<Round> {
  const round = new Map<number, Reading>();
  let saturated = 0;
  for (const step of steps) {
    tell(step);
    const reading = await field.read(step);
    round.set(step, reading);
    saturated = reading['saturated'] === 1 ? saturated + 1 : 0;
    // Once may be the machine; and the plot shows what happens beyond.
    if (stops && saturated === 2) break;
  }
  return round;
}

function toOutcome(sweep: Sweep, steps: readonly number[], rounds: readonly Round[]): Omit<SweepOutcome, 'remarks'> {
  const { name, title, axis, charts } = sweep;
  const valuesAt = (step: number, metric: string): readonly number[] =>
    rounds.map((round) => round.get(step)?.[metric] ?? Number.NaN);
  const metrics = charts.flatMap(({ lines }) => lines.map(({ metric }) => metric));
  const outcomes = steps.map((step) => ({
    step,
    saturated: spreadOf(valuesAt(step, 'saturated')).median > 0.5,
    readings: Object.fromEntries(metrics.map((metric) => [metric, spreadOf(valuesAt(step, metric))])),
  }));
  const judged = outcomes.filter(({ saturated }) => !saturated).map(({ step }) => step);
  const growth = charts
    .filter(({ cost }) => cost)
    .flatMap((chart) =>
      chart.lines.map(({ metric, label }) => ({
        chart: chart.title,
        label,
        metric,
        ...judgeGrowth(
          judged,
          rounds.map((round) => (step) => round.get(step)?.[metric] ?? Number.NaN),
        ),
      })),
    );
  return { name, title, axis, charts, rounds: rounds.length, steps: outcomes, growth };
}

/** The slope of the upper half of the steps, where what grows outweighs what is always there; at least of three steps. */
export function judgeGrowth(
  steps: readonly number[],
  rounds: readonly ((step: number) => number)[],
): Pick<Growth, 'from' | 'to' | 'slope' | 'verdict'> {
  const upper = steps.slice(Math.min(Math.floor(steps.length / 2), Math.max(0, steps.length - 3)));
  const slope = spreadOf(rounds.map((valueAt) => slopeOf(upper.map((step) => [Math.log(step), Math.log(valueAt(step))]))));
  return { from: upper[0] ?? Number.NaN, to: upper.at(-1) ?? Number.NaN, slope, verdict: verdictOn(STEEPEST, slope) };
}
