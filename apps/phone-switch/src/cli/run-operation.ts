import { createSwitchHost, type SwitchPlugin } from '@elasticfunnels/switch-core';
import type { OperationCommand, OperationFlags, OperationReport } from '../operations/operation-command.ts';
import { parseDuration } from './duration.ts';
import { diagnosticLogger } from './logger.ts';
import { type NetworkFlags, readNetworkPolicy } from './network.ts';
import { readSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { untilInterrupted } from './until-interrupted.ts';

export { untilInterrupted } from './until-interrupted.ts';

/** The flags that every operation has. */
export interface CommonFlags extends NetworkFlags {
  readonly config?: string;
  readonly deadline?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const BRAND = 'command-line';

/** Runs one operation on the switch that the settings describe. */
export async function runOperation(
  terminal: Terminal,
  plugin: SwitchPlugin,
  command: OperationCommand,
  flags: { readonly common: CommonFlags; readonly settings: OperationFlags; readonly own: OperationFlags },
): Promise<OperationReport> {
  const { common } = flags;
  const settings = await readSettings(terminal, plugin, { file: common.config, flags: flags.settings });
  const deadline = common.deadline === undefined ? {} : { deadlineMs: parseDuration(common.deadline) };
  const logger = diagnosticLogger(common.verbose === true);
  await using host = createSwitchHost({ network: readNetworkPolicy(terminal, common), logger });
  host.register(plugin);
  host.setBrand(BRAND, settings);
  const phone = await host.phoneSwitch(BRAND);
  // Awaited here: returned as it is, the host would close before the operation has ended.
  return await untilInterrupted((signal) =>
    command.run(phone, flags.own, { options: { signal, ...deadline }, tell: (line) => terminal.stderr.write(`${line}\n`) }),
  );
}
