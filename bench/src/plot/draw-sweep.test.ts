import { describe, expect, test } from 'vitest';
import type { SweepOutcome } from '../measure/run-sweep.ts';
import { drawSweep } from './draw-sweep.ts';
import { logAxis, tickLabel } from './log-axis.ts';

const spread = (median: number): { low: number; median: number; high: number } => ({
  low: median * 0.9,
  median,
  high: median * 1.1,
});

const SWEEP: SweepOutcome = {
  name: 'brands',
  title: 'Brands & calls <in flight>',
  axis: 'brands',
  rounds: 3,
  charts: [{ title: 'CPU', unit: 'µs', lines: [{ metric: 'cpu', label: 'a call' }], cost: true }],
  steps: [1, 10, 100].map((step) => ({ step, saturated: step === 100, readings: { cpu: spread(step * 3) } })),
  growth: [],
  remarks: [],
};

describe('an axis', () => {
  test('puts the least and the most within the frame, and every decade at the same distance', () => {
    const { toPixel, ticks } = logAxis([1, 10_000], [100, 500]);
    expect(ticks).toEqual([1, 10, 100, 1_000, 10_000]);
    expect(toPixel(1)).toBeGreaterThan(100);
    expect(toPixel(10_000)).toBeLessThan(500);
    expect(toPixel(100) - toPixel(10)).toBeCloseTo(toPixel(10) - toPixel(1));
  });

  test('has labels where all values are nearly the same', () => {
    expect(logAxis([71, 73], [0, 100]).ticks.length).toBeGreaterThanOrEqual(2);
    expect(logAxis([42, 42], [0, 100]).toPixel(42)).toBeCloseTo(50);
  });

  test.each([
    [1, '1'],
    [20, '20'],
    [0.05, '0.05'],
    [1_000, '1k'],
    [1_500_000, '1.5M'],
  ])('%d is written as %s', (value, label) => expect(tickLabel(value)).toBe(label));
});

describe('a plot', () => {
  const svg = drawSweep(SWEEP);

  test('has a title, its unit, both axes with their names, and escapes what is text', () => {
    expect(svg).toContain('Brands &amp; calls &lt;in flight&gt;');
    expect(svg).toContain('CPU (µs)');
    expect(svg).toMatch(/>brands<\/text>/);
    expect(svg).not.toContain('NaN');
  });

  test('draws each step, linear growth beside a cost, and where it is saturated', () => {
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).toContain('class="linear"');
    expect(svg).toContain('>saturated<');
    expect(svg).toContain('prefers-color-scheme: dark');
  });
});
