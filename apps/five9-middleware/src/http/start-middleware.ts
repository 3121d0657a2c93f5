import Fastify, { type FastifyInstance } from 'fastify';
import { pause } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { operationNames } from '../contract/operation.ts';
import { Refusal } from '../contract/refusal.ts';
import { ScreenPopSender, type ScreenPopSettings, type SenderServices } from '../screen-pop/screen-pop-sender.ts';
import { createAuthenticator } from './authentication.ts';
import { mountControlRoutes } from './control-routes.ts';
import { type Allowed, answerClientError, mountErrorAnswers, sendRefusal } from './error-answers.ts';
import {
  checkSettings,
  type MiddlewareSettings,
  MiddlewareSettingsError,
  normaliseBasePath,
  resolvePaths,
} from './middleware-settings.ts';
import { OperationPipeline } from './operation-pipeline.ts';
import { mountOperationRoutes } from './operation-routes.ts';
import { RecordingLinks } from './recording-links.ts';
import { mountRecordingRoute } from './recording-route.ts';
import { requestIdOf } from './request-id.ts';
import { mountRequestLog } from './request-log.ts';

/** A middleware that listens. */
export interface RunningMiddleware {
  /** Where callers on this machine reach it: origin and base path, without a trailing slash. */
  readonly url: string;
  /** Stops listening, lets requests in progress finish within the grace period, then cuts what is left; twice is harmless. */
  close(): Promise<void>;
}

/** Starts the middleware; throws `MiddlewareSettingsError` or the error of `listen`. */
export async function startMiddleware(settings: MiddlewareSettings): Promise<RunningMiddleware> {
  checkSettings(settings);
  const closing = new AbortController();
  const address = { url: '' };
  const sender = startScreenPops(settings);
  const app = createApp(settings, closing.signal, () => settings.publicUrl?.replace(/\/+$/, '') ?? address.url);
  const { host = '127.0.0.1', port = 0 } = settings;
  try {
    await app.listen({ host, port });
  } catch (error) {
    await sender?.close();
    throw error;
  }
  address.url = urlOf(app, host) + normaliseBasePath(settings.basePath);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= shutDown(app, closing, settings, sender));
  return { url: address.url, close };
}

function createApp(settings: MiddlewareSettings, closing: AbortSignal, publicUrl: () => string): FastifyInstance {
  const { five9, logger, faults, clock = systemClock, five9TimeoutMs = 20_000 } = settings;
  const basePath = normaliseBasePath(settings.basePath);
  const links = new RecordingLinks(settings.recordingLinks ?? {}, clock);
  const paths = resolvePaths(settings);
  const authenticate = createAuthenticator(settings.authentication);
  const pipeline = new OperationPipeline({
    five9,
    clock,
    five9TimeoutMs,
    permits: settings.permits ?? operationNames,
    honourKeys: settings.idempotencyKeys !== 'ignored',
    linkRecording: (recordingId) => {
      const { pathAndQuery, expiresAt } = links.sign(recordingId);
      return { url: publicUrl() + pathAndQuery, expiresAt };
    },
    onFailure: (err, operation, requestId) => logger?.error({ err, operation, requestId }, 'Five9 failed'),
  });
  const app = createServer(settings);
  mountErrorAnswers(app, allowedMethods(paths), logger);
  mountRequestLog(app, logger);
  app.get('/health', async () => ({ status: 'ok' }));
  mountOperationRoutes(app, { paths, authenticate, pipeline, faults, clock, logger, closing });
  mountRecordingRoute(app, { basePath, links, five9, five9TimeoutMs });
  if (settings.control !== undefined) mountControlRoutes(app, { ...settings.control, authenticate, faults });
  return app;
}

function createServer(settings: MiddlewareSettings): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: settings.bodyLimit ?? 16 * 1_024,
    requestTimeout: 30_000,
    // Longer than clients and balancers keep an idle connection, so that no dial meets one that closes.
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    // A request on a connection that is still open is answered, not refused, while the server drains.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    requestIdHeader: false,
    genReqId: (request) => requestIdOf(request.headers),
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, _request, reply) => {
      void sendRefusal(reply, new Refusal(400, 'rejected', 'The request URL is not valid.'));
    },
  });
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    // On the raw response as well: an answer that a fault writes by hand carries them too.
    const headers = { 'x-request-id': request.id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
    for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
  });
  return app;
}

function startScreenPops({ screenPop, five9, faults, logger, clock = systemClock }: MiddlewareSettings): Closable {
  if (screenPop === undefined) return undefined;
  const sender = createSender(screenPop, { clock, faults, logger });
  const unsubscribe = five9.onCallEvent((event) => sender.send(event));
  return {
    close: async () => {
      unsubscribe();
      await sender.close();
    },
  };
}

function createSender(screenPop: ScreenPopSettings, services: SenderServices): ScreenPopSender {
  try {
    return new ScreenPopSender(screenPop, services);
  } catch (error) {
    throw new MiddlewareSettingsError(error instanceof Error ? error.message : 'screenPop is not usable');
  }
}

type Closable = { close(): Promise<void> } | undefined;

async function shutDown(
  app: FastifyInstance,
  closing: AbortController,
  settings: MiddlewareSettings,
  sender: Closable,
): Promise<void> {
  closing.abort();
  const finished = new AbortController();
  const drained = app.close().finally(() => finished.abort());
  // The machine's clock, also under test: a manual one would never end the wait.
  const grace = pause(systemClock, settings.shutdownGraceMs ?? 5_000, finished.signal);
  await Promise.race([drained, grace]);
  app.server.closeAllConnections();
  await Promise.all([drained, sender?.close()]);
}

function allowedMethods(paths: ReturnType<typeof resolvePaths>): Allowed {
  const trim = (path: string): string => path.replace(/\/+$/, '');
  return (path) => [
    ...(trim(paths.connect) === trim(path) ? ['GET', 'HEAD'] : []),
    ...(operationNames.some((name) => name !== 'connect' && trim(paths[name]) === trim(path)) ? ['POST'] : []),
  ];
}

function urlOf(app: FastifyInstance, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // A wildcard is where the server listens, not where a caller can go.
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
