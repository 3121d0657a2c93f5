import { SwitchError, type SwitchErrorCode } from '@elasticfunnels/switch-core';
import { Interruption } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

/**
 * 0 done, 1 the operation failed, 2 usage or configuration, 3 nobody knows whether it took effect, 4 done, and the output could
 * not be written; 129, 130 and 143: ended by a signal, with nothing done or left open.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | Interruption['exitCode'];

/** As help texts have them. */
export const EXIT_CODES = `
Exit codes: 0 done, 1 the operation failed, 2 usage or configuration, 3 nobody knows whether it took effect,
4 done, but the output could not be written; 130, 143 or 129 ended by Ctrl-C, SIGTERM or SIGHUP without an effect.
After 3 and 4, do not repeat a call: look first.
`;

const USAGE_CODES: ReadonlySet<SwitchErrorCode> = new Set<SwitchErrorCode>([
  'ARGUMENT_INVALID',
  'CONFIG_INVALID',
  'PLUGIN_DUPLICATE',
  'PLUGIN_INVALID',
  'PLUGIN_NOT_FOUND',
  'SPEC_UNSUPPORTED',
]);

/** Operations that change something, so that not knowing their outcome matters. */
const COMMANDS: ReadonlySet<string> = new Set(['makeCall', 'transferCall', 'hangupCall']);

/** Whether an operation changes something. */
export function isCommand(operation: string | undefined): boolean {
  return COMMANDS.has(operation ?? '');
}

/** The exit code that a failure ends with; given up on a signal, that of the signal. */
export function exitCodeOf(failure: unknown, interruption?: Interruption): ExitCode {
  if (failure instanceof UsageError) return 2;
  if (failure instanceof Interruption) return failure.exitCode;
  if (!SwitchError.is(failure)) return 1;
  if (USAGE_CODES.has(failure.code)) return 2;
  if (failure.effect === 'unknown' && isCommand(failure.operation)) return 3;
  return failure.code === 'ABORTED' && interruption !== undefined ? interruption.exitCode : 1;
}
