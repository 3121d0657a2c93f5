import type { ContractOperation } from '../../catalogue/interactions.ts';
import type { TroubleshootingRow } from '../model/finding.ts';
import type { Expectation } from '../wire/exchange.ts';

/** What an interaction demands, in plain words. */
export interface InteractionRule {
  /** The anchor in the guide. */
  readonly rule: string;
  readonly text: string;
  readonly row: TroubleshootingRow;
}

const ROWS: Readonly<Record<ContractOperation, TroubleshootingRow>> = {
  connect: 'Connect fails at once',
  makeCall: 'Agent cannot dial',
  hangup: 'Hangup or transfer no-ops',
  transfer: 'Hangup or transfer no-ops',
  recording: 'Recording URL empty or invalid',
};

const CREDENTIALS = {
  rule: 'rejected-credentials',
  text: 'Credentials that are not valid are answered 401, at every path.',
  row: '401/403 on all calls',
} satisfies InteractionRule;
const UNKNOWN_CALL = {
  rule: 'unknown-call',
  text: 'An id that is of no call is refused: 404, 409 or 410 with a JSON error.',
  row: 'Hangup or transfer no-ops',
} satisfies InteractionRule;

/** By the id of the interaction; the others have the rule of their operation. */
const RULES: Readonly<Record<string, InteractionRule>> = {
  C2: CREDENTIALS,
  BC2: CREDENTIALS,
  M4: CREDENTIALS,
  M2: { rule: 'campaign-and-skill', text: 'A dial that names a campaign and a skill is placed.', row: 'Agent cannot dial' },
  M3: { rule: 'campaign-and-skill', text: 'A dial may name a campaign and leave the skill out.', row: 'Agent cannot dial' },
  M5: {
    rule: 'unknown-agent',
    text: 'A dial for an extension that no agent has is refused: 400, 404, 409 or 422 with a JSON error.',
    row: 'Agent cannot dial',
  },
  M6: {
    rule: 'undialable-destination',
    text: 'A destination that is no number is refused: 400 or 422 with a JSON error.',
    row: 'Make call returns 4xx with a JSON error',
  },
  H2: UNKNOWN_CALL,
  T2: UNKNOWN_CALL,
  R2: { ...UNKNOWN_CALL, text: 'The recording of an id that is of no call is refused: 404 or 410 with a JSON error.' },
  XR1: {
    rule: 'recording-pending',
    text: 'A recording that is not ready is answered 202 with Retry-After.',
    row: 'Recording URL empty or invalid',
  },
  XR2: { rule: 'recording-purged', text: 'A recording that was deleted is answered 410.', row: 'Recording URL empty or invalid' },
  XT2: {
    rule: 'unknown-target',
    text: 'An unknown transfer target is 400, 409 or 422: 404 would mean that the call is unknown.',
    row: 'Hangup or transfer no-ops',
  },
  XM1: { rule: 'forbidden', text: 'Credentials without the permission are answered 403.', row: '401/403 on all calls' },
  XM2: {
    rule: 'agent-not-ready',
    text: 'An agent who is not ready is 400, 409 or 422, with the reason.',
    row: 'Agent cannot dial',
  },
  XM4: { rule: 'rate-limit', text: 'Too many requests are answered 429 with Retry-After.', row: 'Agent cannot dial' },
  XM5: { rule: 'five9-unavailable', text: 'Five9 being down is answered 502, 503 or 504, in JSON.', row: 'Agent cannot dial' },
  XM6: {
    rule: 'idempotency',
    text: 'The same Idempotency-Key replays the first answer, with Idempotent-Replayed: true, and dials nobody.',
    row: 'A person is called twice',
  },
};

const OPERATION_TEXTS: Readonly<Record<ContractOperation, string>> = {
  connect: 'Good credentials are answered with a 2xx at the connect path.',
  makeCall: 'A dial that is possible is placed, and answered with a 2xx and the `call_id`.',
  hangup: 'A call that is under way is hung up, and answered with a 2xx.',
  transfer: 'A call that is under way is transferred, and answered with a 2xx.',
  recording: 'A recording that is finished is answered with a 2xx and its URL.',
};

/** What an interaction demands. */
export function ruleOf(id: string, operation: ContractOperation): InteractionRule {
  return RULES[id] ?? { rule: `contract-${operation.toLowerCase()}`, text: OPERATION_TEXTS[operation], row: ROWS[operation] };
}

const IN_BODY: ReadonlySet<string> = new Set(['XM3']);
// What Five9 does to the middleware, and not the caller.
const FAILURES: ReadonlySet<string> = new Set(['XM5']);

/** What the rules may expect of an interaction's answer. */
export function expectationOf(id: string, expectedStatus: number): Expectation {
  if (IN_BODY.has(id)) return 'refusal-in-body';
  if (FAILURES.has(id)) return 'anything';
  return expectedStatus < 300 ? 'success' : 'refusal';
}
