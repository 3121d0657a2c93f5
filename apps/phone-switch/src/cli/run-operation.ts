import { createSwitchHost, SwitchError, type SwitchHost, type SwitchPlugin } from '@elasticfunnels/switch-core';
import type { OperationCommand, OperationFlags } from '../operations/operation-command.ts';
import { type ChosenWay, commandToPaste } from './command-to-paste.ts';
import { parseDuration } from './duration.ts';
import { type ExitCode, exitCodeOf, isCommand } from './exit-code.ts';
import { explainFailure, isForTheDoctor } from './explain-failure.ts';
import { diagnosticLogger } from './logger.ts';
import { type NetworkFlags, readNetworkPolicy } from './network.ts';
import { oneLine } from './one-line.ts';
import { report } from './report.ts';
import { gatherSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { findInterruption, Interruption, untilInterrupted } from './until-interrupted.ts';

/** The flags that every operation has. */
export interface CommonFlags extends NetworkFlags {
  readonly config?: string;
  readonly deadline?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const BRAND = 'command-line';

/** What an operation is run with. */
export interface OperationRun {
  readonly plugin: SwitchPlugin;
  readonly choice: Pick<ChosenWay, 'switchId' | 'specifiers'>;
  readonly common: CommonFlags;
  readonly settings: OperationFlags;
  readonly own: OperationFlags;
}

/** Runs one operation on the switch that the settings describe, and tells what it came to. @throws UsageError, SwitchError */
export async function runOperation(terminal: Terminal, command: OperationCommand, run: OperationRun): Promise<ExitCode> {
  try {
    return await untilInterrupted((signal) => operate(terminal, command, run, signal));
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    // A driver that does not hear that it is given up.
    const { operation } = command;
    const failure = isCommand(operation)
      ? new SwitchError('OUTCOME_UNKNOWN', { reason: 'aborted' }, { operation })
      : new SwitchError('ABORTED', {}, { operation, effect: 'none' });
    await report(terminal, { operation, failure }, run.common.json === true);
    return exitCodeOf(failure, error);
  }
}

async function operate(terminal: Terminal, command: OperationCommand, run: OperationRun, signal: AbortSignal): Promise<ExitCode> {
  const { plugin, choice, common, settings, own } = run;
  const { operation } = command;
  const gathered = await gatherSettings(terminal, plugin, { file: common.config, flags: settings });
  const deadline = common.deadline === undefined ? {} : { deadlineMs: parseDuration(common.deadline) };
  const logger = diagnosticLogger(common.verbose === true);
  const host = createSwitchHost({ network: readNetworkPolicy(terminal, common), logger });
  const paste = commandToPaste(terminal, plugin, { ...common, ...choice, settings });
  const tell = (line: string): void => void terminal.stderr.write(`${line}\n`);
  try {
    host.register(plugin);
    host.setBrand(BRAND, gathered.settings);
    const phone = await host.phoneSwitch(BRAND);
    const { result, lines } = await command.run(phone, own, { options: { signal, ...deadline }, tell, paste });
    await report(terminal, { operation, result, lines: lines.map(oneLine) }, common.json === true);
    return 0;
  } catch (error) {
    const failure = explainFailure(error, plugin, gathered);
    const doctor = isForTheDoctor(failure) ? paste('doctor') : undefined;
    await report(terminal, { operation, failure, doctor }, common.json === true);
    return exitCodeOf(failure, findInterruption(signal));
  } finally {
    await close(terminal, host);
  }
}

/** What came of the operation is told by now, and holds however the switch closes. */
async function close(terminal: Terminal, host: SwitchHost): Promise<void> {
  await host.close().catch(() => terminal.stderr.write('Warning: the switch did not close in order.\n'));
}
