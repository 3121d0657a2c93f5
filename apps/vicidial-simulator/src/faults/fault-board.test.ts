import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { FaultBoard } from './fault-board.ts';
import { faultCatalogue, faultNames } from './fault-catalogue.ts';

test('strikes what the catalogue says, as often as it was told to', () => {
  const faults = new FaultBoard();
  faults.switchOn('reset-after-dial', { times: 2 });
  expect(faults.take('external_hangup', 'answer')).toBeUndefined();
  expect(faults.take('external_dial', 'before')).toBeUndefined();
  expect(faults.take('external_dial', 'answer')?.remaining).toBe(2);
  expect(faults.list()).toMatchObject([{ name: 'reset-after-dial', remaining: 1 }]);
  faults.take('external_dial', 'answer');
  expect(faults.list()).toEqual([]);
  expect(faults.occurrences('reset-after-dial')).toBe(2);
});

test('can be limited to another function, and switched off', () => {
  const faults = new FaultBoard();
  faults.switchOn('http-500', { function: 'agent_status' });
  expect(faults.take('external_dial', 'answer')).toBeUndefined();
  expect(faults.take('agent_status', 'answer')?.name).toBe('http-500');
  faults.switchOff('http-500');
  faults.switchOn('lockout');
  faults.switchOff();
  expect(faults.list()).toEqual([]);
});

test('refuses limits that make no sense', () => {
  const faults = new FaultBoard();
  expect(() => faults.switchOn('slow', { times: 0 })).toThrow(RangeError);
  expect(() => faults.switchOn('slow', { delayMs: -1 })).toThrow(RangeError);
});

test('the table in the README is the catalogue', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  for (const name of faultNames) {
    const { functions, summary } = faultCatalogue[name];
    expect(readme).toContain(`| \`${name}\` | ${functions?.join(', ') ?? 'any'} | ${summary} |`);
  }
});
