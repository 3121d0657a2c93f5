import { describe, expect, test } from 'vitest';
import { type Chart, type Reading, type Sweep } from '../suite.ts';
import type { RunSettings } from './run-race.ts';
import { judgeGrowth, runSweep } from './run-sweep.ts';

const STEPS = [1, 10, 100, 1_000, 10_000];
const SETTINGS: RunSettings = { roundMs: 1, until: Number.POSITIVE_INFINITY, onProgress: () => {} };

describe('what a cost grows by', () => {
  test.each([
    ['nothing', () => 7, 0, 'met'],
    ['linearly', (step: number) => 3 * step, 1, 'met'],
    ['linearly, from a cost that is always there', (step: number) => 100 + step, 0.9, 'met'],
    ['by n log n, which is worse than linear', (step: number) => step * Math.log(step + 1), 1.15, 'missed'],
    ['by its square', (step: number) => step ** 2, 2, 'missed'],
    ['by its square, from a cost that hides it at first', (step: number) => 100_000 + step ** 2, 1.5, 'missed'],
  ] as const)('%s', (_how, cost, expected, verdict) => {
    const found = judgeGrowth(STEPS, [cost, cost, cost]);
    expect(found.verdict).toBe(verdict);
    expect(Math.abs(found.slope.median - expected)).toBeLessThan(0.26);
    expect(found).toMatchObject({ from: 100, to: 10_000 });
  });

  test('rounds that say the opposite of one another cannot be told', () => {
    const steep = (step: number): number => step ** 1.5;
    const flat = (): number => 1;
    expect(judgeGrowth(STEPS, [steep, flat, steep, flat]).verdict).toBe('unclear');
  });
});

const CHARTS: readonly Chart[] = [{ title: 'CPU', unit: 'µs', lines: [{ metric: 'cpu', label: 'cpu' }], cost: true }];

function sweepOf(read: (step: number) => Reading, most?: number): { readonly sweep: Sweep; readonly read: number[] } {
  const asked: number[] = [];
  const field = {
    read: async (step: number): Promise<Reading> => {
      asked.push(step);
      return read(step);
    },
    ...(most === undefined ? {} : { most }),
    close: async (): Promise<void> => {},
  };
  const sweep = { name: 's', title: 's', axis: 'x', steps: STEPS, rounds: 3, charts: CHARTS, open: async () => field };
  return { sweep, read: asked };
}

test('a sweep goes up, down and up again, after it has warmed up', async () => {
  const { sweep, read } = sweepOf((step) => ({ cpu: step }));
  const { rounds, growth } = await runSweep(sweep, SETTINGS);
  expect(read).toEqual([100, ...STEPS, ...STEPS.toReversed(), ...STEPS]);
  expect(rounds).toBe(3);
  expect(growth[0]?.slope.median).toBeCloseTo(1);
});

test('it ends at the second step that is saturated, and judges only what is before', async () => {
  // A queue without end from 1,000 on: nothing says of what it is before.
  const { sweep } = sweepOf((step) => ({ cpu: step < 1_000 ? step : step ** 9, saturated: step < 1_000 ? 0 : 1 }));
  const { steps, growth } = await runSweep({ ...sweep, steps: [1, 10, 100, 1_000, 3_000, 10_000] }, SETTINGS);
  expect(steps.map(({ step, saturated }) => [step, saturated])).toEqual([
    [1, false],
    [10, false],
    [100, false],
    [1_000, true],
    [3_000, true],
  ]);
  expect(growth[0]).toMatchObject({ from: 1, to: 100, verdict: 'met' });
});

test('it leaves out what the machine cannot do', async () => {
  const { sweep } = sweepOf((step) => ({ cpu: step }), 500);
  const { steps } = await runSweep(sweep, SETTINGS);
  expect(steps.map(({ step }) => step)).toEqual([1, 10, 100]);
});

test('when its time is over no further round begins after the third, and it says so', async () => {
  const { sweep } = sweepOf((step) => ({ cpu: step }));
  const outcome = await runSweep({ ...sweep, rounds: 5 }, { ...SETTINGS, until: 0 });
  expect(outcome.rounds).toBe(3);
  expect(outcome.remarks).toEqual(["3 of 5 rounds: the suite's time was over"]);
});
