import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../runtime/clock.ts';
import { BodyBuffer } from './body-buffer.ts';
import type { BodyBounds, BodyResult } from './incoming-delivery.ts';
import { SameTurn } from './same-turn.ts';

const NO_BODY = new Uint8Array(0);
const SETTLED = Promise.resolve();
const arrived = new SameTurn();

/** Reads a request's body as it arrives, and stops where the bounds end: the rest is left unread. Never throws. */
export function readNodeBody(request: IncomingMessage, { maxBytes, timeoutMs }: BodyBounds, clock: Clock): Promise<BodyResult> {
  if (request.readableDidRead) return Promise.resolve(hasBody(request) ? 'body_taken' : NO_BODY);
  if (request.destroyed) return Promise.resolve('body_incomplete');
  return new Promise((resolve) => {
    const buffer = new BodyBuffer(maxBytes);
    let settled = false;
    let cancel: (() => void) | undefined;
    const stop = (): void => {
      settled = true;
      cancel?.();
      request.off('data', onData).off('end', onEnd).off('close', onLost);
    };
    const settle = (result: BodyResult): void => {
      if (settled) return;
      stop();
      if (result === 'body_too_large' || result === 'body_too_slow') request.pause();
      resolve(result);
    };
    const onData = (piece: Uint8Array): void => {
      if (!buffer.add(piece)) settle('body_too_large');
    };
    const onEnd = (): void => {
      stop();
      arrived.join(() => resolve(buffer.take()));
    };
    const onLost = (): void => settle('body_incomplete');
    request.on('data', onData).on('end', onEnd).on('close', onLost);
    // A connection that is lost after this was settled is nobody's error any more, and must not end the process.
    request.on('error', onLost);
    // A short body comes with its head, and is here once node has read on: what is whole has nothing to be late with.
    void SETTLED.then(() => {
      if (!settled && !request.complete) cancel = clock.setTimer(timeoutMs, () => settle('body_too_slow'));
    });
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
