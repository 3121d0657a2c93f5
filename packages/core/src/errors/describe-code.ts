import type { SwitchErrorCode, SwitchErrorDetails } from './error-details.ts';
import { ERROR_POLICY } from './error-policy.ts';

/** What an error says unless the place that raises it knows better: the meaning of its code, and what it is about. */
export function describeCode<Code extends SwitchErrorCode>(code: Code, details: SwitchErrorDetails[Code]): string {
  const { message } = ERROR_POLICY[code];
  if (!('capability' in details) || details.capability === '') return message;
  return `${message} It lacks ${details.capability}.`;
}
