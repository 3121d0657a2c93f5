import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { FaultBoard } from '../faults/fault-board.ts';
import { Five9Simulator } from '../simulator/five9-simulator.ts';
import { createAuthenticator } from './authentication.ts';
import { mountControlRoutes } from './control-routes.ts';
import { mountErrorAnswers } from './error-answers.ts';
import { type Rig, startRig } from '../testing/start-rig.ts';

async function startControlledRig(): Promise<Rig & { readonly controlled: Five9Simulator; readonly board: FaultBoard }> {
  const simulator = new Five9Simulator();
  const board = new FaultBoard();
  const rig = await startRig({ settings: { five9: simulator, faults: board, control: { simulator } } });
  return { ...rig, controlled: simulator, board };
}

test('there is no control unless it was asked for', async () => {
  await using rig = await startRig();
  expect((await rig.get('/control/faults')).status).toBe(404);
});

test('control asks for the credentials of the service', async () => {
  await using rig = await startControlledRig();
  expect((await rig.get('/control/faults', { authorization: 'Bearer wrong' })).status).toBe(401);
});

test('control answers only callers on this machine, whatever they forward', async () => {
  const app = Fastify();
  mountErrorAnswers(app, () => [], undefined);
  const authenticate = createAuthenticator({ kind: 'none' });
  mountControlRoutes(app, { simulator: new Five9Simulator(), faults: undefined, authenticate });
  const ask = (remoteAddress: string) =>
    app.inject({ url: '/control/agents', remoteAddress, headers: { 'x-forwarded-for': '127.0.0.1' } });
  expect((await ask('10.0.0.7')).statusCode).toBe(403);
  expect((await ask('::ffff:127.0.0.1')).statusCode).toBe(200);
  await app.close();
});

test('faults can be switched on, listed and switched off', async () => {
  await using rig = await startControlledRig();
  const on = await rig.post('/control/faults', { name: 'error-503', operation: 'hangup', times: 2 });
  expect(on.json).toEqual({ faults: [{ name: 'error-503', targets: ['hangup'], remaining: 2, delayMs: 0 }] });
  expect((await rig.post('/calls/hangup', { call_id: '1' })).status).toBe(503);
  const init = { method: 'DELETE', headers: { authorization: 'Bearer rig-api-key' } };
  expect((await fetch(`${rig.middleware.url}/control/faults`, init)).status).toBe(200);
  expect((await rig.get('/control/faults')).json).toEqual({ faults: [] });
});

test('a fault that does not exist or cannot strike there is refused', async () => {
  await using rig = await startControlledRig();
  const unknown = await rig.post('/control/faults', { name: 'meteorite' });
  expect(unknown).toMatchObject({ status: 400, json: { field: 'name' } });
  const misplaced = await rig.post('/control/faults', { name: 'drip', operation: 'screenPop' });
  expect(misplaced).toMatchObject({ status: 422, json: { code: 'rejected' } });
});

test('agents and calls can be seen and moved', async () => {
  await using rig = await startControlledRig();
  expect((await rig.post('/control/agents/1003', { state: 'ready' })).status).toBe(200);
  const callId = await rig.dial('1003');
  expect((await rig.get('/control/calls')).json).toMatchObject({ dials: [{ callId, agentExtension: '1003' }] });
  expect(await rig.post('/control/agents/9999', { state: 'ready' })).toMatchObject({ status: 422 });
  expect(await rig.post('/control/agents/1001', { state: 'asleep' })).toMatchObject({ status: 400 });
});

test('a customer can be made to call in', async () => {
  await using rig = await startControlledRig();
  const inbound = await rig.post('/control/inbound-calls', { from: '+15557654321', agent_extension: '1002' });
  expect(inbound.json).toMatchObject({ call: { direction: 'inbound', agentExtension: '1002' } });
  expect(rig.controlled.calls()).toHaveLength(1);
});

describe('contract states', () => {
  const setUp = (rig: Rig, state: string, params = {}) => rig.post('/control/states', { action: 'setup', state, params });

  test('an active call can be hung up, again and again', async () => {
    await using rig = await startControlledRig();
    for (let turn = 0; turn < 3; turn += 1) {
      const { json } = await setUp(rig, 'an active call', { agent_extension: '1002' });
      expect((await rig.post('/calls/hangup', { call_id: json?.['call_id'] })).status).toBe(200);
    }
  });

  test('an active call and its target are ready for a transfer, whatever they were doing', async () => {
    await using rig = await startControlledRig();
    await rig.dial('1002');
    const { json } = await setUp(rig, 'an active call and a transfer target');
    expect((await rig.post('/calls/transfer', json)).status).toBe(200);
  });

  test.each([
    ['a call with a finished recording', 200],
    ['a call whose recording is pending', 202],
    ['a call whose recording was purged', 410],
    ['a call that was not recorded', 404],
    ['no call has the id', 404],
  ])('%s is answered %i', async (state, status) => {
    await using rig = await startControlledRig();
    expect((await rig.post('/calls/recording', (await setUp(rig, state)).json)).status).toBe(status);
  });

  test.each([
    ['the agent extension is unknown', 404],
    ['the agent is not ready', 409],
    ['an agent can dial', 200],
    ['the credentials lack the permission', 403],
    ['Five9 limits the rate', 429],
    ['Five9 is unavailable', 503],
  ])('when %s a dial is answered %i', async (state, status) => {
    await using rig = await startControlledRig();
    const { json } = await setUp(rig, state);
    expect((await rig.post('/calls/make', { ...json, destination: '+15550001111' })).status).toBe(status);
  });

  test('tearing down switches faults off; an unknown state is a 4xx', async () => {
    await using rig = await startControlledRig();
    await setUp(rig, 'Five9 is unavailable');
    const teardown = await rig.post('/control/states', { action: 'teardown', state: 'Five9 is unavailable' });
    expect(teardown).toMatchObject({ status: 200, json: {} });
    expect(rig.board.list()).toEqual([]);
    expect(await setUp(rig, 'the moon is full')).toMatchObject({ status: 422, json: { field: 'state' } });
    expect(await setUp(rig, 'an active call', { agent_extension: '9999' })).toMatchObject({ status: 422 });
  });
});
