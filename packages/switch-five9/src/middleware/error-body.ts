import type { JsonBody, ReportedCode, UnknownOutcomeReason } from '@elasticfunnels/switch-core';
import { readFieldProblems } from './field-problems.ts';

/** What an error body says, as far as we read it. */
export interface ErrorBody {
  readonly code: ReportedCode | undefined;
  /** The code as it came. */
  readonly wireCode: string | undefined;
  readonly message: string | undefined;
  readonly unknownReason: UnknownOutcomeReason | undefined;
  /** Whether the service itself wrote it, and not a web server in front of it. */
  readonly fromService: boolean;
}

/** Our own codes in lower case, and two of the idempotency key. */
const CODES: ReadonlyMap<string | undefined, ReportedCode> = new Map([
  ['unauthenticated', 'UNAUTHENTICATED'],
  ['forbidden', 'FORBIDDEN'],
  ['agent_not_found', 'AGENT_NOT_FOUND'],
  ['agent_not_ready', 'AGENT_NOT_READY'],
  ['destination_invalid', 'DESTINATION_INVALID'],
  ['destination_blocked', 'DESTINATION_BLOCKED'],
  ['campaign_invalid', 'CAMPAIGN_INVALID'],
  ['call_not_found', 'CALL_NOT_FOUND'],
  ['call_ended', 'CALL_ENDED'],
  ['capability_missing', 'CAPABILITY_MISSING'],
  ['rate_limited', 'RATE_LIMITED'],
  ['outcome_unknown', 'OUTCOME_UNKNOWN'],
  ['rejected', 'REJECTED'],
  ['upstream_failed', 'UPSTREAM_FAILED'],
  ['idempotency_conflict', 'REJECTED'],
  // The first request with this key is still at work: what it does is not known yet.
  ['idempotency_in_progress', 'OUTCOME_UNKNOWN'],
]);

const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

const isFound = (problems: string | undefined): boolean => problems !== undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/**
 * Reads `code` and `message`, also where a service nests them in `error` or writes problem details (RFC 9457), and what it
 * finds wrong with single fields.
 */
export function readErrorBody(body: JsonBody): ErrorBody {
  const value = body.kind === 'object' ? body.value : {};
  const nested = isRecord(value['error']) ? value['error'] : {};
  const wireCode = (text(value['code']) ?? text(nested['code']))?.toLowerCase();
  const summary =
    text(value['message']) ?? text(nested['message']) ?? text(value['detail']) ?? text(value['error']) ?? text(value['title']);
  const problems = [value['detail'], value['errors'], nested['errors'], value['error']].map(readFieldProblems).find(isFound);
  const message = summary !== undefined && problems !== undefined ? `${summary} (${problems})` : (summary ?? problems);
  return {
    code: CODES.get(wireCode),
    wireCode,
    message,
    unknownReason: wireCode === 'idempotency_in_progress' ? 'in_progress' : undefined,
    // Whatever names it has for things: a web server's own page is not JSON.
    fromService: Object.keys(value).length > 0,
  };
}
