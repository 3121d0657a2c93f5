import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** Writes one line per request: never a body, a header's value or a query string, which may carry a signature. */
export function mountRequestLog(app: FastifyInstance, logger: Logger | undefined): void {
  if (logger === undefined) return;
  app.addHook('onResponse', async (request, reply) => {
    const fields = {
      requestId: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.raw.headersSent ? reply.raw.statusCode : 'none',
      durationMs: Math.round(reply.elapsedTime),
      ...(reply.hasHeader('idempotent-replayed') ? { replayed: true } : {}),
    };
    logger.info(fields, 'request');
  });
}
