import { describe, expect, test } from 'vitest';
import { ANSWER_CAP_BYTES, measureMemory } from './measure-memory.ts';
import { PRODUCT } from './subject.ts';

const BOUND_BYTES = 2 * ANSWER_CAP_BYTES;

describe('an answer takes at most twice the memory that it may', () => {
  // The others are measured by `pnpm fault-matrix`.
  test.each(['huge-body-declared', 'huge-body-chunked', 'endless-headers', 'encoding-gzip'] as const)('%s', async (name) => {
    const { ended, largest, kept } = await measureMemory(name, PRODUCT);
    expect(ended).toMatchObject({ ends: 'error', code: 'OUTCOME_UNKNOWN' });
    expect(largest).toBeLessThanOrEqual(BOUND_BYTES);
    expect(kept).toBeLessThan(ANSWER_CAP_BYTES / 2);
  });

  test('and one that takes more is seen', async () => {
    const greedy = { spoilOptions: (options: object) => ({ ...options, maxAnswerBytes: 8 * ANSWER_CAP_BYTES }) };
    expect((await measureMemory('huge-body-chunked', greedy)).largest).toBeGreaterThan(BOUND_BYTES);
  });
});
