import { maskNumbersIn } from '../call/mask-number.ts';
import type { AnswerDetails, SwitchErrorCode, SwitchErrorDetails, UnknownOutcomeReason } from '../errors/error-details.ts';
import { describeCode } from '../errors/describe-code.ts';
import { ERROR_POLICY } from '../errors/error-policy.ts';
import { SwitchError, type SwitchErrorOptions } from '../errors/switch-error.ts';
import { toVisibleText } from '../errors/visible-text.ts';
import type { Operation } from '../switch/operation.ts';
import type { Authorisation } from './authorisation.ts';
import type { HttpAnswer } from './http-transport.ts';
import { maskSent } from './mask-sent.ts';
import { describeRedirect, type RedirectTold } from './redirect.ts';
import { leavesDoubt, type RequestKind } from './request-kind.ts';
import { readClockSkew, readRetryAfter } from './retry-after.ts';
import type { SentRequest } from './sent-request.ts';

/** Codes that a service may name for itself: what it alone can know. Nothing about our own side. */
export type ReportedCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'AGENT_NOT_FOUND'
  | 'AGENT_NOT_READY'
  | 'DESTINATION_INVALID'
  | 'DESTINATION_BLOCKED'
  | 'CAMPAIGN_INVALID'
  | 'CALL_NOT_FOUND'
  | 'CALL_ENDED'
  | 'CAPABILITY_MISSING'
  | 'RATE_LIMITED'
  | 'OUTCOME_UNKNOWN'
  | 'REJECTED'
  | 'UPSTREAM_FAILED';

/** What is known of a refusal or failure that a service answered. */
export interface AnsweredFailure {
  readonly operation: Operation;
  /** What the request did, as in its exchange. */
  readonly kind?: RequestKind | undefined;
  readonly answer: HttpAnswer;
  /** What `read` was told of the request; of a driver that sends no idempotency key, nothing depends on its key. */
  readonly sent?: SentRequest | undefined;
  /** The code that the service named, or that the plugin derived. */
  readonly code?: ReportedCode | undefined;
  /** The service's own words, as they came; redacted here. */
  readonly vendorMessage?: string | undefined;
  /** Whether the body is an error of the service's own, and not a web server's page. */
  readonly fromService: boolean;
  /** Whether the request named a call. */
  readonly namesCall?: boolean;
  readonly fieldsSent?: readonly string[];
  /** Whose numbers and addresses the request named, such as the destination: they are not said back in the error. */
  readonly peopleSent?: readonly (string | undefined)[] | undefined;
  /** Why the outcome is unknown, where the plugin knows better than the status tells. */
  readonly unknownReason?: UnknownOutcomeReason | undefined;
  readonly path: string;
  readonly authorisation: Authorisation;
  readonly now: Date;
}

const SKEW_WORTH_TELLING_SECONDS = 60;

/** The error for an answer that is not a success: by the service's own code, else by status and operation. */
export function toAnswerError(failure: AnsweredFailure): SwitchError {
  const code = failure.code ?? findCodeByStatus(failure);
  switch (code) {
    case 'OUTCOME_UNKNOWN':
      return outcomeUnknown(failure);
    case 'UNAUTHENTICATED':
      return unauthenticated(failure);
    case 'CAPABILITY_MISSING':
      return build(failure, code, { capability: failure.operation });
    case 'CONTRACT_VIOLATED':
      return contractViolated(failure);
    case 'UPSTREAM_FAILED':
      return upstreamFailed(failure);
    default:
      return build(failure, code, {});
  }
}

type DerivedCode = ReportedCode | 'CONTRACT_VIOLATED';

function findCodeByStatus(failure: AnsweredFailure): DerivedCode {
  const { operation, kind, fromService, namesCall } = failure;
  const { status } = failure.answer;
  if (status < 300) return 'REJECTED';
  if (status < 400) return mayHaveActed(status) && leavesDoubt(operation, kind) ? 'OUTCOME_UNKNOWN' : 'CONTRACT_VIOLATED';
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if ((status === 404 || status === 405) && !fromService) return 'CONTRACT_VIOLATED';
  if (status === 404 && namesCall === true) return 'CALL_NOT_FOUND';
  if (status === 410 && namesCall === true) return 'CALL_ENDED';
  if (mayBeInProgress(failure)) return 'OUTCOME_UNKNOWN';
  if (status === 429) return 'RATE_LIMITED';
  if (status < 500) return 'REJECTED';
  return 'UPSTREAM_FAILED';
}

/** 302 and 303 also mean "done, look there" on the web; 301, 307 and 308 only ever "ask there". */
function mayHaveActed(status: number): boolean {
  return status === 302 || status === 303;
}

/**
 * A bare 409 to a key that the service may know: the first request with it may be at work, and this one did not ring.
 * To a key that nobody can have seen it is a refusal like another, such as "the agent is busy".
 */
function mayBeInProgress({ operation, kind, code, answer, sent }: AnsweredFailure): boolean {
  return answer.status === 409 && code === undefined && sent?.mayRepeatKey === true && leavesDoubt(operation, kind);
}

/** 503 says that the request was not taken on; with any other status, what failed may have acted first. */
function upstreamFailed(failure: AnsweredFailure): SwitchError {
  const effect = failure.answer.status === 503 ? 'none' : 'unknown';
  if (effect === 'unknown' && leavesDoubt(failure.operation, failure.kind)) return outcomeUnknown(failure);
  return build(failure, 'UPSTREAM_FAILED', {}, { effect });
}

function outcomeUnknown(failure: AnsweredFailure): SwitchError {
  const reason = failure.unknownReason ?? findUnknownReason(failure);
  const options = {
    ...(reason === 'redirected' ? { message: tellRedirect(failure).message } : {}),
    ...(reason === 'in_progress' ? { message: IN_PROGRESS, hint: IN_PROGRESS_HINT } : {}),
  };
  return build(failure, 'OUTCOME_UNKNOWN', { reason }, options);
}

const IN_PROGRESS =
  'The first request with this idempotency key may still be at work, so nobody can tell whether it took effect.';
const IN_PROGRESS_HINT =
  'Ask again with the same key in some seconds, or look at the agent: with another key the phone may ring twice.';

function findUnknownReason(failure: AnsweredFailure): UnknownOutcomeReason {
  const { status } = failure.answer;
  if (failure.code === 'UPSTREAM_FAILED' || status >= 500) return 'upstream_error';
  if (status >= 300 && status < 400) return 'redirected';
  return mayBeInProgress(failure) ? 'in_progress' : 'reported_by_switch';
}

function unauthenticated(failure: AnsweredFailure): SwitchError {
  const { answer, authorisation, now } = failure;
  const schemesAsked = readSchemesAsked(answer);
  const clockSkewSeconds = readClockSkew(answer, now);
  const skewed = Math.abs(clockSkewSeconds ?? 0) >= SKEW_WORTH_TELLING_SECONDS;
  const hints = [
    ERROR_POLICY.UNAUTHENTICATED.hint,
    `We sent ${authorisation.scheme}${schemesAsked.length > 0 ? `, the service asks for ${schemesAsked.join(' or ')}` : ''}.`,
    ...(skewed ? [`The clocks differ by ${clockSkewSeconds} s, which breaks tokens that are bound to time.`] : []),
  ];
  const details = {
    schemeSent: authorisation.scheme,
    ...(schemesAsked.length > 0 ? { schemesAsked } : {}),
    ...(clockSkewSeconds === undefined ? {} : { clockSkewSeconds }),
  };
  return build(failure, 'UNAUTHENTICATED', details, { hint: hints.join(' ') });
}

/** The schemes that are registered and in use. @see https://www.iana.org/assignments/http-authschemes */
const SCHEMES: readonly string[] = ['Basic', 'Bearer', 'Digest', 'DPoP', 'HOBA', 'Mutual', 'Negotiate', 'NTLM', 'OAuth'];

// By known names only: whatever else stands in the header may be an echo of the credentials.
function readSchemesAsked(answer: HttpAnswer): readonly string[] {
  const header = answer.headers['www-authenticate'];
  // Without its quoted texts: a realm may hold commas and names of schemes. Each expression takes what it sees or stops, as
  // the header may be long and of anybody's making.
  const challenges = [header].flat().map((text) => text?.replace(/"(?:[^"\\]|\\.)*"?/g, ''));
  const known = challenges
    .join()
    .split(',')
    .flatMap((part) => {
      // What stands before a = is the name of a parameter.
      const name = /^[\w-]+(?![\w-]|\s*=)/.exec(part.trim())?.[0].toLowerCase();
      return SCHEMES.find((scheme) => scheme.toLowerCase() === name) ?? [];
    });
  return [...new Set(known)];
}

function contractViolated(failure: AnsweredFailure): SwitchError {
  const { status } = failure.answer;
  if (status < 400) {
    const effect = mayHaveActed(status) ? 'unknown' : 'none';
    return build(failure, 'CONTRACT_VIOLATED', { reason: 'redirected' }, { ...tellRedirect(failure), effect });
  }
  return build(
    failure,
    'CONTRACT_VIOLATED',
    { reason: 'path_missing' },
    {
      effect: 'none',
      message: `There is nothing at ${failure.path} (HTTP ${status} from the web server, not from the service).`,
      hint: `Check the base URL, and that the path of ${failure.operation} is the service's own.`,
    },
  );
}

/** How much of the service's words an error carries. */
const LONGEST_WORDS = 1_000;
/** More than is shown, as half a number would not be known for one; and a bound to what masking costs. */
const LONGEST_READ = 16 * LONGEST_WORDS;

/** The service's words without credentials, and without the numbers and people in them. */
function makeSafe({ authorisation, peopleSent = [] }: AnsweredFailure, text: string): string {
  return maskNumbersIn(maskSent(authorisation.redact(text).slice(0, LONGEST_READ), peopleSent));
}

function tellRedirect(failure: AnsweredFailure): RedirectTold {
  const { answer, sent, operation, authorisation } = failure;
  const redact = (text: string): string => authorisation.redact(text);
  return describeRedirect({ answer, sent, operation, redact, makeSafe: (text) => makeSafe(failure, text) });
}

function build<Code extends SwitchErrorCode>(
  failure: AnsweredFailure,
  code: Code,
  details: Omit<SwitchErrorDetails[Code], keyof AnswerDetails>,
  options: SwitchErrorOptions = {},
): SwitchError {
  const { answer, vendorMessage, fieldsSent, now } = failure;
  const retryAfterSeconds = readRetryAfter(answer, now);
  const words = vendorMessage === undefined ? undefined : toVisibleText(makeSafe(failure, vendorMessage)).slice(0, LONGEST_WORDS);
  const facts: AnswerDetails = {
    httpStatus: answer.status,
    ...(fieldsSent === undefined || fieldsSent.length === 0 ? {} : { fieldsSent }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  const known = { ...details, ...facts } as SwitchErrorDetails[Code];
  const summary = options.message ?? describeCode(code, known);
  return new SwitchError(code, known, {
    ...options,
    message: words === undefined ? summary : `${summary} It said: ${words}`,
    vendorMessage: words,
  });
}
