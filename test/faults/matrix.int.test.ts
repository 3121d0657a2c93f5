import { DNS_FAULTS, FAULTS } from '@elasticfunnels/switch-core/testing/faults';
import { expect, test } from 'vitest';
import { chooseCases, listAllCases } from './make-cases.ts';
import type { MatrixCase } from './matrix-case.ts';
import { type MatrixOutcome, runMatrix } from './run-matrix.ts';
import { PRODUCT } from './subject.ts';

// A part of the matrix that takes seconds; the whole is `pnpm fault-matrix`.

const SEED = 20_260_105;
const ALL = listAllCases();

function brokenIn({ played, unhandled, handlesLeft }: MatrixOutcome): readonly string[] {
  const broken = played.flatMap(({ case: { name }, violations }) =>
    violations.map(({ rule, says }) => `${rule}: ${says} (pnpm fault-matrix --filter ${name})`),
  );
  return [...broken, ...unhandled.map((reason) => `unhandled: ${reason}`), ...handlesLeft.map((kind) => `left: ${kind}`)];
}

async function play(cases: readonly MatrixCase[]): Promise<MatrixOutcome> {
  const outcome = await runMatrix(cases, { subject: PRODUCT, concurrency: 16 });
  expect(brokenIn(outcome)).toEqual([]);
  return outcome;
}

test('a dial meets each fault once, and neither rings twice nor lies', async () => {
  const count = FAULTS.length + DNS_FAULTS.length;
  const { played } = await play(chooseCases({ seed: SEED, count, filter: '/makeCall/' }, ALL));
  expect(new Set(played.map(({ case: one }) => one.fault.name)).size).toBe(count);
  expect(played.some(({ seen }) => seen.ended.ends === 'result')).toBe(true);
});

test('six hundred cases of all kinds, as a seed has it', async () => {
  // The last of the order: the first are one undisturbed case of each fault and operation.
  const { played } = await play(chooseCases({ seed: SEED, count: ALL.length }, ALL).slice(-600));
  expect(played.some(({ seen }) => seen.abortedAtMs !== undefined)).toBe(true);
});
