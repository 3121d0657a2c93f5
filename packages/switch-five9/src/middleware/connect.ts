import {
  type CallOptions,
  type Clock,
  type ConnectResult,
  type HttpAnswer,
  readJsonBody,
  type SentRequest,
} from '@elasticfunnels/switch-core';
import { findFailureInSuccess } from './failure-in-success.ts';
import { isRefusal } from './is-refusal.ts';
import type { MiddlewareClient } from './middleware-client.ts';
import { showPath } from './middleware-error.ts';

/** How a service says that it has no endpoint for this check. */
const NO_ENDPOINT: readonly number[] = [404, 405, 501];
const BASE_PATH = '/';

const UNMEANT: readonly string[] = ['an HTML page', 'JSON that is cut off or malformed'];

/**
 * Asks the connect path; where there is none, the base URL itself, which proves that something answers but not that
 * the credentials are good.
 *
 * @throws SwitchError for rejected credentials, a redirect, a server error, and whatever keeps the answer away.
 */
export async function connectToMiddleware(
  client: MiddlewareClient,
  path: string,
  clock: Clock,
  options: CallOptions | undefined,
): Promise<ConnectResult> {
  const startedAt = clock.monotonicMs();
  const latency = (): { latencyMs: number } => ({ latencyMs: Math.round(clock.monotonicMs() - startedAt) });
  const verdict = await client.probe(path, options, (answer, sent) => {
    const judged = judgeConnectAnswer(path, answer);
    if (judged.kind === 'refused') throw client.errorOf('connect', path, answer, sent);
    if (judged.kind === 'contradicted') throw client.contradictionOf('connect', path, answer, judged.field);
    return judged;
  });
  if (verdict.kind === 'proven') return { status: 'verified', ...latency() };
  if (verdict.kind === 'no_endpoint' && path !== BASE_PATH) {
    await client.probe(BASE_PATH, options, (answer, sent) => assertAnswers(client, answer, sent));
  }
  return { status: 'reachable', reason: verdict.reason, ...latency() };
}

/** What an answer on the connect path says of reachability and credentials: both are proven, or refused, or in doubt. */
export type ConnectVerdict =
  | { readonly kind: 'proven' }
  | { readonly kind: 'refused' }
  /** A success by its status, and by this field none. */
  | { readonly kind: 'contradicted'; readonly field: string }
  | { readonly kind: 'no_endpoint' | 'not_the_service'; readonly reason: string };

/** Judges an answer on the connect path. */
export function judgeConnectAnswer(path: string, answer: HttpAnswer): ConnectVerdict {
  if (NO_ENDPOINT.includes(answer.status)) {
    return {
      kind: 'no_endpoint',
      reason: `there is no connect endpoint at ${showPath(path)} (HTTP ${answer.status}): credentials unverified`,
    };
  }
  const body = readJsonBody(answer);
  if (isRefusal(answer, body)) return { kind: 'refused' };
  const field = findFailureInSuccess(body);
  if (field !== undefined) return { kind: 'contradicted', field };
  // A bare "OK" is any 2xx like another; a page, or half an answer, is not something that a service meant to say.
  if (body.kind === 'other' && UNMEANT.includes(body.found)) {
    return {
      kind: 'not_the_service',
      reason: `${showPath(path)} answered with ${body.found}: credentials unverified, and perhaps not the service`,
    };
  }
  return { kind: 'proven' };
}

/** Any answer will do that a web server gives to a stranger; refused credentials and server errors will not. */
function assertAnswers(client: MiddlewareClient, answer: HttpAnswer, sent: SentRequest | undefined): void {
  const { status } = answer;
  const telling = status === 401 || status === 403 || status === 429 || status >= 500 || (status >= 300 && status < 400);
  if (telling && status !== 501) throw client.errorOf('connect', BASE_PATH, answer, sent);
}
