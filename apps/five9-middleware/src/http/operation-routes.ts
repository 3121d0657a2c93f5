import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.ts';
import { methodOf, type OperationName, operationNames } from '../contract/operation.ts';
import { strikeAnswer, strikeInstead } from '../faults/apply-fault.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { performWireAction } from '../faults/perform-wire-action.ts';
import { toSendAction, type WireAction } from '../faults/wire-action.ts';
import type { Authenticator } from './authentication.ts';
import type { OperationPipeline } from './operation-pipeline.ts';

/** What the routes work with. */
export interface OperationRouteOptions {
  readonly paths: Readonly<Record<OperationName, string>>;
  readonly authenticate: Authenticator;
  readonly pipeline: OperationPipeline;
  readonly faults: FaultBoard | undefined;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  /** Aborts when the server closes, so that no fault holds it up. */
  readonly closing: AbortSignal;
}

/** Mounts the five operations; credentials are checked before a byte of the body is read. */
export function mountOperationRoutes(app: FastifyInstance, options: OperationRouteOptions): void {
  for (const operation of operationNames) {
    app.route({
      method: methodOf(operation),
      url: options.paths[operation],
      onRequest: async (request) => void options.authenticate(request.headers.authorization),
      handler: async (request, reply) => send(await decide(operation, request, options), reply, options),
    });
  }
}

async function decide(
  operation: OperationName,
  request: FastifyRequest,
  { faults, pipeline, logger, authenticate }: OperationRouteOptions,
): Promise<WireAction> {
  const instead = faults?.take(operation, 'before');
  if (instead !== undefined) {
    logger?.warn({ requestId: request.id, operation, fault: instead.name }, 'fault struck');
    return strikeInstead(instead, request.url);
  }
  const { body, headers, id } = request;
  const caller = authenticate(headers.authorization);
  const answer = await pipeline.answer(operation, { caller, body, headers, id });
  // Only a success is spoiled: so the catalogue can promise that a fault of this kind means that the dial took place.
  const fault = answer.status < 300 ? faults?.take(operation, 'after') : undefined;
  if (fault === undefined) return toSendAction(answer);
  logger?.warn({ requestId: request.id, operation, fault: fault.name }, 'fault struck');
  return strikeAnswer(fault, answer);
}

async function send(action: WireAction, reply: FastifyReply, options: OperationRouteOptions): Promise<FastifyReply> {
  if (action.kind === 'send') return reply.code(action.status).headers(action.headers).send(action.payload);
  void reply.hijack();
  await performWireAction(action, reply.raw, options.clock, options.closing);
  return reply;
}
