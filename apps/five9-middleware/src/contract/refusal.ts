import type { Answer } from './answer.ts';

/** The machine codes that stand beside an error's message on the wire. */
export type ContractCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'agent_not_found'
  | 'agent_not_ready'
  | 'campaign_invalid'
  | 'destination_invalid'
  | 'destination_blocked'
  | 'call_not_found'
  | 'call_ended'
  | 'not_recorded'
  | 'recording_expired'
  | 'recording_not_found'
  | 'rate_limited'
  | 'capability_missing'
  | 'upstream_failed'
  | 'rejected'
  | 'idempotency_conflict'
  | 'idempotency_in_progress'
  | 'internal';

/** What a refusal may carry beside its status, code and message. */
export interface RefusalOptions {
  /** The request field or header that is at fault. */
  readonly field?: string;
  /** Header names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An answer of the contract that is not a success; the message is written for the person who reads it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: ContractCode;
  readonly field: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: ContractCode, message: string, options: RefusalOptions = {}) {
    super(message, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.field = options.field;
    this.headers = options.headers ?? {};
  }
}

/** Turns a refusal into its answer: `{ success: false, code, message, field? }`. */
export function answerRefusal(refusal: Refusal): Answer {
  const { status, code, message, field, headers } = refusal;
  return { status, headers, body: { success: false, code, message, ...(field === undefined ? {} : { field }) } };
}
