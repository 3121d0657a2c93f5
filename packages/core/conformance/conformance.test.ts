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

const MAY_BE_LEFT_OUT = /^(host|(no )?(transfer\.attended|agent\.status|call\.status))$/;

describe.each(SUBJECTS)('$name', (subject) => {
  const cases = conformanceCases(subject);
  // At the same time: each case has a world of its own, and some wait for deadlines.
  test.concurrent.each(cases.filter(({ skip }) => skip === undefined))('$name', ({ run }) => run());

  test('leaves nothing out but what the host keeps and what it does not declare', () => {
    const left = cases.filter(({ skip }) => skip !== undefined);
    const unexplained = left.filter(({ requires = [] }) => !requires.some((required) => MAY_BE_LEFT_OUT.test(required)));
    expect(unexplained.map(({ name }) => name)).toEqual([]);
  });
});

test('every case has a name of its own', () => {
  const names = conformanceCases(memorySubject()).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
