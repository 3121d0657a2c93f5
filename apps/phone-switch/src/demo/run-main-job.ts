import type { SwitchPlugin } from '@elasticfunnels/switch-core';
import type { DemoFlags } from '../cli/build-program.ts';
import { type ExitCode, exitCodeOf } from '../cli/exit-code.ts';
import { report } from '../cli/report.ts';
import { styled, type Terminal } from '../cli/terminal.ts';
import { findInterruption, type Interruption, untilInterrupted } from '../cli/until-interrupted.ts';
import type { OperationFlags } from '../operations/operation-command.ts';
import { MainJob, NotProven } from './main-job.ts';
import { runRealDay } from './real-day.ts';
import { runSimulatedDay } from './simulated-day.ts';

/** A day in the life of a call: on the simulated Five9, or with a config on a real switch. */
export async function runMainJob(
  terminal: Terminal,
  plugin: SwitchPlugin,
  flags: DemoFlags,
  settings: OperationFlags,
): Promise<ExitCode> {
  const json = flags.json === true;
  const job = new MainJob(terminal, json);
  const real = flags.config !== undefined || Object.values(settings).some((value) => value !== undefined);
  const startedAt = performance.now();
  let interruption: Interruption | undefined;
  const runReal = (): Promise<void> =>
    untilInterrupted(async (signal) => {
      signal.addEventListener('abort', () => (interruption = findInterruption(signal)));
      await runRealDay(terminal, plugin, job, { flags, settings, signal });
    });
  const failure = await (real ? runReal() : runSimulatedDay(job, flags.verbose === true)).then(
    () => undefined,
    (error: unknown) => error ?? new Error('The main job failed.'),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (failure === undefined) {
    const lines = [styled(terminal, 'bold', `All ${job.reports.length} steps hold, in ${seconds} s.`), ...(real ? [] : NEXT)];
    await report(terminal, { operation: 'demo', result: { steps: job.reports }, lines }, json);
    return 0;
  }
  await report(terminal, { operation: 'demo', failure }, json);
  return failure instanceof NotProven ? 1 : exitCodeOf(failure, interruption);
}

const NEXT = [
  '',
  'Next:',
  '  pnpm middleware                              run the reference middleware, and talk to it with curl',
  '  pnpm phone-switch connect --config five9.json   point the same driver at your own',
  '  pnpm phone-switch listen  --config five9.json   take your own screen pops, and see what becomes of each',
];
