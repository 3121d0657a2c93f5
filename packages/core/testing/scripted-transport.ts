import {
  type Clock,
  type HttpAnswer,
  type HttpTransport,
  systemClock,
  TransportFailure,
  type TransportFault,
  type TransportRequest,
} from '@elasticfunnels/switch-core';

/** An answer as a script tells it: status 200 and no body unless given. */
export interface ScriptedAnswer {
  readonly status?: number;
  /** Names in lower case. */
  readonly headers?: HttpAnswer['headers'];
  /** Sent as it is. */
  readonly body?: string;
  /** Sent as JSON, with its content type. */
  readonly json?: unknown;
}

type Step = (request: TransportRequest) => HttpAnswer | Promise<HttpAnswer>;

/**
 * A transport whose answers and failures are scripted, one a request and in order, and which keeps the requests that
 * it saw. A request beyond the script is a mistake of the test: a plain error that says so.
 *
 * @example
 * const transport = new ScriptedTransport().answer({ json: { call_id: '1' } }).fail({ kind: 'lost', reason: 'reset' });
 * const host = createSwitchHost({ transport });
 */
export class ScriptedTransport implements HttpTransport {
  readonly #clock: Clock;
  readonly #steps: Step[] = [];
  readonly #requests: TransportRequest[] = [];
  #closed = false;

  /** The clock bounds requests that hang. */
  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** What was sent, the oldest first. */
  get requests(): readonly TransportRequest[] {
    return [...this.#requests];
  }

  /** How many scripted steps no request has used yet. */
  get remainingSteps(): number {
    return this.#steps.length;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The next request gets this answer. */
  answer(answer: ScriptedAnswer): this {
    return this.respond(() => toHttpAnswer(answer));
  }

  /** The next request fails; as sent, unless the fault is one that only happens before. */
  fail(fault: TransportFault, options: { readonly sent?: boolean } = {}): this {
    const sent = options.sent ?? !['dns', 'connect', 'tls', 'blocked', 'closed', 'invalid'].includes(fault.kind);
    return this.respond(({ url }) => {
      throw new TransportFailure(fault, { sent, host: url.host });
    });
  }

  /** The next request gets no answer: it fails when its time is over or its signal aborts. */
  hang(): this {
    return this.respond((request) => this.#hang(request));
  }

  /** The next request is answered by a function. @throws TransportFailure where the function does. */
  respond(step: Step): this {
    this.#steps.push(step);
    return this;
  }

  async request(request: TransportRequest): Promise<HttpAnswer> {
    const host = request.url.host;
    if (this.#closed) throw new TransportFailure({ kind: 'closed', reason: 'the transport is closed' }, { sent: false, host });
    if (request.signal?.aborted === true) throw new TransportFailure({ kind: 'aborted' }, { sent: false, host });
    this.#requests.push(request);
    const step = this.#steps.shift();
    if (step === undefined)
      throw new Error(
        `The script has no answer for request ${this.#requests.length}: ${request.method} ${request.url.pathname}.`,
      );
    return step(request);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #hang({ signal, timeoutMs, url }: TransportRequest): Promise<HttpAnswer> {
    return new Promise((_resolve, reject) => {
      const end = (kind: 'aborted' | 'timed_out') => (): void => {
        cancelTimer();
        signal?.removeEventListener('abort', onAbort);
        reject(new TransportFailure({ kind }, { sent: true, host: url.host }));
      };
      const onAbort = end('aborted');
      const cancelTimer = this.#clock.setTimer(timeoutMs, end('timed_out'));
      signal?.addEventListener('abort', onAbort);
    });
  }
}

function toHttpAnswer({ status = 200, headers = {}, body, json }: ScriptedAnswer): HttpAnswer {
  if (json === undefined) return { status, headers, body: body ?? '' };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
}
