import { parseObject } from '../wire/exchange.ts';
import { isAnswer, sendRequest } from '../wire/send-request.ts';
import { type Satisfaction, satisfied, unsatisfied } from './satisfaction.ts';

/** The endpoint of a middleware team that brings states about: `--states-url`. */
export interface StatesEndpoint {
  readonly url: URL;
  /** Sent as Bearer. */
  readonly token: string | undefined;
  readonly timeoutMs: number;
  readonly certificateAuthorities: readonly string[];
  readonly signal: AbortSignal;
}

/** What is asked of the endpoint. */
export interface StateRequest {
  readonly action: 'setup' | 'teardown';
  readonly state: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Asks the endpoint once; whatever goes wrong there is a reason, and never a retry. */
export async function askStatesUrl(endpoint: StatesEndpoint, request: StateRequest): Promise<Satisfaction> {
  const { url, token, signal, timeoutMs, certificateAuthorities } = endpoint;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const end = await sendRequest(
    { method: 'POST', url, headers, body: JSON.stringify(request) },
    { timeoutMs, certificateAuthorities, signal },
  );
  if (!isAnswer(end)) return unsatisfied(`--states-url: ${end.reason}`);
  const body = parseObject(end.body);
  if (end.status === 401 || end.status === 403) {
    return unsatisfied(`--states-url answered ${end.status}: give its token with --states-token-env VAR`);
  }
  if (end.status < 200 || end.status > 299) return unsatisfied(`--states-url answered ${end.status}`);
  if (body === undefined && end.body.trim() !== '')
    return unsatisfied('--states-url answered with something that is no JSON object');
  return satisfied(toTexts(body ?? {}));
}

// A number would reach the request as a number: the contract's ids are texts.
function toTexts(body: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain = Object.entries(body).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}
