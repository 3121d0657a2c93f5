import { injectTraceContext } from '../runtime/telemetry.ts';
import type { OutgoingRequest } from './authorisation.ts';
import type { HttpExchange } from './http-client.ts';
import type { TransportRequest } from './http-transport.ts';
import { purposeOf } from './request-kind.ts';

/** An exchange as it becomes a request: what goes out, open to the authorisation. */
export class OutgoingExchange implements OutgoingRequest {
  readonly headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'elasticfunnels-phone-switch' };
  readonly #exchange: HttpExchange<unknown>;
  readonly #body: string | undefined;
  #url: URL;
  #copied = false;

  /** The URL is shared: it is copied before it is changed. */
  constructor(exchange: HttpExchange<unknown>, url: URL) {
    this.#exchange = exchange;
    this.#url = url;
    const { headers, query, options } = exchange;
    // In lower case, or the same header in another case would be sent beside ours.
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined && Object.hasOwn(headers, name)) this.headers[name.toLowerCase()] = value;
    }
    if (options?.correlationId !== undefined) this.headers['x-correlation-id'] = options.correlationId;
    injectTraceContext(this.headers);
    this.#body = encodeBody(exchange, this.headers);
    if (query !== undefined) for (const [name, value] of Object.entries(query)) this.url.searchParams.set(name, value);
  }

  /** One of this request's own, to be changed. */
  get url(): URL {
    if (!this.#copied) this.#url = new URL(this.#url);
    this.#copied = true;
    return this.#url;
  }

  toTransportRequest(timeoutMs: number): TransportRequest {
    const { method, options, operation, kind } = this.#exchange;
    const purpose = purposeOf(operation, kind);
    const request = { method, url: this.#url, headers: this.headers, timeoutMs, signal: options?.signal, purpose };
    return this.#body === undefined ? request : { ...request, body: this.#body };
  }
}

function encodeBody({ json, form }: HttpExchange<unknown>, headers: Record<string, string>): string | undefined {
  if (json !== undefined) {
    headers['content-type'] = 'application/json';
    return JSON.stringify(json);
  }
  if (form === undefined) return undefined;
  headers['content-type'] = 'application/x-www-form-urlencoded';
  return new URLSearchParams(form).toString();
}
