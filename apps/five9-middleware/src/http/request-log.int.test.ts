import { pino } from 'pino';
import { expect, test } from 'vitest';
import { rigApiKey, startRig } from '../testing/start-rig.ts';

test('the log tells what happened, and neither secrets, numbers nor signatures', async () => {
  let log = '';
  const logger = pino({ level: 'trace' }, { write: (line: string) => void (log += line) });
  await using rig = await startRig({ settings: { logger }, simulator: { timings: { recordingDelayMs: 0 } } });
  const callId = await rig.dial();
  await rig.post('/calls/hangup', { call_id: callId }, { 'x-correlation-id': 'brand-7' });
  const { json } = await rig.post('/calls/recording', { call_id: callId });
  const url = new URL(String(json?.['recording_url']));
  expect((await fetch(url)).status).toBe(200);
  await rig.get('/', { authorization: 'Bearer guessed-key' });
  rig.faults.switchOn('error-503', { times: 1 });
  await rig.get('/');
  await expect.poll(() => log).toContain('"fault":"error-503"');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({ requestId: 'brand-7', method: 'POST', path: '/calls/hangup', status: 200, msg: 'request' }),
  );
  for (const secret of [rigApiKey, 'guessed-key', '5550001111', url.searchParams.get('signature') ?? 'none']) {
    expect(log).not.toContain(secret);
  }
});

test('a failure that nobody foresaw is logged with its cause, and answered without it', async () => {
  let log = '';
  const logger = pino({}, { write: (line: string) => void (log += line) });
  await using rig = await startRig({ settings: { logger } });
  rig.simulator.dial = async () => Promise.reject(new Error('the session of the agent was lost'));
  const reply = await rig.post('/calls/make', { agent_extension: '1001', destination: '+15550001111' });
  expect(reply).toMatchObject({ status: 502, json: { code: 'upstream_failed' } });
  expect(reply.text).not.toContain('session of the agent');
  expect(log).toContain('the session of the agent was lost');
});
