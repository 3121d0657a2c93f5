import type { IncomingMessage } from 'node:http';

/** One request, as it goes on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One answer, of whatever status. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No whole answer came; `reason` is for a person. */
export interface WireFailure {
  readonly kind: 'timed-out' | 'lost' | 'interrupted';
  readonly reason: string;
}

/** How a request is bounded, and whom it trusts. */
export interface SendOptions {
  readonly timeoutMs: number;
  /** PEM certificates to trust beside the system's own. */
  readonly certificateAuthorities: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Reads no more of the body than this. */
  readonly maximumBytes?: number;
}

const MAXIMUM_BYTES = 4 * 1024 * 1024;

/**
 * Sends one request and reads its answer. It follows nothing, repeats nothing and corrects nothing: what a middleware
 * really said is what the rules are held against. Never rejects, and ends within the time that it is given.
 */
export function sendRequest(wire: WireRequest, options: SendOptions): Promise<WireAnswer | WireFailure> {
  return new Promise((resolve) => {
    // Not imports: whoever speaks plain http pays for no TLS, and nobody for the fetch that an import of node:http loads.
    const { request: send } = process.getBuiltinModule(wire.url.protocol === 'https:' ? 'node:https' : 'node:http');
    const { certificateAuthorities: authorities, timeoutMs, signal } = options;
    const outgoing = send(wire.url, {
      method: wire.method,
      headers: headersOf(wire),
      // One connection a request: a middleware that closes early must not fail the request after it.
      agent: false,
      ...(authorities.length === 0
        ? {}
        : { ca: [...process.getBuiltinModule('node:tls').getCACertificates('default'), ...authorities] }),
    });
    const bound = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
    const giveUp = (): void => {
      resolve(
        signal?.aborted === true
          ? { kind: 'interrupted', reason: 'the run was interrupted' }
          : { kind: 'timed-out', reason: `no whole answer within ${timeoutMs} ms` },
      );
      outgoing.destroy();
    };
    bound.addEventListener('abort', giveUp, { once: true });
    const settle = (end: WireAnswer | WireFailure): void => {
      bound.removeEventListener('abort', giveUp);
      resolve(end);
    };
    outgoing.on('error', (error: NodeJS.ErrnoException) => settle({ kind: 'lost', reason: describeLoss(error) }));
    outgoing.on('response', (incoming) => readAnswer(incoming, options.maximumBytes ?? MAXIMUM_BYTES, settle));
    outgoing.end(wire.body);
  });
}

/** Whether a whole answer came. */
export function isAnswer(end: WireAnswer | WireFailure): end is WireAnswer {
  return 'status' in end;
}

function headersOf({ headers, body }: WireRequest): Record<string, string> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return { ...headers, ...length, 'accept-encoding': 'identity', connection: 'close' };
}

function readAnswer(incoming: IncomingMessage, maximumBytes: number, settle: (end: WireAnswer | WireFailure) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (): void =>
    settle({
      status: incoming.statusCode ?? 0,
      headers: joinHeaders(incoming),
      body: Buffer.concat(chunks).toString('utf8'),
    });
  incoming.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < maximumBytes) return;
    finish();
    incoming.destroy();
  });
  incoming.on('end', finish);
  incoming.on('error', (error: NodeJS.ErrnoException) => settle({ kind: 'lost', reason: describeLoss(error) }));
}

function joinHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}

function describeLoss({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ECONNRESET') return 'the connection was closed before the answer was whole';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  return code === undefined ? message : `the connection failed (${code})`;
}
