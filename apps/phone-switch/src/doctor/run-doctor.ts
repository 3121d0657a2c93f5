import {
  AddressGuard,
  Deadline,
  type ResolveHost,
  SwitchError,
  type SwitchPlugin,
  systemClock,
} from '@elasticfunnels/switch-core';
import { parseDuration } from '../cli/duration.ts';
import { readNetworkPolicy } from '../cli/network.ts';
import { untilInterrupted } from '../cli/run-operation.ts';
import { readSettings } from '../cli/settings.ts';
import type { Terminal } from '../cli/terminal.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { OperationFlags } from '../operations/operation-command.ts';
import type { DoctorFlags } from './doctor-command.ts';
import { readQuestions } from './doctor-questions.ts';
import { describeSummary, toDoctorJson } from './describe-examination.ts';
import { examineBrand } from './examine-brand.ts';
import { Examination } from './examination.ts';
import { silentProgress, TerminalProgress } from './terminal-progress.ts';

/** The longest single wait, in milliseconds, and the longest examination. */
const WAIT_MS = 5_000;
const WHOLE_MS = 120_000;

/** What only a test gives. */
export interface DoctorSurroundings {
  readonly resolveHost?: ResolveHost;
}

/**
 * Examines one brand's way to its switch, and prints what was found: 0 when all that could be checked held, else 1.
 *
 * @throws UsageError
 */
export async function runDoctor(
  terminal: Terminal,
  plugin: SwitchPlugin,
  flags: { readonly common: DoctorFlags; readonly settings: OperationFlags },
  surroundings: DoctorSurroundings = {},
): Promise<0 | 1> {
  const { common } = flags;
  const settings = await readSettings(terminal, plugin, { file: common.config, flags: flags.settings });
  const asked = readQuestions(terminal, common);
  const policy = readNetworkPolicy(terminal, common);
  const network = { policy, guard: readGuard(policy), ...surroundings };
  const wholeMs = common.deadline === undefined ? WHOLE_MS : parseDuration(common.deadline);
  const json = common.json === true;
  const progress = json ? silentProgress : new TerminalProgress(terminal);
  return untilInterrupted(async (signal) => {
    const clock = systemClock;
    const deadline = new Deadline(clock, wholeMs);
    const examination = new Examination({ clock, signal, waitMs: WAIT_MS, deadline, progress });
    await examineBrand({ plugin, settings, network, asked }, examination);
    progress.flush();
    const durationMs = Math.round(wholeMs - deadline.remainingMs());
    const { checks } = examination;
    if (json) terminal.stdout.write(`${JSON.stringify(toDoctorJson(plugin, checks, durationMs))}\n`);
    else terminal.stdout.write(`${describeSummary(terminal, checks, durationMs).join('\n')}\n`);
    return checks.some(({ status }) => status === 'broken') || signal.aborted ? 1 : 0;
  });
}

function readGuard(policy: ConstructorParameters<typeof AddressGuard>[0]): AddressGuard {
  try {
    return new AddressGuard(policy);
  } catch (error) {
    if (!SwitchError.has(error, 'CONFIG_INVALID')) throw error;
    throw new UsageError(`--allow-address: ${error.details.issues.map(({ message }) => message).join('; ')}.`);
  }
}
