import { SwitchError, type SwitchErrorCode } from '@elasticfunnels/switch-core';
import { UsageError } from './usage-error.ts';

/** 0 done, 1 the operation failed, 2 usage or configuration, 3 nobody knows whether it took effect. */
export type ExitCode = 0 | 1 | 2 | 3;

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

/** The exit code that a failure ends with. */
export function exitCodeOf(failure: unknown): ExitCode {
  if (failure instanceof UsageError) return 2;
  if (!SwitchError.is(failure)) return 1;
  if (USAGE_CODES.has(failure.code)) return 2;
  return failure.effect === 'unknown' && COMMANDS.has(failure.operation ?? '') ? 3 : 1;
}
