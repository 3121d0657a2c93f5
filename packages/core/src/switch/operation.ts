/** The operations of the specification, and the two that capabilities add. */
export type Operation =
  | 'connect'
  | 'makeCall'
  | 'hangupCall'
  | 'transferCall'
  | 'getCallRecordingUrl'
  | 'getAgentStatus'
  | 'findCall';

/** What the framework needs to know of an operation to bound, repeat and report it. */
export interface OperationTraits {
  /** Doing it twice does no harm, so it may be repeated even when nobody knows whether the first try arrived. */
  readonly idempotent: boolean;
  /** How long it may take in all, retries included, unless the caller says otherwise; in milliseconds. */
  readonly deadlineMs: number;
}

/** Retry follows the operation's meaning, never the HTTP method. */
export const OPERATIONS: Readonly<Record<Operation, OperationTraits>> = {
  connect: { idempotent: true, deadlineMs: 10_000 },
  makeCall: { idempotent: false, deadlineMs: 30_000 },
  hangupCall: { idempotent: true, deadlineMs: 15_000 },
  transferCall: { idempotent: false, deadlineMs: 30_000 },
  getCallRecordingUrl: { idempotent: true, deadlineMs: 15_000 },
  getAgentStatus: { idempotent: true, deadlineMs: 10_000 },
  findCall: { idempotent: true, deadlineMs: 10_000 },
};
