import type { ContractOperation } from '../../catalogue/interactions.ts';

/** What a rule is about: an operation of the middleware, or the webhook that it calls. */
export type CheckedOperation = ContractOperation | 'screenPop';

/** The rows of the troubleshooting table that an operator knows: what a broken rule will look like on the platform. */
export type TroubleshootingRow =
  | 'Connect fails at once'
  | '401/403 on all calls'
  | 'Make call returns 4xx with a JSON error'
  | 'Agent cannot dial'
  | 'Hangup or transfer no-ops'
  | 'Recording URL empty or invalid'
  | 'A person is called twice'
  | 'Screen pop missing customer';

/** One broken rule, told so that a middleware team can act on it. No secret and no whole number is in it. */
export interface Finding {
  readonly operation: CheckedOperation;
  /** Stable, and the anchor of the rule in `docs/verify-a-middleware.md`. */
  readonly rule: string;
  /** The rule in plain words. */
  readonly text: string;
  readonly expected: string;
  readonly actual: string;
  /** What follows for the platform, where that is not obvious. */
  readonly consequence?: string;
  readonly row: TroubleshootingRow;
  /** The request again, without its credentials. */
  readonly curl?: string;
}

/** The page that explains every rule; an anchor follows. */
const GUIDE = 'docs/verify-a-middleware.md';

/** Where the guide explains a rule. */
export function anchorOf({ rule }: Pick<Finding, 'rule'>): string {
  return `${GUIDE}#${rule}`;
}
