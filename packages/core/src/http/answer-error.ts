import { maskNumbersIn } from '../call/mask-number.ts';
import type { AnswerDetails, SwitchErrorCode, SwitchErrorDetails, UnknownOutcomeReason } from '../errors/error-details.ts';
import { ERROR_POLICY } from '../errors/error-policy.ts';
import { SwitchError, type SwitchErrorOptions } from '../errors/switch-error.ts';
import type { Operation } from '../switch/operation.ts';
import type { Authorisation } from './authorisation.ts';
import type { HttpAnswer } from './http-transport.ts';
import { leavesDoubt, type RequestKind } from './request-kind.ts';
import { findHeader, readClockSkew, readRetryAfter } from './retry-after.ts';

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
  /** The code that the service named, or that the plugin derived. */
  readonly code?: ReportedCode | undefined;
  /** The service's own words, as they came; redacted here. */
  readonly vendorMessage?: string | undefined;
  /** Whether the body is an error of the service's own, and not a web server's page. */
  readonly fromService: boolean;
  /** Whether the request named a call. */
  readonly namesCall?: boolean;
  readonly fieldsSent?: readonly string[];
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

function findCodeByStatus({ operation, kind, answer: { status }, fromService, namesCall }: AnsweredFailure): DerivedCode {
  if (status < 300) return 'REJECTED';
  if (status < 400) return mayHaveActed(status) && leavesDoubt(operation, kind) ? 'OUTCOME_UNKNOWN' : 'CONTRACT_VIOLATED';
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if ((status === 404 || status === 405) && !fromService) return 'CONTRACT_VIOLATED';
  if (status === 404 && namesCall === true) return 'CALL_NOT_FOUND';
  if (status === 410 && namesCall === true) return 'CALL_ENDED';
  if (status === 429) return 'RATE_LIMITED';
  if (status < 500) return 'REJECTED';
  return 'UPSTREAM_FAILED';
}

/** 302 and 303 also mean "done, look there" on the web; 301, 307 and 308 only ever "ask there". */
function mayHaveActed(status: number): boolean {
  return status === 302 || status === 303;
}

/** 503 says that the request was not taken on; every other server error leaves that open. */
function upstreamFailed(failure: AnsweredFailure): SwitchError {
  const effect = failure.answer.status === 503 || failure.answer.status < 500 ? 'none' : 'unknown';
  if (effect === 'unknown' && leavesDoubt(failure.operation, failure.kind)) return outcomeUnknown(failure);
  return build(failure, 'UPSTREAM_FAILED', {}, { effect });
}

function outcomeUnknown(failure: AnsweredFailure): SwitchError {
  const { status } = failure.answer;
  const reason = failure.unknownReason ?? findUnknownReason(status);
  return build(failure, 'OUTCOME_UNKNOWN', { reason }, reason === 'redirected' ? { message: redirectMessage(failure) } : {});
}

function findUnknownReason(status: number): UnknownOutcomeReason {
  if (status >= 500) return 'upstream_error';
  return status >= 300 && status < 400 ? 'redirected' : 'reported_by_switch';
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
    const hint = 'Set the base URL to the address that the service redirects to: the driver never follows a redirect.';
    return build(failure, 'CONTRACT_VIOLATED', { reason: 'redirected' }, { message: redirectMessage(failure), effect, hint });
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

function redirectMessage({ answer, authorisation }: AnsweredFailure): string {
  const location = findHeader(answer, 'location');
  // Redacted before it is parsed too: a path ends at a ? or #, and a URL has a form of its own for many signs. Headers are
  // read as Latin-1, in which what was UTF-8 is not known again.
  const text = location === undefined ? undefined : authorisation.redact(Buffer.from(location, 'latin1').toString());
  const target = text === undefined ? null : URL.parse(text, 'http://relative.invalid');
  const shown =
    target === null
      ? 'nowhere'
      : `${target.host === 'relative.invalid' ? '' : `${target.protocol}//${target.host}`}${target.pathname}`;
  const safe = maskNumbersIn(authorisation.redact(shown));
  return `The service answered with a redirect (HTTP ${answer.status}) to ${safe}, which the driver does not follow.`;
}

function build<Code extends SwitchErrorCode>(
  failure: AnsweredFailure,
  code: Code,
  details: Omit<SwitchErrorDetails[Code], keyof AnswerDetails>,
  options: SwitchErrorOptions = {},
): SwitchError {
  const { answer, vendorMessage, fieldsSent, authorisation, now } = failure;
  const retryAfterSeconds = readRetryAfter(answer, now);
  const words = vendorMessage === undefined ? undefined : maskNumbersIn(authorisation.redact(vendorMessage)).slice(0, 1_000);
  const facts: AnswerDetails = {
    httpStatus: answer.status,
    ...(fieldsSent === undefined || fieldsSent.length === 0 ? {} : { fieldsSent }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  const summary = options.message ?? ERROR_POLICY[code].message;
  return new SwitchError(code, { ...details, ...facts } as SwitchErrorDetails[Code], {
    ...options,
    message: words === undefined ? summary : `${summary} It said: ${words}`,
    vendorMessage: words,
  });
}
