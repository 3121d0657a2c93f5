import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../runtime/clock.ts';
import { type DeliveryAnswer, flatHeadersOf, headersOf } from './delivery-answers.ts';
import type { IncomingDelivery } from './incoming-delivery.ts';
import { readNodeBody } from './node-body.ts';

/** How long a sender may go on with a body that nobody reads, in milliseconds, and how much of it. */
const LINGER_MS = 1_000;
const LINGER_BYTES = 1_048_576;

/** A listener for `node:http`, and for whatever hands on its two objects. Builds no `Request` and no `Response`. */
export function nodeListener(
  receive: (incoming: IncomingDelivery) => Promise<DeliveryAnswer>,
  options: { readonly clock: Clock; readonly maxBytes: number },
): (request: IncomingMessage, response: ServerResponse) => void {
  const { clock, maxBytes } = options;
  return (request, response) => {
    // A sender that goes away while it is answered ends nothing but its own connection.
    response.on('error', () => {});
    void receive(toIncoming(request, clock)).then((answer) => write(answer, { request, response, clock, maxBytes }));
  };
}

function toIncoming(request: IncomingMessage, clock: Clock): IncomingDelivery {
  const { method = '', url = '' } = request;
  const mark = url.indexOf('?');
  return {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    header: (name) => readHeader(request, name),
    remoteAddress: request.socket.remoteAddress,
    readBody: (bounds) => readNodeBody(request, bounds, clock),
  };
}

/** Of these node keeps the first and drops the others, so a second one would go unseen. */
const KEPT_ONCE = new Set([
  'authorization',
  'content-type',
  'content-encoding',
  'user-agent',
  'from',
  'referer',
  'proxy-authorization',
]);

function readHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  if (Array.isArray(value)) return value.join(', ');
  if (value === undefined || !KEPT_ONCE.has(name)) return value;
  const { rawHeaders } = request;
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.length === name.length && rawHeaders[index]?.toLowerCase() === name)
      values.push(rawHeaders[index + 1] ?? '');
  }
  return values.length > 1 ? values.join(', ') : value;
}

interface Writing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly clock: Clock;
  readonly maxBytes: number;
}

function write(answer: DeliveryAnswer, { request, response, clock, maxBytes }: Writing): void {
  if (response.headersSent || response.destroyed) return;
  // A small body that was not read is passed over by node, and the connection lives on.
  if (answer.closes !== true && (request.complete || isShort(request, maxBytes))) {
    response.writeHead(answer.status, [...flatHeadersOf(answer)]).end(answer.body, 'latin1');
    return;
  }
  response.writeHead(answer.status, { ...headersOf(answer), connection: 'close' });
  if (request.complete) {
    response.end(answer.body);
    return;
  }
  // The answer is whole with this, but the connection stays: closed at once, it would take the answer with it.
  response.write(answer.body);
  discard(request, clock, () => response.end());
}

function isShort({ headers }: IncomingMessage, maxBytes: number): boolean {
  const length = headers['content-length'];
  if (length === undefined) return headers['transfer-encoding'] === undefined;
  return Number(length) <= maxBytes;
}

function discard(request: IncomingMessage, clock: Clock, onDone: () => void): void {
  let left = LINGER_BYTES;
  const done = (): void => {
    cancel();
    request.off('data', onData).off('end', done).off('close', done);
    request.pause();
    onDone();
  };
  const onData = (piece: Uint8Array): void => {
    left -= piece.byteLength;
    if (left < 0) done();
  };
  const cancel = clock.setTimer(LINGER_MS, done);
  request
    .on('data', onData)
    .on('end', done)
    .on('close', done)
    .on('error', () => {});
  request.resume();
}
