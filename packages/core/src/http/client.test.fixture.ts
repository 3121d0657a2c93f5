import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Logger, silentLogger } from '../runtime/logger.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import { toAnswerError } from './answer-error.ts';
import { type Authorisation, noAuthorisation } from './authorisation.ts';
import { type HttpExchange, RepeatingHttpClient } from './http-client.ts';
import type { HttpAnswer, HttpTransport } from './http-transport.ts';
import { DEFAULT_RETRY, type RetryPolicy } from './retry-policy.ts';

/** What a client in a test is made of; the rest is the default. */
export interface ClientParts {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly retry?: Partial<RetryPolicy>;
  readonly logger?: Logger;
  readonly authorisation?: Authorisation;
  readonly baseUrl?: string;
}

/** A client that waits the longest that each jitter allows. */
export function makeClient({
  transport,
  clock,
  retry,
  logger = silentLogger,
  authorisation = noAuthorisation,
  baseUrl,
}: ClientParts): RepeatingHttpClient {
  const services = { transport, clock, logger, retry: { ...DEFAULT_RETRY, random: () => 1, ...retry } };
  return new RepeatingHttpClient({ baseUrl: new URL(baseUrl ?? 'https://switch.test/api'), authorisation }, services);
}

/** An exchange of an operation that reads a 2xx as its body and anything else as a driver would. */
export function exchangeOf(operation: Operation, more: Partial<HttpExchange<string>> = {}): HttpExchange<string> {
  const read = (answer: HttpAnswer): string => {
    if (answer.status < 300) return answer.body;
    const now = new Date('2026-01-05T09:00:00.000Z');
    throw toAnswerError({
      operation,
      kind: more.kind,
      answer,
      fromService: true,
      path: '/calls',
      authorisation: noAuthorisation,
      now,
    });
  };
  return { operation, method: 'POST', path: '/calls', json: { a: 1 }, read, ...more };
}

/** The `SwitchError` that an operation ended in. */
export async function switchErrorOf(work: Promise<unknown>): Promise<SwitchError> {
  try {
    await work;
  } catch (error) {
    if (SwitchError.is(error)) return error;
    throw error;
  }
  throw new Error('There was a result.');
}

/** Every operation, in the order of the table of their traits. */
export const ALL_OPERATIONS: readonly Operation[] = [
  'connect',
  'makeCall',
  'hangupCall',
  'transferCall',
  'getCallRecordingUrl',
  'getAgentStatus',
  'findCall',
];

/** Those that may be done twice without harm, by their traits. */
export const IDEMPOTENT: readonly Operation[] = ALL_OPERATIONS.filter((operation) => OPERATIONS[operation].idempotent);
