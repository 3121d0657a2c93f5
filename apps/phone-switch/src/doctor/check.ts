import {
  findTroubleshootingRow,
  type SwitchError,
  type SwitchErrorCode,
  type TroubleshootingRow,
} from '@elasticfunnels/switch-core';

/** What a check came to; `not_checked` says nothing about what it would have looked at. */
export type CheckStatus = 'holds' | 'warning' | 'broken' | 'not_checked';

/** What is checked, in the order in which it is. Stable: scripts read it. */
export type CheckName =
  | 'config'
  | 'dns'
  | 'policy'
  | 'tcp'
  | 'tls'
  | 'http'
  | 'connect'
  | 'credentials'
  | 'clock'
  | 'path'
  | 'errors'
  | 'recording'
  | 'screen_pop'
  | 'dial';

/** What a check found. */
export interface Finding {
  readonly status: CheckStatus;
  /** One line, without a full stop. */
  readonly found: string;
  /** More lines. */
  readonly details?: readonly string[];
  /** What to do, as sentences. */
  readonly next?: string;
  /** The section of docs/troubleshooting.md; the check's own unless given. */
  readonly row?: TroubleshootingRow;
  readonly code?: SwitchErrorCode;
}

/** A check that was made. */
export interface Check extends Finding {
  readonly name: CheckName;
  readonly title: string;
  /** The field of the settings form that it is about. */
  readonly field?: string;
  readonly row: TroubleshootingRow;
  readonly durationMs: number;
}

/** Each check's section of docs/troubleshooting.md, unless what it finds fits another better. */
export const CHECK_ROWS: Readonly<Record<CheckName, TroubleshootingRow>> = {
  config: 'the-configuration-is-refused',
  dns: 'the-name-does-not-resolve',
  policy: 'the-address-is-not-allowed',
  tcp: 'nothing-answers-at-the-address',
  tls: 'the-certificate-is-refused',
  http: 'connect-fails-at-once',
  connect: 'connect-fails-at-once',
  credentials: '401403-on-all-calls',
  clock: 'the-clocks-differ',
  path: 'the-path-is-missing-or-redirects',
  errors: 'something-else-answers-than-the-service',
  recording: 'recording-url-empty-or-invalid',
  screen_pop: 'screen-pop-missing-customer',
  dial: 'agent-cannot-dial',
};

type More = Omit<Finding, 'status' | 'found'>;

/** It is as it should be. */
export function holds(found: string, more: More = {}): Finding {
  return { status: 'holds', found, ...more };
}

/** It works, and will or may not for long. */
export function warns(found: string, more: More = {}): Finding {
  return { status: 'warning', found, ...more };
}

/** Calls fail by this. */
export function broken(found: string, more: More = {}): Finding {
  return { status: 'broken', found, ...more };
}

/** Nobody looked, or nothing can be told; the reason in one line. */
export function notChecked(found: string, more: More = {}): Finding {
  return { status: 'not_checked', found, ...more };
}

/** What an error of the driver says, as a finding: of one that was given up, nothing. */
export function fromError(error: SwitchError, more: More = {}): Finding {
  const { code, message, hint } = error;
  if (code === 'ABORTED') return notChecked('given up');
  return broken(withoutFullStop(message), { code, next: hint, row: findTroubleshootingRow(error), ...more });
}

/** Sentences within a line end without a full stop. */
function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}
