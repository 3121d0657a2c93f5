import {
  type CallOptions,
  type Clock,
  type ConnectResult,
  type HttpAnswer,
  readJsonBody,
  type SwitchError,
} from '@elasticfunnels/switch-core';
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
  const doubt = await client.probe(path, options, (answer) =>
    findConnectDoubt(path, answer, () => client.errorOf('connect', path, answer)),
  );
  if (doubt === undefined) return { status: 'verified', ...latency() };
  if (doubt.kind === 'no_endpoint' && path !== BASE_PATH) {
    await client.probe(BASE_PATH, options, (answer) => assertAnswers(client, answer));
  }
  return { status: 'reachable', reason: doubt.reason, ...latency() };
}

/** Why an answer on the connect path does not prove the credentials. */
export interface ConnectDoubt {
  readonly kind: 'no_endpoint' | 'not_the_service';
  readonly reason: string;
}

/** What an answer on the connect path leaves in doubt; undefined when it proves reachability and credentials. @throws what `toError` makes */
export function findConnectDoubt(path: string, answer: HttpAnswer, toError: () => SwitchError): ConnectDoubt | undefined {
  if (NO_ENDPOINT.includes(answer.status)) {
    return {
      kind: 'no_endpoint',
      reason: `there is no connect endpoint at ${showPath(path)} (HTTP ${answer.status}): credentials unverified`,
    };
  }
  const body = readJsonBody(answer);
  const refused = body.kind === 'object' && body.value['success'] === false;
  if (answer.status < 200 || answer.status > 299 || refused) throw toError();
  // A bare "OK" is any 2xx like another; a page, or half an answer, is not something that a service meant to say.
  if (body.kind === 'other' && UNMEANT.includes(body.found)) {
    return {
      kind: 'not_the_service',
      reason: `${showPath(path)} answered with ${body.found}: credentials unverified, and perhaps not the service`,
    };
  }
  return undefined;
}

/** Any answer will do that a web server gives to a stranger; refused credentials and server errors will not. */
function assertAnswers(client: MiddlewareClient, answer: HttpAnswer): void {
  const { status } = answer;
  const telling = status === 401 || status === 403 || status === 429 || status >= 500 || (status >= 300 && status < 400);
  if (telling && status !== 501) throw client.errorOf('connect', BASE_PATH, answer);
}
