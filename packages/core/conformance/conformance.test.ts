import { describe, expect, test } from 'vitest';
import { byAgentSubject } from './by-agent.test.fixture.ts';
import { conformanceCases, memorySubject, type ConformanceSubject } from './index.ts';

const SUBJECTS: readonly ConformanceSubject[] = [
  memorySubject({ through: 'driver' }),
  memorySubject({ through: 'host' }),
  memorySubject({ through: 'host', name: 'in-memory switch without capabilities (host)', capabilities: [] }),
  memorySubject({ through: 'driver', name: 'in-memory switch without capabilities (driver)', capabilities: [] }),
  memorySubject({ through: 'host', name: 'in-memory switch that accepts dials (host)', dialsAs: 'accepted' }),
  memorySubject({
    through: 'driver',
    name: 'in-memory switch that accepts dials, without capabilities (driver)',
    dialsAs: 'accepted',
    capabilities: [],
  }),
  byAgentSubject('driver'),
  byAgentSubject('host'),
  memorySubject({ through: 'host', name: 'in-memory switch with wrap-up (host)', wrapUp: true }),
];

describe.each(SUBJECTS)('$name', (subject) => {
  for (const { name, skip, run } of conformanceCases(subject)) {
    // At the same time: each case has a world of its own, and some wait for deadlines.
    test.concurrent(name, async (context) => {
      if (skip !== undefined) context.skip(skip);
      await run();
    });
  }
});

test('every case has a name of its own', () => {
  const names = conformanceCases(memorySubject()).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
