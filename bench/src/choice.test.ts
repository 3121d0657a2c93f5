import { expect, test } from 'vitest';
import { parseChoice } from './choice.ts';

test('without a suite all are run, one second a round', () => {
  expect(parseChoice([])).toMatchObject({ kind: 'run', roundMs: 1_000, quick: false, strict: false, rounds: undefined });
});

test('suites are run in their own order, each once', () => {
  const choice = parseChoice(['receiver', 'driver', 'receiver']);
  expect(choice.kind === 'run' && choice.suites.map(({ name }) => name)).toEqual(['driver', 'receiver']);
});

test.each([
  [['nope'], 'there is no suite nope; there are driver'],
  [['--rounds', '0'], '--rounds takes a number'],
  [['--update-docs', 'driver'], '--update-docs runs nothing'],
])('%j cannot be used', (args, message) => expect(() => parseChoice(args)).toThrow(message));
