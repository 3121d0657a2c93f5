import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { publishDiagnostic } from '../runtime/diagnostics.ts';
import { Deadline, sleep } from '../runtime/interruption.ts';
import type { Logger } from '../runtime/logger.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import type { CallOptions } from '../switch/requests.ts';
import type { Authorisation } from './authorisation.ts';
import { type HttpAnswer, type HttpTransport, TransportFailure, type TransportRequest } from './http-transport.ts';
import { OutgoingExchange } from './outgoing-exchange.ts';
import { PathUrls } from './path-urls.ts';
import type { RequestKind } from './request-kind.ts';
import { type FailedTry, findRetryDelay, type RetryPolicy } from './retry-policy.ts';
import type { SentRequest } from './sent-request.ts';
import { toSwitchError } from './transport-error.ts';

/** One request of a vendor's driver, and how to read its answer. */
export interface HttpExchange<T> {
  /** Decides whether the request may be repeated, and how failures are told. */
  readonly operation: Operation;
  /** What this request does, where the operation takes several; as the operation does, unless given. */
  readonly kind?: RequestKind;
  readonly method: TransportRequest['method'];
  /** Below the client's base URL. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; absent members are omitted. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Sent form-encoded. */
  readonly form?: Readonly<Record<string, string>>;
  readonly options?: CallOptions | undefined;
  /** What an answer means, of whatever status: a result, or a thrown `SwitchError` whose effect decides on retries. */
  readonly read: (answer: HttpAnswer, sent?: SentRequest) => T;
}

/** Where a client's requests go, and how they prove who sends them. */
export interface HttpClientTarget {
  readonly baseUrl: URL;
  readonly authorisation: Authorisation;
}

/** What a client works with; the host provides it. */
export interface HttpClientServices {
  readonly transport: HttpTransport;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * A vendor's way to its switch.
 *
 * @example await http.send({ operation: 'hangupCall', method: 'POST', path: '/hangup', json: { id }, options, read });
 */
export interface HttpClient {
  /** @throws SwitchError for every failure, the ones of `read` included. */
  send<T>(exchange: HttpExchange<T>): Promise<T>;
}

/** Authorised, bounded, and repeated only where repeating cannot ring a phone twice. */
export class RepeatingHttpClient implements HttpClient {
  readonly #baseUrl: URL;
  readonly #authorisation: Authorisation;
  readonly #urls: PathUrls;
  readonly #services: HttpClientServices;

  constructor({ baseUrl, authorisation }: HttpClientTarget, services: HttpClientServices) {
    this.#baseUrl = baseUrl;
    this.#authorisation = authorisation;
    this.#urls = new PathUrls(baseUrl);
    this.#services = services;
  }

  async send<T>(exchange: HttpExchange<T>): Promise<T> {
    const { clock, retry } = this.#services;
    const { operation, kind, options = {} } = exchange;
    const deadline = new Deadline(clock, options.deadlineMs ?? OPERATIONS[operation].deadlineMs);
    let mayHaveApplied = false;
    let mayRepeatKey = options.idempotencyKey !== undefined && options.idempotencyKeyIsNew !== true;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(exchange, deadline, mayRepeatKey);
      if (!('failure' in outcome)) return outcome.result;
      // A later try that was refused does not tell what an earlier one did.
      mayHaveApplied ||= outcome.failure.effect === 'unknown' && kind !== 'question';
      const effect = mayHaveApplied ? 'unknown' : kind === 'question' ? 'none' : outcome.failure.effect;
      const failure = effect === outcome.failure.effect ? outcome.failure : SwitchError.retold(outcome.failure, { effect });
      const delayMs = findRetryDelay(retry, exchange, attempt, outcome);
      if (delayMs === undefined || delayMs >= deadline.remainingMs()) throw failure;
      // Whoever answered has read the key.
      mayRepeatKey ||= outcome.status !== undefined;
      this.#tellRetry(operation, attempt, failure.code, delayMs);
      if ((await sleep(clock, delayMs, options.signal)) === 'aborted') {
        throw new SwitchError('ABORTED', {}, { effect: failure.effect, cause: failure, message: 'Given up between two tries.' });
      }
    }
  }

  async #attempt<T>(exchange: HttpExchange<T>, deadline: Deadline, mayRepeatKey: boolean): Promise<Attempted<T>> {
    const { clock, transport, logger } = this.#services;
    const startedAt = clock.monotonicMs();
    let shownUrl: string;
    let request: TransportRequest;
    try {
      const { url, shown } = this.#urls.get(exchange.path);
      shownUrl = shown;
      const outgoing = new OutgoingExchange(exchange, url);
      const authorising = this.#authorisation.authorise(outgoing);
      // Most are done at once, and waiting for nothing takes a turn.
      if (authorising !== undefined) await authorising;
      request = outgoing.toTransportRequest(deadline.remainingMs());
    } catch (error) {
      return toBuildFailure(error);
    }
    let answer: HttpAnswer;
    try {
      answer = await transport.request(request);
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return { failure: toSwitchError(error, exchange.operation, exchange.kind) };
    } finally {
      const durationMs = Math.round(clock.monotonicMs() - startedAt);
      logger.debug({ operation: exchange.operation, method: request.method, url: shownUrl, durationMs }, 'request to the switch');
    }
    try {
      return { result: exchange.read(answer, { baseUrl: this.#baseUrl, path: exchange.path, mayRepeatKey }) };
    } catch (error) {
      if (!SwitchError.is(error)) throw error;
      return { failure: error, status: answer.status };
    }
  }

  #tellRetry(operation: Operation, attempt: number, code: string, delayMs: number): void {
    this.#services.logger.warn({ operation, attempt, code, delayMs }, 'request failed and is repeated');
    publishDiagnostic('phone-switch.retry', () => ({ operation, attempt, code, delayMs }));
  }
}

type Attempted<T> = { readonly result: T } | FailedTry;

// Whatever goes wrong before the transport has the request, nothing was sent.
function toBuildFailure(cause: unknown): FailedTry {
  if (SwitchError.is(cause)) return { failure: SwitchError.retold(cause, { effect: 'none' }) };
  return {
    failure: new SwitchError(
      'INTERNAL',
      {},
      { cause, effect: 'none', message: 'The request could not be made, so nothing was sent.' },
    ),
  };
}
