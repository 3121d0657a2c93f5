import type { Clock } from '../../runtime/clock.ts';
import { BodyBuffer } from './body-buffer.ts';
import { type DeliveryAnswer, headersOf } from './delivery-answers.ts';
import type { BodyBounds, BodyResult, IncomingDelivery } from './incoming-delivery.ts';

/** What a server knows of a request that the request does not say itself. */
export interface RequestSource {
  /** The address of the other end of the connection. */
  readonly remoteAddress?: string | undefined;
}

/** A handler for servers that speak in `Request` and `Response`. */
export function fetchHandler(
  receive: (incoming: IncomingDelivery) => Promise<DeliveryAnswer>,
  clock: Clock,
): (request: Request, source?: RequestSource) => Promise<Response> {
  return async (request, source = {}) => {
    const answer = await receive(toIncoming(request, source, clock));
    const headers = answer.closes === true ? { ...headersOf(answer), connection: 'close' } : headersOf(answer);
    return new Response(answer.body, { status: answer.status, headers });
  };
}

function toIncoming(request: Request, { remoteAddress }: RequestSource, clock: Clock): IncomingDelivery {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    header: (name) => request.headers.get(name) ?? undefined,
    remoteAddress,
    readBody: (bounds) => readFetchBody(request, bounds, clock),
  };
}

async function readFetchBody(request: Request, { maxBytes, timeoutMs }: BodyBounds, clock: Clock): Promise<BodyResult> {
  if (request.bodyUsed || request.body?.locked === true) return 'body_taken';
  if (request.body === null) return new Uint8Array(0);
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let cancel: (() => void) | undefined;
  const overdue = new Promise<'body_too_slow'>((resolve) => {
    cancel = clock.setTimer(timeoutMs, () => resolve('body_too_slow'));
  });
  try {
    const result = await Promise.race([readAll(reader, new BodyBuffer(maxBytes)), overdue]);
    // Not waited for: a sender that drips may take its time with this too.
    if (typeof result === 'string') void reader.cancel().catch(() => {});
    return result;
  } finally {
    cancel?.();
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, buffer: BodyBuffer): Promise<BodyResult> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return buffer.take();
      if (!buffer.add(value)) return 'body_too_large';
    }
  } catch {
    return 'body_incomplete';
  }
}
