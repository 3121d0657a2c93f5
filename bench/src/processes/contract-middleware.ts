import { FaultBoard, Five9Simulator, type RunningMiddleware, startMiddleware } from '@elasticfunnels/five9-middleware';
import { answerParent } from '../measure/child-process.ts';

const [apiKey = ''] = process.argv.slice(2);

/** The reference middleware with a Five9 on which nothing takes its time. */
async function start(): Promise<{ readonly close: () => Promise<void>; readonly url: string; readonly statesUrl: string }> {
  const five9 = new Five9Simulator({ timings: { ringMs: 1, talkMs: 'never', recordingDelayMs: 1, wrapUpMs: 0 } });
  const shared = { five9, faults: new FaultBoard(), control: { simulator: five9 } };
  const middleware = await startMiddleware({ ...shared, authentication: { kind: 'bearer', apiKey } });
  // The bare verifier has no credentials for the endpoint that brings states about: the same, without.
  const states: RunningMiddleware = await startMiddleware({ ...shared, authentication: { kind: 'none' } });
  const close = async (): Promise<void> => {
    await Promise.all([middleware.close(), states.close()]);
    await five9.close();
  };
  return { close, url: middleware.url, statesUrl: `${states.url}/control/states` };
}

let running: Awaited<ReturnType<typeof start>> | undefined;
// Another for each run: calls of the last one may be under way.
answerParent(async () => {
  await running?.close();
  running = await start();
  const { url, statesUrl } = running;
  return { url, statesUrl };
});
