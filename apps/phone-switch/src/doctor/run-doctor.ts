import {
  AddressGuard,
  type Clock,
  Deadline,
  type ResolveHost,
  SwitchError,
  type SwitchPlugin,
  systemClock,
} from '@elasticfunnels/switch-core';
import { parseDuration } from '../cli/duration.ts';
import { readNetworkPolicy } from '../cli/network.ts';
import { toJsonLine } from '../cli/one-line.ts';
import { gatherSettings } from '../cli/settings.ts';
import type { Terminal } from '../cli/terminal.ts';
import { findInterruption, type Interruption, untilInterrupted } from '../cli/until-interrupted.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { OperationFlags } from '../operations/operation-command.ts';
import type { DoctorFlags } from './doctor-command.ts';
import { readQuestions } from './doctor-questions.ts';
import { describeSummary, type Examined, isInOrder, toDoctorJson } from './describe-examination.ts';
import { examineBrand } from './examine-brand.ts';
import { Examination } from './examination.ts';
import { silentProgress, TerminalProgress } from './terminal-progress.ts';

/** The longest single wait, in milliseconds, and the longest examination. */
const WAIT_MS = 5_000;
const WHOLE_MS = 120_000;
/** A test call that was placed is ended even then, which may take one wait; in milliseconds. */
const GRACE_MS = WAIT_MS + 1_000;

/** What only a test gives. */
export interface DoctorSurroundings {
  readonly resolveHost?: ResolveHost;
  readonly clock?: Clock;
}

/**
 * Examines one brand's way to its switch, and prints what was found: 0 when nothing is broken, 1 when
 * something is or the time was up, and when it was interrupted what that signal ends with.
 *
 * @throws UsageError
 */
export async function runDoctor(
  terminal: Terminal,
  plugin: SwitchPlugin,
  flags: { readonly common: DoctorFlags; readonly settings: OperationFlags },
  { clock = systemClock, ...surroundings }: DoctorSurroundings = {},
): Promise<0 | 1 | Interruption['exitCode']> {
  const { common } = flags;
  const gathered = await gatherSettings(terminal, plugin, { file: common.config, flags: flags.settings });
  const asked = readQuestions(terminal, common);
  const policy = readNetworkPolicy(terminal, common);
  const network = { policy, guard: readGuard(policy), ...surroundings };
  const wholeMs = common.deadline === undefined ? WHOLE_MS : parseDuration(common.deadline);
  const json = common.json === true;
  const progress = json ? silentProgress : new TerminalProgress(terminal);
  return untilInterrupted(
    async (signal) => {
      const deadline = new Deadline(clock, wholeMs);
      const examination = new Examination({ clock, signal, waitMs: WAIT_MS, deadline, progress });
      await examineBrand({ plugin, gathered, network, asked }, examination);
      progress.flush();
      const durationMs = Math.round(wholeMs - deadline.remainingMs());
      const { checks, cutShort } = examination;
      const ended: Examined = { checks, cutShort, durationMs };
      if (json) terminal.stdout.write(`${toJsonLine(toDoctorJson(plugin, ended))}\n`);
      else terminal.stdout.write(`${describeSummary(terminal, ended).join('\n')}\n`);
      return findInterruption(signal)?.exitCode ?? (isInOrder(ended) ? 0 : 1);
    },
    { graceMs: GRACE_MS },
  );
}

function readGuard(policy: ConstructorParameters<typeof AddressGuard>[0]): AddressGuard {
  try {
    return new AddressGuard(policy);
  } catch (error) {
    if (!SwitchError.has(error, 'CONFIG_INVALID')) throw error;
    throw new UsageError(`--allow-address: ${error.details.issues.map(({ message }) => message).join('; ')}.`);
  }
}
