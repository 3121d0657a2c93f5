import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { answerAgentApi } from '../api/agent-api.ts';
import type { ApiAnswer } from '../api/api-answer.ts';
import type { ApiFunction, ApiServices } from '../api/api-services.ts';
import { answerNonAgentApi } from '../api/non-agent-api.ts';
import { type Parameters, readParameters } from '../api/parameters.ts';
import { makeWave } from '../dialler/wave.ts';
import { sendAnswer } from './send-answer.ts';
import type { ApiLogEntry } from './simulator-settings.ts';

/** Where the two APIs are, as ViciDial installs them. */
export const agentApiPath = '/agc/api.php';
/** See `agentApiPath`. */
export const nonAgentApiPath = '/vicidial/non_agent_api.php';
/** Where finished recordings are; they need no credentials, as on many real systems. */
export const recordingsPath = '/RECORDINGS';

/** What a server needs besides the services. */
export interface AppOptions {
  readonly closing: AbortSignal;
  readonly onRequest?: ((entry: ApiLogEntry) => void) | undefined;
}

/** Makes the server: two scripts and a folder of recordings; anything else is Apache's 404. */
export function createApp(services: ApiServices, options: AppOptions): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: 64 * 1_024 });
  app.removeAllContentTypeParsers();
  // PHP ignores a body that it cannot read, and goes on with the query.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  mountApi(app, 'agent', agentApiPath, answerAgentApi, services, options);
  mountApi(app, 'non-agent', nonAgentApiPath, answerNonAgentApi, services, options);
  mountRecordings(app, services);
  app.setNotFoundHandler(async (_request, reply) => {
    await reply.code(404).type('text/html; charset=iso-8859-1').send('<html><body><h1>Not Found</h1></body></html>\n');
  });
  return app;
}

function mountApi(
  app: FastifyInstance,
  api: ApiLogEntry['api'],
  url: string,
  answerRequest: ApiFunction,
  services: ApiServices,
  { closing, onRequest }: AppOptions,
): void {
  const { faults, time } = services;
  app.route({
    url,
    method: ['GET', 'POST'],
    handler: async (request, reply) => {
      const parameters = parametersOf(request);
      const answer = answerRequest(parameters, services);
      onRequest?.({ api, ...summarise(parameters, answer) });
      // A refusal passes untouched, and the fault waits for something that was done.
      const fault = answer.outcome === 'done' ? faults.take(parameters.function, 'answer') : undefined;
      await sendAnswer(reply, answer, fault, time, closing);
      return reply;
    },
  });
}

function parametersOf(request: FastifyRequest): Parameters {
  const query = new URLSearchParams(request.raw.url?.split(/\?(.*)/s, 2)[1] ?? '');
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return readParameters(query, new URLSearchParams(isForm && typeof request.body === 'string' ? request.body : ''));
}

function summarise({ function: name, agentUser }: Parameters, { body }: ApiAnswer): Omit<ApiLogEntry, 'api'> {
  const answer = /^(SUCCESS|ERROR|NOTICE|VERSION)(?=:)/.exec(body)?.[0] ?? (body === '' ? 'nothing' : 'rows');
  return { function: name.slice(0, 40), agentUser: agentUser.slice(0, 20), answer };
}

function mountRecordings(app: FastifyInstance, { recordings }: ApiServices): void {
  app.get<{ Params: { file: string } }>(`${recordingsPath}/:file`, async (request, reply) => {
    const row = recordings.list().find((each) => `${each.filename}.wav` === request.params.file && recordings.isReady(each));
    if (row === undefined) return reply.callNotFound();
    // Simplification: one to three seconds of a tone stand for a conversation of any length.
    const seconds = Math.min(3, Math.max(1, recordings.seconds(row)));
    return reply.type('audio/x-wav').send(makeWave(seconds, 330 + (row.recordingId % 200)));
  });
}
