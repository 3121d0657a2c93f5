import { ERROR_POLICY } from './error-policy.ts';
import { SwitchError } from './switch-error.ts';
import type { TroubleshootingRow } from './troubleshooting-row.ts';

/**
 * The section of docs/troubleshooting.md that an error belongs to: by its code, unless its details know better.
 *
 * @example console.error(error.hint, `docs/troubleshooting.md#${findTroubleshootingRow(error)}`);
 */
export function findTroubleshootingRow(error: SwitchError): TroubleshootingRow {
  if (SwitchError.has(error, 'UNREACHABLE')) return ROW_OF_STAGE[error.details.stage] ?? ERROR_POLICY.UNREACHABLE.row;
  if (SwitchError.has(error, 'FORBIDDEN') && error.operation === 'getCallRecordingUrl') return 'recording-url-empty-or-invalid';
  if (SwitchError.has(error, 'CONTRACT_VIOLATED')) {
    const { reason } = error.details;
    if (reason === 'path_missing' || reason === 'redirected') return 'the-path-is-missing-or-redirects';
    if (reason === 'unusable_url') return 'recording-url-empty-or-invalid';
  }
  // An error of another copy of this package may have a code that this one does not know.
  return Object.hasOwn(ERROR_POLICY, error.code) ? ERROR_POLICY[error.code].row : 'the-driver-fails';
}

// An error of another copy may have a stage that this one does not know.
const ROW_OF_STAGE: { readonly [stage: string]: TroubleshootingRow | undefined } = {
  dns: 'the-name-does-not-resolve',
  tls: 'the-certificate-is-refused',
  answer: 'the-service-fails-or-is-too-slow',
};
