import { joinUrl } from '@elasticfunnels/switch-core';
import type { ContractOperation } from '../../catalogue/interactions.ts';
import type { VerificationTarget } from '../target/verification-target.ts';
import type { CapturedRequest, Exchange, ExchangeContext } from './exchange.ts';
import { isAnswer, sendRequest, type WireFailure } from './send-request.ts';

const UNANSWERED_ENOUGH = 3;
const IMPATIENT_MS = 200;

/** What is sent to the middleware: by path where it was captured, by operation where the kit asks by itself. */
export interface LinkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** The one way to the middleware: everything that is sent goes through here, and is kept. */
export class MiddlewareLink {
  readonly #target: VerificationTarget;
  readonly #signal: AbortSignal;
  readonly #exchanges: Exchange[] = [];
  #unanswered = 0;
  readonly #listeners: ((exchange: Exchange) => void)[] = [];

  constructor(target: VerificationTarget, signal: AbortSignal) {
    this.#target = target;
    this.#signal = signal;
  }

  /** Everything that was exchanged so far. */
  list(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** Hears of every exchange when it has ended. */
  onExchange(listener: (exchange: Exchange) => void): void {
    this.#listeners.push(listener);
  }

  /** Sends a request; `bounded` is false only for the clean-up, which goes on after an interruption. */
  async send(request: LinkRequest, context: ExchangeContext, bounded = true): Promise<Exchange> {
    const { baseUrl, certificateAuthorities } = this.#target;
    const timeoutMs = this.#patienceMs(bounded);
    const startedAt = performance.now();
    const url = this.#locate(baseUrl, request.path);
    const { method, headers, body } = request;
    const end =
      url === undefined
        ? ({ kind: 'lost', reason: 'the path does not lie below the base URL' } satisfies WireFailure)
        : await sendRequest(
            { method, url, headers: { ...headers }, ...(body === undefined ? {} : { body }) },
            { timeoutMs, certificateAuthorities, signal: bounded ? this.#signal : undefined },
          );
    const captured: CapturedRequest = { method, path: request.path, headers, body };
    const durationMs = Math.round(performance.now() - startedAt);
    const exchange: Exchange = { ...context, operation: this.#operationOf(request), request: captured, end, durationMs };
    this.#exchanges.push(exchange);
    this.#unanswered = isAnswer(end) ? 0 : this.#unanswered + 1;
    for (const listener of this.#listeners) listener(exchange);
    return exchange;
  }

  /** Posts a body to an operation, with the good credentials unless told otherwise. */
  async post(
    operation: ContractOperation,
    body: string,
    context: ExchangeContext,
    { headers, bounded = true }: { headers?: Readonly<Record<string, string>>; bounded?: boolean } = {},
  ): Promise<Exchange> {
    const own = { accept: 'application/json', ...(headers ?? (await this.#target.authorise())) };
    const path = this.#target.paths[operation];
    if (operation === 'connect') return this.send({ method: 'GET', path, headers: own }, context, bounded);
    const typed = { 'content-type': 'application/json', ...own };
    return this.send({ method: 'POST', path, headers: typed, body }, context, bounded);
  }

  /** A middleware that has stopped answering is not waited for in full forty times over. */
  #patienceMs(bounded: boolean): number {
    const { timeoutMs } = this.#target;
    return bounded && this.#unanswered >= UNANSWERED_ENOUGH ? Math.min(timeoutMs, IMPATIENT_MS) : timeoutMs;
  }

  #locate(base: URL, path: string): URL | undefined {
    try {
      return joinUrl(base, path);
    } catch {
      return undefined;
    }
  }

  #operationOf({ method, path }: LinkRequest): ContractOperation | undefined {
    const [bare] = path.split('?');
    const operations = ['connect', 'makeCall', 'hangup', 'transfer', 'recording'] as const;
    return operations.find(
      (operation) => this.#target.paths[operation].split('?')[0] === bare && (operation === 'connect') === (method === 'GET'),
    );
  }
}
