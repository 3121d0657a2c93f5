import { request } from 'node:http';
import { expect, test } from 'vitest';
import { Five9Simulator } from '../simulator/five9-simulator.ts';
import { rigApiKey, startRig } from '../testing/start-rig.ts';

const dial = { agent_extension: '1001', destination: '+15550001111' };

test('closing is quick, also with connections that wait for ever', async () => {
  await using rig = await startRig({ settings: { shutdownGraceMs: 60_000 } });
  rig.faults.switchOn('dial-accepted-never-answered');
  const unanswered = rig.post('/calls/make', dial).catch(() => 'cut');
  await expect.poll(() => rig.faults.occurrences('dial-accepted-never-answered')).toBe(1);
  const startedAt = performance.now();
  await rig.middleware.close();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(await unanswered).toBe('cut');
});

test('closing lets a request in progress finish', async () => {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  class SlowSimulator extends Five9Simulator {
    override async verifySession(): Promise<void> {
      asked.resolve();
      await gate.promise;
    }
  }
  await using rig = await startRig({ settings: { five9: new SlowSimulator() } });
  const answer = rig.get('/');
  await asked.promise;
  const closing = rig.middleware.close();
  gate.resolve();
  expect((await answer).status).toBe(200);
  await closing;
});

test('closing cuts what outlives the grace period', async () => {
  await using rig = await startRig({ settings: { shutdownGraceMs: 20 } });
  const { port, hostname } = new URL(rig.middleware.url);
  // Half a request: the server waits for the rest of its body.
  const headers = { authorization: `Bearer ${rigApiKey}`, 'content-type': 'application/json', 'content-length': 10 };
  const half = request({ port, hostname, method: 'POST', path: '/calls/make', headers });
  const cut = new Promise((resolve) => half.once('error', resolve));
  half.write('{');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await rig.middleware.close();
  expect(await cut).toMatchObject({ code: 'ECONNRESET' });
});

test('closing twice is harmless', async () => {
  await using rig = await startRig();
  await Promise.all([rig.middleware.close(), rig.middleware.close()]);
  await expect(rig.get('/')).rejects.toThrow('fetch failed');
});

test('a port that is taken is the error of listen', async () => {
  await using rig = await startRig();
  const port = Number(new URL(rig.middleware.url).port);
  await expect(startRig({ settings: { port } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
