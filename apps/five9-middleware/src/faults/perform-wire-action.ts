import type { ServerResponse } from 'node:http';
import { type Clock, pause } from '../clock/clock.ts';
import type { SendAction, WireAction } from './wire-action.ts';

/** Does on the connection what a fault asks for; ends when the connection is done with or the server closes. */
export async function performWireAction(
  action: Exclude<WireAction, SendAction>,
  response: ServerResponse,
  clock: Clock,
  closing: AbortSignal,
): Promise<void> {
  const done = whenClosed(response, closing);
  switch (action.kind) {
    case 'silence':
      await aborted(done);
      return reset(response);
    case 'reset':
      return reset(response);
    case 'reset-mid-body':
      writeHead(action.answer, response);
      response.write(action.answer.payload.slice(0, action.answer.payload.length / 2), () => reset(response));
      return;
    case 'late':
      await pause(clock, action.delayMs, done);
      if (done.aborted) return reset(response);
      writeHead(action.answer, response);
      response.end(action.answer.payload);
      return;
    case 'drip':
      return drip(action.answer, action.everyMs, response, clock, done);
  }
}

async function drip(
  answer: SendAction,
  everyMs: number,
  response: ServerResponse,
  clock: Clock,
  done: AbortSignal,
): Promise<void> {
  writeHead(answer, response);
  for (const byte of Buffer.from(answer.payload)) {
    if (done.aborted) return reset(response);
    response.write(Uint8Array.of(byte));
    await pause(clock, everyMs, done);
  }
  response.end();
}

function writeHead(answer: SendAction, response: ServerResponse): void {
  const length = { 'content-length': String(Buffer.byteLength(answer.payload)) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function whenClosed(response: ServerResponse, closing: AbortSignal): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  return AbortSignal.any([closed.signal, closing]);
}
