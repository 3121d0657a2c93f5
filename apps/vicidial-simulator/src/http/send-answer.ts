import type { FastifyReply } from 'fastify';
import type { ApiAnswer } from '../api/api-answer.ts';
import type { DiallerTime } from '../clock/dialler-time.ts';
import type { ActiveFault } from '../faults/fault-board.ts';

const page = '<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>\n';

/** Sends an answer as ViciDial does, 200 and text/html whatever it says; a fault does something else. */
export async function sendAnswer(
  reply: FastifyReply,
  answer: ApiAnswer,
  fault: ActiveFault | undefined,
  time: DiallerTime,
  closing: AbortSignal,
): Promise<void> {
  switch (fault?.name) {
    case 'never-answer':
      reply.hijack();
      return;
    case 'reset-after-dial':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return;
    case 'slow':
      await time.pause(fault.delayMs, closing);
      return send(reply, 200, answer.body);
    case 'empty-body':
      return send(reply, 200, '');
    case 'html-error-page':
      return send(reply, 200, page);
    case 'http-500':
      return send(reply, 500, '');
    default:
      return send(reply, 200, answer.body);
  }
}

async function send(reply: FastifyReply, status: number, body: string): Promise<void> {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache, must-revalidate',
    pragma: 'no-cache',
  };
  await reply.code(status).headers(headers).send(body);
}
