/** What a failed command did upstream: nothing, all of it, or nobody can tell. */
export type Effect = 'none' | 'applied' | 'unknown';

/** One thing wrong with an input: where, and what was expected. Never the value. */
export interface Issue {
  /** Dotted path of the field; empty for the whole input. */
  readonly path: string;
  readonly message: string;
}

/** What the switch's answer said, where there was one. */
export interface AnswerDetails {
  readonly httpStatus?: number;
  /** Names (never values) of the fields that the request carried. */
  readonly fieldsSent?: readonly string[];
  /** How long the switch asked us to wait, in seconds. */
  readonly retryAfterSeconds?: number;
}

/** Which check of the server's certificate or of the TLS handshake failed. */
export type TlsCheck = 'self_signed' | 'unknown_issuer' | 'expired' | 'not_yet_valid' | 'wrong_host' | 'protocol' | 'other';

/** Why nobody can tell whether a command took effect. */
export type UnknownOutcomeReason =
  | 'timed_out'
  | 'aborted'
  | 'connection_lost'
  | 'upstream_error'
  | 'unreadable_answer'
  | 'redirected'
  | 'in_progress'
  | 'reported_by_switch'
  | 'driver_failed';

/** The details that each error code carries. */
export interface SwitchErrorDetails {
  CONFIG_INVALID: { readonly issues: readonly Issue[] };
  ARGUMENT_INVALID: { readonly issues: readonly Issue[] };
  PLUGIN_NOT_FOUND: { readonly plugin: string; readonly registered: readonly string[] };
  PLUGIN_DUPLICATE: { readonly plugin: string };
  PLUGIN_INVALID: { readonly plugin: string; readonly reason: 'not_allowed' | 'not_a_plugin' | 'threw_on_load' | 'incomplete' };
  SPEC_UNSUPPORTED: { readonly plugin: string; readonly found: string; readonly supported: readonly string[] };
  CAPABILITY_MISSING: { readonly capability: string } & AnswerDetails;
  UNREACHABLE: {
    /** How far it came. `tls` and `answer` only of an origin that is left alone for a while: how its last request failed. */
    readonly stage: 'dns' | 'connect' | 'tls' | 'answer';
    readonly host: string;
    readonly reason: string;
    /** When the origin is tried again; until then requests to it are refused without a try. */
    readonly retryAt?: Date;
    /** The same, in seconds from when the error was made. */
    readonly retryAfterSeconds?: number;
  };
  TLS_FAILED: { readonly host: string; readonly check: TlsCheck; readonly reason: string };
  BLOCKED_ADDRESS: { readonly host: string; readonly address?: string; readonly category: string };
  UNAUTHENTICATED: AnswerDetails & {
    /** The scheme that this side sent: `Bearer`, `Basic`, `none`, ... */
    readonly schemeSent?: string;
    /** The schemes that the server asked for in `WWW-Authenticate`. */
    readonly schemesAsked?: readonly string[];
    /** The server's clock minus ours, in seconds, when it answered. */
    readonly clockSkewSeconds?: number;
  };
  FORBIDDEN: AnswerDetails;
  AGENT_NOT_FOUND: AnswerDetails;
  AGENT_NOT_READY: AnswerDetails;
  DESTINATION_INVALID: AnswerDetails;
  DESTINATION_BLOCKED: AnswerDetails;
  CAMPAIGN_INVALID: AnswerDetails;
  CALL_NOT_FOUND: AnswerDetails;
  CALL_ENDED: AnswerDetails;
  RATE_LIMITED: AnswerDetails;
  TIMED_OUT: { readonly deadlineMs?: number } & AnswerDetails;
  ABORTED: Readonly<Record<never, never>>;
  OUTCOME_UNKNOWN: { readonly reason: UnknownOutcomeReason } & AnswerDetails;
  REJECTED: AnswerDetails;
  UPSTREAM_FAILED: AnswerDetails;
  CONTRACT_VIOLATED: {
    readonly reason: 'path_missing' | 'redirected' | 'not_json' | 'unexpected_shape' | 'unusable_url' | 'too_large' | 'encoded';
  } & AnswerDetails;
  CLOSED: Readonly<Record<never, never>>;
  DELIVERY_UNVERIFIED: Readonly<Record<never, never>>;
  DELIVERY_MALFORMED: { readonly issues: readonly Issue[] };
  INTERNAL: Readonly<Record<never, never>>;
}

/** A stable name for what went wrong; adding one is a minor release, changing one a major. */
export type SwitchErrorCode = keyof SwitchErrorDetails;
