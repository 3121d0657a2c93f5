import { isUtf8 } from 'node:buffer';
import { Agent, type Dispatcher } from 'undici';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { type Interruption, onInterruption } from '../runtime/interruption.ts';
import { type ConnectorOptions, guardedConnector } from './guarded-connector.ts';
import {
  type HttpAnswer,
  type HttpTransport,
  TransportFailure,
  type TransportFault,
  type TransportRequest,
} from './http-transport.ts';
import { type NetworkPolicy, PUBLIC_HTTPS_ONLY } from './network-policy.ts';
import { faultAfterStart, faultBeforeStart } from './transport-fault.ts';

/** Limits of the transport. */
export interface UndiciTransportOptions extends Partial<ConnectorOptions> {
  readonly policy?: NetworkPolicy;
  readonly clock?: Clock;
  /** The largest answer that is read, in bytes. */
  readonly maxAnswerBytes?: number;
  /** How many connections one origin may have. */
  readonly connectionsPerOrigin?: number;
  /**
   * How long an idle connection is kept, in milliseconds. Short, so that we are the side that closes it: a request
   * sent on a connection that the server is just closing has an outcome that nobody knows.
   */
  readonly keepAliveMs?: number;
}

interface Settle {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (failure: TransportFailure) => void;
}

/** The transport on undici: one agent, and one pool an origin, for all brands of a host. */
export class UndiciTransport implements HttpTransport {
  readonly #agent: Agent;
  readonly #clock: Clock;
  readonly #maxAnswerBytes: number;
  readonly #closing: AbortController = new AbortController();

  constructor(options: UndiciTransportOptions = {}) {
    const keepAliveMs = options.keepAliveMs ?? 1_000;
    this.#clock = options.clock ?? systemClock;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? 1_048_576;
    this.#agent = new Agent({
      connect: guardedConnector(
        options.policy ?? PUBLIC_HTTPS_ONLY,
        {
          connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
          ...(options.resolveHost === undefined ? {} : { resolveHost: options.resolveHost }),
        },
        this.#closing.signal,
      ),
      allowH2: false,
      connections: options.connectionsPerOrigin ?? 64,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      // A server's hint may shorten it, never lengthen it.
      keepAliveMaxTimeout: keepAliveMs,
      // Both restart with every byte, so they cannot bound a call; the deadline of each request does.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  request(request: TransportRequest): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(request.url, this.#maxAnswerBytes, { resolve, reject });
      const bounds = { clock: this.#clock, ms: request.timeoutMs, signal: request.signal };
      exchange.watch(onInterruption(bounds, (why) => exchange.interrupt(why)));
      if (request.signal?.aborted === true) return exchange.interrupt('aborted');
      if (request.timeoutMs <= 0) return exchange.interrupt('timed_out');
      this.#dispatch(request, exchange);
    });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
    // A connection that is still being made is not the agent's yet.
    this.#closing.abort();
  }

  #dispatch({ url, method, headers, body }: TransportRequest, exchange: Exchange): void {
    try {
      this.#agent.dispatch(
        {
          origin: url.origin,
          path: url.search === '' ? url.pathname : `${url.pathname}${url.search}`,
          method,
          headers: toHeaderList(headers),
          body: body ?? null,
          // Nothing is pipelined here, so nobody has to be told when the next could follow.
          blocking: false,
        },
        exchange,
      );
    } catch (error) {
      exchange.fail(faultBeforeStart(error), error);
    }
  }
}

/** Names and values in turn, as undici takes them without a detour. */
function toHeaderList(headers: Readonly<Record<string, string>>): string[] {
  const list: string[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && name !== 'accept-encoding') list.push(name, value);
  }
  // Whatever the size of an answer is to be held against, it must be what is read.
  list.push('accept-encoding', 'identity');
  return list;
}

/** One request under way, from the queue to its whole answer. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #url: URL;
  readonly #maxBytes: number;
  readonly #settle: Settle;
  #first: Buffer | undefined;
  /** All but the first: most answers come in one. */
  #more: Buffer[] | undefined;
  #unwatch: (() => void) | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #status = 0;
  #headers: HttpAnswer['headers'] = {};
  #bytes = 0;

  constructor(url: URL, maxBytes: number, settle: Settle) {
    this.#url = url;
    this.#maxBytes = maxBytes;
    this.#settle = settle;
  }

  watch(unwatch: () => void): void {
    this.#unwatch = unwatch;
  }

  /** Settles at once, also while the request is queued or connecting; then it must never be sent. */
  interrupt(why: Interruption): void {
    this.fail({ kind: why });
  }

  fail(fault: TransportFault, cause?: unknown): void {
    if (this.#settled) return;
    const sent = this.#controller !== undefined;
    const host = this.#url.host;
    const failure = new TransportFailure(fault, { sent, host, ...(cause === undefined ? {} : { cause }) });
    this.#end();
    this.#settle.reject(failure);
    this.#controller?.abort(failure);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Called just before the first byte is written: whoever gave up while it was queued must not find it sent.
    if (this.#settled) controller.abort(new Error('given up before it was sent'));
    else this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HttpAnswer['headers']): void {
    // 102 and 103 are news of an answer that is still to come; their headers are not its headers.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return this.fail({ kind: 'encoded' });
    if (Number(headers['content-length'] ?? 0) > this.#maxBytes) this.fail({ kind: 'too_large' });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) return this.fail({ kind: 'too_large' });
    if (this.#first === undefined) this.#first = chunk;
    else (this.#more ??= []).push(chunk);
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#end();
    this.#settle.resolve(this.#readAnswer());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(this.#controller === undefined ? faultBeforeStart(error) : faultAfterStart(error), error);
  }

  #readAnswer(): HttpAnswer {
    const bytes = this.#readBytes();
    const body = bytes?.toString('utf8') ?? '';
    const answer = { status: this.#status, headers: this.#headers, body };
    // Only what stands for something else can be a repair; most bodies have none.
    return body.includes('\ufffd') && !isUtf8(bytes ?? Buffer.alloc(0)) ? { ...answer, notUtf8: true } : answer;
  }

  #readBytes(): Buffer | undefined {
    if (this.#first === undefined || this.#more === undefined) return this.#first;
    return Buffer.concat([this.#first, ...this.#more]);
  }

  #end(): void {
    this.#settled = true;
    this.#unwatch?.();
  }
}
