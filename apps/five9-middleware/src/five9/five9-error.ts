/**
 * Why Five9 refused, in `context.contextCode`. Five9 publishes no list: `LOGIN` has been seen on the live
 * system, the others are this repository's own and belong to the simulator.
 */
export type Five9ContextCode =
  | 'LOGIN'
  | 'AGENT_UNKNOWN'
  | 'AGENT_NOT_READY'
  | 'AGENT_ON_CALL'
  | 'AGENT_WRAP_UP'
  | 'CAMPAIGN_UNKNOWN'
  | 'CAMPAIGN_NOT_ASSIGNED'
  | 'SKILL_UNKNOWN'
  | 'SKILL_NOT_ASSIGNED'
  | 'NUMBER_INVALID'
  | 'NUMBER_ON_DNC_LIST'
  | 'INTERACTION_UNKNOWN'
  | 'INTERACTION_FINISHED'
  | 'TRANSFER_UNSUPPORTED'
  | 'TRANSFER_TO_SELF'
  | 'RECORDING_UNKNOWN'
  | 'RATE_LIMIT'
  | 'UNAVAILABLE';

/** The body of a Five9 error, as its agent REST interface sends it. */
export interface Five9ExceptionDetail {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly errorCode: number;
  readonly message: string;
  readonly context: { readonly contextCode: string; readonly objectId?: string };
}

/** What a Five9 error may carry beside its body. */
export interface Five9ErrorOptions {
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** An answer of Five9 that is not a success: the HTTP status (435 is a wrong session state) and its body. */
export class Five9Error extends Error {
  override readonly name = 'Five9Error';
  readonly status: number;
  readonly five9ExceptionDetail: Five9ExceptionDetail;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, detail: Five9ExceptionDetail, options: Five9ErrorOptions = {}) {
    super(detail.message, { cause: options.cause });
    this.status = status;
    this.five9ExceptionDetail = detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
