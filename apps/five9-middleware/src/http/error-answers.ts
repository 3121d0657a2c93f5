import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { answerRefusal, Refusal } from '../contract/refusal.ts';
import { toSendAction } from '../faults/wire-action.ts';

const inputErrors: Readonly<Record<string, readonly [status: number, message: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'The request body must be sent as application/json.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'The request body is not valid JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'The request body is empty.'],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'The request body is too large.'],
};

/** Turns anything thrown on the way into a JSON answer; what nobody foresaw is logged and answered 500. */
export function mountErrorAnswers(app: FastifyInstance, allowedMethods: Allowed, logger: Logger | undefined): void {
  app.setErrorHandler<FastifyError | Refusal>((error, request, reply) => {
    const refusal = toRefusal(error);
    if (refusal.status >= 500) logger?.error({ requestId: request.id, err: error }, 'request failed');
    return sendRefusal(reply, refusal);
  });
  app.setNotFoundHandler((request, reply) => answerUnknownRoute(allowedMethods, request, reply));
}

/** The methods that exist on a path, if any. */
export type Allowed = (path: string) => readonly string[];

/** Sends a refusal as the contract has it. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, headers, payload } = toSendAction(answerRefusal(refusal));
  return reply.code(status).headers(headers).send(payload);
}

/** Answers what is not even HTTP, in JSON too. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, reason] = clientErrors[error.code ?? ''] ?? [400, 'Bad Request'];
  const body = JSON.stringify({ success: false, code: 'rejected', message: `The HTTP request is not valid: ${reason}.` });
  const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${head}\r\n\r\n${body}`);
}

const clientErrors: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

function toRefusal(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error;
  const known = inputErrors[error.code];
  if (known !== undefined) return new Refusal(known[0], 'rejected', known[1]);
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500) return new Refusal(statusCode, 'rejected', 'The request is not valid.');
  return new Refusal(500, 'internal', 'The service failed; its log says why.', { cause: error });
}

// Plain text on purpose: a 404 in JSON would tell the driver that the *call* is unknown, not the path.
function answerUnknownRoute(allowed: Allowed, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = allowed(request.url.split('?', 1)[0] ?? '/');
  void reply.type('text/plain; charset=utf-8');
  if (methods.length === 0) return reply.code(404).send('There is nothing at this path.\n');
  return reply.code(405).header('allow', methods.join(', ')).send('This path does not have this method.\n');
}
