import { FAULTS, getFault, startFaultServer } from '@elasticfunnels/switch-core/testing/faults';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ECHO_FAULTS } from './echo-faults.ts';
import { findLeaks, findUnmaskedNumber } from './find-leaks.ts';
import { runEverything } from './leak-rig.ts';
import { showEverything } from './show-everything.ts';
import { type ProcessWatch, watchProcess } from './watch-process.ts';

/** Long enough for an answer on this machine, short enough for those that never come. */
const SILENCE_MS = 300;

let watch: ProcessWatch;
beforeAll(() => {
  watch = watchProcess();
});
afterAll(() => watch[Symbol.dispose]());

describe('no error, no log line and no telemetry shows a secret or a number', () => {
  test.each(FAULTS.map((fault) => fault.name))('when a service suffers from %s', async (name) => {
    await using server = await startFaultServer({ fault: getFault(name), maxSentBytes: 2 * 1024 * 1024 });
    const { shown } = await runEverything(server, SILENCE_MS);
    expectClean(shown);
  });

  test.each(ECHO_FAULTS)('when a service says back what it was sent, in its $place', async ({ faults }) => {
    let failures = 0;
    for (const fault of faults) {
      await using server = await startFaultServer({ fault });
      const observed = await runEverything(server);
      failures += observed.failures;
      expect(server.requestsSeen().length, fault.name).toBeGreaterThanOrEqual(observed.operations - 3);
      expectClean(observed.shown, fault.name);
    }
    expect(failures).toBeGreaterThan(0);
  });
});

test('what a process tells beside its log was looked at', async () => {
  watch.take();
  await using server = await startFaultServer({ fault: getFault('status-503') });
  await runEverything(server);
  const told = watch.take();
  for (const one of ['phone_switch.makeCall', 'point of phone_switch.operations']) expect(told).toContain(one);
  expect(told).toContain('phone-switch.operation {');
});

test('what shows is looked at through causes and gathered errors', () => {
  const deep = new Error('outer', { cause: new AggregateError([new Error('the inner one')], 'several') });
  expect(showEverything(deep)).toContain('the inner one');
});

function expectClean(shown: string, name?: string): void {
  const all = `${shown}\n${watch.take()}`;
  expect(findLeaks(all), name).toEqual([]);
  expect(findUnmaskedNumber(all), name).toBeUndefined();
}
