import { expect, test } from 'vitest';
import type { Five9Port } from '../five9/five9-port.ts';
import { Five9Simulator } from '../simulator/five9-simulator.ts';
import { rigApiKey, startRig } from '../testing/start-rig.ts';

const dial = { agent_extension: '1001', destination: '+15550001111' };
const key = { 'idempotency-key': 'intent-1' };

/** A Five9 whose dial takes as long as a test wants. */
function slowFive9(simulator: Five9Simulator, gate: () => Promise<void>): Five9Port {
  return {
    verifySession: () => simulator.verifySession(),
    dial: async (request) => {
      const placed = await simulator.dial(request);
      await gate();
      return placed;
    },
    disconnect: (callId) => simulator.disconnect(callId),
    transfer: (request) => simulator.transfer(request),
    findRecording: (callId) => simulator.findRecording(callId),
    openRecording: (recordingId) => simulator.openRecording(recordingId),
    onCallEvent: (listener) => simulator.onCallEvent(listener),
  };
}

test('the same key twice rings once, and says that the answer is a replay', async () => {
  await using rig = await startRig();
  const first = await rig.post('/calls/make', dial, key);
  const second = await rig.post('/calls/make', dial, key);
  expect(second.text).toBe(first.text);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(rig.simulator.dials()).toHaveLength(1);
});

test('the same credential written in another way is still the same caller', async () => {
  await using rig = await startRig();
  await rig.post('/calls/make', dial, { ...key, authorization: `Bearer ${rigApiKey}` });
  const again = await rig.post('/calls/make', dial, { ...key, authorization: `bearer  ${rigApiKey}` });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(rig.simulator.dials()).toHaveLength(1);
});

test('the same key with another body is a conflict', async () => {
  await using rig = await startRig();
  await rig.post('/calls/make', dial, key);
  const reply = await rig.post('/calls/make', { ...dial, destination: '+15550002222' }, key);
  expect(reply).toMatchObject({ status: 409, json: { code: 'idempotency_conflict' } });
  expect(rig.simulator.dials()).toHaveLength(1);
});

test('the same key at the same time rings once', async () => {
  const simulator = new Five9Simulator();
  const gate = Promise.withResolvers<void>();
  await using rig = await startRig({ settings: { five9: slowFive9(simulator, () => gate.promise) } });
  const first = rig.post('/calls/make', dial, key);
  await expect.poll(() => simulator.dials().length).toBe(1);
  const second = await rig.post('/calls/make', dial, key);
  expect(second).toMatchObject({ status: 409, json: { code: 'idempotency_in_progress' } });
  gate.resolve();
  expect((await first).status).toBe(200);
  expect(simulator.dials()).toHaveLength(1);
});

test('a dial that Five9 answers after the deadline is replayed with its truth, not dialled again', async () => {
  const simulator = new Five9Simulator();
  const gate = Promise.withResolvers<void>();
  await using rig = await startRig({ settings: { five9: slowFive9(simulator, () => gate.promise), five9TimeoutMs: 5_000 } });
  const first = rig.post('/calls/make', dial, key);
  await expect.poll(() => simulator.dials().length).toBe(1);
  await rig.clock.advance(5_000);
  expect(await first).toMatchObject({ status: 504, json: { message: expect.stringMatching(/may be ringing/) } });
  gate.resolve();
  await expect.poll(async () => (await rig.post('/calls/make', dial, key)).status).toBe(200);
  expect(simulator.dials()).toHaveLength(1);
});

test('a refusal may be tried again with the same key', async () => {
  await using rig = await startRig();
  rig.simulator.setAgentState('1001', 'not-ready');
  expect((await rig.post('/calls/make', dial, key)).status).toBe(409);
  rig.simulator.setAgentState('1001', 'ready');
  expect((await rig.post('/calls/make', dial, key)).status).toBe(200);
});

test('an outcome that nobody knows is kept: the key never dials again', async () => {
  const simulator = new Five9Simulator();
  const broken = slowFive9(simulator, () => Promise.reject(new Error('socket hang up')));
  await using rig = await startRig({ settings: { five9: broken } });
  expect((await rig.post('/calls/make', dial, key)).status).toBe(502);
  const second = await rig.post('/calls/make', dial, key);
  expect(second).toMatchObject({ status: 502, json: { code: 'upstream_failed' } });
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(simulator.dials()).toHaveLength(1);
});

test('a transfer is kept too', async () => {
  await using rig = await startRig();
  const body = { call_id: await rig.dial(), target_extension: '1002' };
  expect((await rig.post('/calls/transfer', body, key)).status).toBe(200);
  expect((await rig.post('/calls/transfer', body, key)).status).toBe(200);
  expect(rig.simulator.calls()).toHaveLength(2);
});

test('a key that no one could have meant is refused', async () => {
  await using rig = await startRig();
  const reply = await rig.post('/calls/make', dial, { 'idempotency-key': 'x'.repeat(256) });
  expect(reply).toMatchObject({ status: 400, json: { field: 'Idempotency-Key' } });
  expect(rig.simulator.dials()).toEqual([]);
});

test('a middleware that does not know the header dials again: that is what the driver has to live with', async () => {
  await using rig = await startRig({ settings: { idempotencyKeys: 'ignored' } });
  await rig.post('/calls/make', dial, key);
  await rig.post('/calls/make', { ...dial, agent_extension: '1002' }, key);
  expect(rig.simulator.dials()).toHaveLength(2);
});
