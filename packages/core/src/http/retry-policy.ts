import type { AnswerDetails } from '../errors/error-details.ts';
import type { SwitchError } from '../errors/switch-error.ts';
import type { Operation } from '../switch/operation.ts';
import { mayRepeat, type RequestKind } from './request-kind.ts';

/** How often and how patiently a request that is safe to repeat is repeated. */
export interface RetryPolicy {
  /** Tries in all; 1 repeats nothing. */
  readonly attempts: number;
  /** The first wait is random between 0 and this, in milliseconds; it doubles with each try. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/** Three tries within about a second. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, baseDelayMs: 200, maxDelayMs: 2_000, random: Math.random };

/** A try that failed, and the status of its answer where there was one. */
export interface FailedTry {
  readonly failure: SwitchError;
  readonly status?: number;
}

/**
 * How long to wait before the request is repeated, in milliseconds; undefined when it must not be.
 *
 * Decided by what the failure did upstream and what the operation means, never by the HTTP method. A switch that
 * answered "not now" (429, 503) is asked again only when it said when. An origin that is left alone for a while is waited
 * for only if it is tried again soon: to be told at once is what its refusals are for.
 */
export function findRetryDelay(
  policy: RetryPolicy,
  { operation, kind }: { readonly operation: Operation; readonly kind?: RequestKind },
  attempt: number,
  { failure, status }: FailedTry,
): number | undefined {
  if (attempt >= policy.attempts || !failure.retryable) return undefined;
  if (!mayRepeat(operation, kind) && (failure.effect !== 'none' || mayHaveActed(status))) return undefined;
  // Full jitter: many callers that failed together must not come back together.
  const jitterMs = policy.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  const asked = findRetryAfterSeconds(failure);
  if (asked !== undefined && failure.code === 'UNREACHABLE') {
    return asked * 1000 > policy.maxDelayMs ? undefined : asked * 1000 + jitterMs;
  }
  if (asked !== undefined) return asked * 1000;
  return failure.effect === 'none' && status !== undefined ? undefined : jitterMs;
}

/** Whatever code a body names beside it: only 429 and 503 say that the request was not taken on. */
function mayHaveActed(status: number | undefined): boolean {
  return status !== undefined && status !== 429 && status !== 503;
}

function findRetryAfterSeconds({ details }: SwitchError): number | undefined {
  return (details as AnswerDetails).retryAfterSeconds;
}
