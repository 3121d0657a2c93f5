import { expect, test } from 'vitest';
import { seededRandom } from '../faults/seeded-random.ts';
import { findSlope, type Point } from './slope.ts';

function line(perX: number, noise: number, length = 60): readonly Point[] {
  const random = seededRandom(7);
  return Array.from({ length }, (_, x) => ({ x, y: 100 + perX * x + noise * (random() - 0.5) }));
}

test('a line without noise has its own slope', () => {
  const slope = findSlope(line(3, 0));
  for (const value of Object.values(slope)) expect(value).toBeCloseTo(3);
});

test('a quantity that only trembles is not said to grow', () => {
  const { low, high } = findSlope(line(0, 20));
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

test('a slow rise below the noise is found', () => {
  expect(findSlope(line(0.2, 10)).low).toBeGreaterThan(0);
});

test('a few wild points do not move it', () => {
  const points = line(1, 1).map((point, index) => (index % 10 === 0 ? { ...point, y: 10_000 } : point));
  expect(findSlope(points).perX).toBeCloseTo(1, 1);
});

test('of four points nothing is said', () => {
  expect(() => findSlope(line(1, 0, 4))).toThrow(RangeError);
});
