import type { TlsCheck } from '../errors/error-details.ts';

/**
 * What depends on a request: `check` is somebody's question whether the switch can be reached at all, `repeatable` may
 * be sent again whatever became of it, and `once` may not, such as a dial.
 */
export type RequestPurpose = 'check' | 'repeatable' | 'once';

/** One request as it goes on the wire. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The answer, whole, must be there within this many milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Never on the wire: which requests find out whether an origin is back; `once` unless given. */
  readonly purpose?: RequestPurpose;
}

/** A whole answer, of whatever status. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body was no UTF-8: `body` has U+FFFD in place of what could not be read. */
  readonly notUtf8?: true;
}

/** What went wrong below HTTP's semantics. */
export type TransportFault =
  | { readonly kind: 'dns' | 'connect' | 'lost' | 'closed' | 'invalid'; readonly reason: string }
  | { readonly kind: 'tls'; readonly check: TlsCheck; readonly reason: string }
  | { readonly kind: 'blocked'; readonly category: string; readonly address?: string }
  | { readonly kind: 'aborted' | 'timed_out' | 'too_large' | 'encoded' }
  | OriginRefusal;

/** Why a request was refused on this side, for the sake of its origin; nothing was sent. */
export type OriginRefusal =
  | {
      readonly kind: 'breaker_open';
      /** How the last request failed that was let through. */
      readonly last: TransportFault;
      /** Whether that one had been sent. */
      readonly lastSent: boolean;
      readonly retryAt: Date;
      /** The same, in milliseconds from now. */
      readonly retryInMs: number;
    }
  | { readonly kind: 'over_limit'; readonly limit: number };

/** No whole answer came. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly fault: TransportFault;
  /** Whether a byte of the request may have left: false only when it is certain that none did. */
  readonly sent: boolean;
  readonly host: string;

  constructor(fault: TransportFault, options: { readonly sent: boolean; readonly host: string; readonly cause?: unknown }) {
    super(`${fault.kind} (${options.sent ? 'sent' : 'not sent'})`, { cause: options.cause });
    this.fault = fault;
    this.sent = options.sent;
    this.host = options.host;
  }
}

/**
 * Sends one request and reads one answer; repeats nothing, follows nothing.
 *
 * @example const answer = await transport.request({ method: 'GET', url, headers: {}, timeoutMs: 5_000 });
 */
export interface HttpTransport {
  /** @throws TransportFailure and nothing else; within `timeoutMs`, whatever the network does. */
  request(request: TransportRequest): Promise<HttpAnswer>;
  /** Ends every connection. Requests under way fail. */
  close(): Promise<void>;
}
