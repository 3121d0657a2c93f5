import { describe, expect, test } from 'vitest';
import { startRig } from '../testing/start-rig.ts';

const dial = { agent_extension: '1001', destination: '+15550001111' };

describe('connect', () => {
  test('C1 verifies valid credentials', async () => {
    await using rig = await startRig();
    expect(await rig.get('/')).toMatchObject({ status: 200, json: { success: true } });
  });

  test('C2 refuses others and says which scheme it wants', async () => {
    await using rig = await startRig();
    const reply = await rig.get('/', { authorization: 'Bearer invalid' });
    expect(reply).toMatchObject({ status: 401, json: { success: false, code: 'unauthenticated' } });
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });
});

describe('makeCall', () => {
  test('M1 places a call and gives its id as a text', async () => {
    await using rig = await startRig();
    const { status, json } = await rig.post('/calls/make', dial);
    expect(status).toBe(200);
    expect(json).toMatchObject({ success: true, call_id: expect.stringMatching(/^\d{15}$/) });
    expect(json?.['aliases']).toEqual({ session_id: expect.stringMatching(/^[0-9A-F]{32}$/) });
    expect(rig.simulator.dials()).toMatchObject([{ callId: json?.['call_id'], destination: '+15550001111' }]);
  });

  test('M2 and M3 take a campaign and a skill', async () => {
    await using rig = await startRig();
    await rig.post('/calls/make', { ...dial, campaign_name: 'outbound-sales', skill_id: '501' });
    await rig.post('/calls/make', { ...dial, agent_extension: '1002', campaign_name: 'support' });
    expect(rig.simulator.dials()).toMatchObject([{ campaign: 'outbound-sales', skill: '501' }, { campaign: 'support' }]);
    expect(rig.simulator.dials()[1]).not.toHaveProperty('skill');
  });

  test.each([
    ['M5 an unknown agent', { agent_extension: '9999' }, 404, 'agent_not_found', /No agent has the extension 9999/],
    ['a logged-out agent', { agent_extension: '1003' }, 409, 'agent_not_ready', /logged out/],
    ['an agent who is not ready', { agent_extension: '1004' }, 409, 'agent_not_ready', /not ready/],
    ['M6 letters', { destination: 'call-me' }, 422, 'destination_invalid', /not a number/],
    ['a number that is too long', { destination: '1234567890123456' }, 422, 'destination_invalid', /not a number/],
    ['the do-not-call list', { destination: '+1 (555) 000-9999' }, 422, 'destination_blocked', /do-not-call/],
    ['an unknown campaign', { campaign_name: 'nope' }, 422, 'campaign_invalid', /No campaign is named "nope"/],
    ['an unknown skill', { skill_id: '999' }, 422, 'campaign_invalid', /No skill has the id "999"/],
    [
      'an agent outside the campaign',
      { agent_extension: '1005', campaign_name: 'outbound-sales' },
      422,
      'campaign_invalid',
      /Agent 1005 is not eligible for the campaign/,
    ],
    ['an agent without the skill', { agent_extension: '1005', skill_id: '501' }, 422, 'campaign_invalid', /skill "501"/],
  ])('refuses %s, and nothing rings', async (_case, change, status, code, message) => {
    await using rig = await startRig();
    const reply = await rig.post('/calls/make', { ...dial, ...change });
    expect(reply).toMatchObject({ status, json: { success: false, code, message: expect.stringMatching(message) } });
    expect(rig.simulator.dials()).toEqual([]);
  });

  test('an agent on a call or in wrap-up cannot dial, and can again afterwards', async () => {
    await using rig = await startRig({ simulator: { timings: { wrapUpMs: 1_000 } } });
    const callId = await rig.dial();
    const busy = await rig.post('/calls/make', dial);
    expect(busy).toMatchObject({ status: 409, json: { message: 'Agent 1001 is on a call.' } });
    await rig.post('/calls/hangup', { call_id: callId });
    const wrapUp = await rig.post('/calls/make', dial);
    expect(wrapUp).toMatchObject({ status: 409, json: { message: 'Agent 1001 is in wrap-up.' } });
    await rig.clock.advance(1_000);
    expect((await rig.post('/calls/make', dial)).status).toBe(200);
  });
});

describe('hangup', () => {
  test('H1 ends an active call, and says that the agent is in wrap-up', async () => {
    await using rig = await startRig({ simulator: { timings: { wrapUpMs: 'until-disposed' } } });
    const reply = await rig.post('/calls/hangup', { call_id: await rig.dial() });
    expect(reply).toMatchObject({ status: 200, json: { success: true, wrap_up_required: true } });
  });

  test('needs no wrap-up where the domain disposes by itself', async () => {
    await using rig = await startRig({ simulator: { timings: { wrapUpMs: 0 } } });
    const reply = await rig.post('/calls/hangup', { call_id: await rig.dial() });
    expect(reply.json).toEqual({ success: true, wrap_up_required: false });
  });

  test('H2 tells a call that has ended from one that never was', async () => {
    await using rig = await startRig();
    const callId = await rig.dial();
    await rig.post('/calls/hangup', { call_id: callId });
    expect(await rig.post('/calls/hangup', { call_id: callId })).toMatchObject({
      status: 410,
      json: { code: 'call_ended' },
    });
    expect(await rig.post('/calls/hangup', { call_id: 'nobody-knows' })).toMatchObject({
      status: 404,
      json: { code: 'call_not_found' },
    });
  });
});

describe('transfer', () => {
  test.each(['blind', 'attended', undefined])('T1 hands an active call over (%s)', async (kind) => {
    await using rig = await startRig();
    const callId = await rig.dial();
    const body = { call_id: callId, target_extension: '1002', ...(kind === undefined ? {} : { transfer_type: kind }) };
    expect(await rig.post('/calls/transfer', body)).toMatchObject({ status: 200, json: { success: true } });
    const [first, second] = rig.simulator.calls();
    expect(first).toMatchObject({ callId, state: 'ended', transferredTo: '1002', endedBy: `${kind ?? 'blind'} transfer` });
    expect(second).toMatchObject({ agentExtension: '1002', sessionId: first?.sessionId, customerNumber: '+15550001111' });
    expect(second?.state).toBe(kind === 'attended' ? 'answered' : 'ringing');
  });

  test('the call keeps its id: it can be handed on and hung up by it, and only then has it ended', async () => {
    await using rig = await startRig();
    const callId = await rig.dial();
    for (const target of ['1002', '1010']) {
      const moved = await rig.post('/calls/transfer', { call_id: callId, target_extension: target });
      expect(moved.status).toBe(200);
    }
    expect((await rig.post('/calls/hangup', { call_id: callId })).status).toBe(200);
    expect(rig.simulator.calls().map(({ state }) => state)).toEqual(['ended', 'ended', 'ended']);
    expect((await rig.post('/calls/hangup', { call_id: callId })).status).toBe(410);
  });

  test('T2 an unknown call is a 404, an unknown target is not', async () => {
    await using rig = await startRig();
    const unknownCall = await rig.post('/calls/transfer', { call_id: 'x', target_extension: '1002' });
    expect(unknownCall).toMatchObject({ status: 404, json: { code: 'call_not_found' } });
    const unknownTarget = await rig.post('/calls/transfer', { call_id: await rig.dial(), target_extension: '9999' });
    expect(unknownTarget).toMatchObject({ status: 422, json: { code: 'agent_not_found' } });
    expect(rig.simulator.calls()).toHaveLength(1);
  });

  test('a target who cannot take the call leaves it where it is', async () => {
    await using rig = await startRig();
    const callId = await rig.dial();
    const away = await rig.post('/calls/transfer', { call_id: callId, target_extension: '1003' });
    expect(away).toMatchObject({ status: 409, json: { code: 'agent_not_ready' } });
    const self = await rig.post('/calls/transfer', { call_id: callId, target_extension: '1001' });
    expect(self).toMatchObject({ status: 422, json: { code: 'rejected' } });
    expect(rig.simulator.calls()).toMatchObject([{ callId, state: 'ringing' }]);
  });

  test('a kind that the domain does not permit is refused, never downgraded', async () => {
    await using rig = await startRig({ simulator: { transferKinds: ['blind'] } });
    const body = { call_id: await rig.dial(), target_extension: '1002', transfer_type: 'attended' };
    expect(await rig.post('/calls/transfer', body)).toMatchObject({ status: 422, json: { code: 'capability_missing' } });
  });
});

describe('permissions and deployment', () => {
  test('a valid credential may lack a permission', async () => {
    await using rig = await startRig({ settings: { permits: ['connect', 'hangup'] } });
    expect(await rig.post('/calls/make', dial)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    expect((await rig.get('/')).status).toBe(200);
    expect(rig.simulator.dials()).toEqual([]);
  });

  test('all paths can be moved, below a prefix', async () => {
    const paths = { connect: '/ping', makeCall: '/v2/dial', hangup: '/v2/end' };
    await using rig = await startRig({ settings: { basePath: '/api/v1', paths } });
    expect(rig.middleware.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
    expect((await rig.get('/ping')).status).toBe(200);
    const { json } = await rig.post('/v2/dial', dial);
    expect((await rig.post('/v2/end', { call_id: json?.['call_id'] })).status).toBe(200);
    expect((await rig.post('/calls/make', dial)).status).toBe(404);
  });

  test('the connect path answers below a prefix with and without its slash', async () => {
    await using rig = await startRig({ settings: { basePath: '/api/v1' } });
    expect((await rig.get('')).status).toBe(200);
    expect((await rig.get('/')).status).toBe(200);
  });

  test('Basic works, and its secret is in no answer', async () => {
    const authentication = { kind: 'basic', username: 'elastic', password: 'open-sesame' } as const;
    await using rig = await startRig({ settings: { authentication } });
    const credentials = Buffer.from('elastic:open-sesame').toString('base64');
    expect((await rig.get('/', { authorization: `Basic ${credentials}` })).status).toBe(200);
    const refused = await rig.get('/', { authorization: `Bearer ${credentials}` });
    expect(refused.status).toBe(401);
    expect(refused.text + JSON.stringify([...refused.headers])).not.toContain('open-sesame');
  });
});
