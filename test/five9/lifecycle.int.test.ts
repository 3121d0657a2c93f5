import { randomBytes } from 'node:crypto';
import type { FaultName } from '@elasticfunnels/five9-middleware';
import {
  type CallReference,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
  waitForRecording,
} from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { API_KEY, DIAL, failureOf, startRig } from './five9-rig.ts';

const UNKNOWN_CALL: CallReference = { callId: parseCallId('999999999999999') };

async function dial(phone: PhoneSwitch): Promise<CallReference> {
  const result = await phone.makeCall(DIAL);
  if (result.status !== 'placed') throw new Error('The dial was not placed.');
  return result.call;
}

describe('a call from its dial to its recording', () => {
  test('the id of the dial is the id of everything after', async () => {
    await using rig = await startRig();
    expect(await rig.phone.connect()).toMatchObject({ status: 'verified' });
    const call = await dial(rig.phone);
    expect(call).toMatchObject({ callId: expect.stringMatching(/^\d{15}$/), aliases: { session_id: expect.any(String) } });
    expect(await rig.phone.getCallRecordingUrl(call)).toEqual({ status: 'pending', retryAfterSeconds: 3 });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'ended', wrapUpRequired: true });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'already_ended' });
    expect(rig.simulator.calls()).toMatchObject([{ callId: call.callId, state: 'ended', endedBy: 'agent' }]);
    await rig.serviceClock.advance(3_000);
    const recording = await rig.phone.getCallRecordingUrl(call);
    expect(recording).toMatchObject({
      status: 'available',
      contentType: 'audio/wav',
      durationSeconds: 1,
      expiresAt: expect.any(Date),
    });
    if (recording.status !== 'available') throw new Error('The recording is not there.');
    const audio = await fetch(recording.url);
    expect(audio.headers.get('content-type')).toBe('audio/wav');
    expect(recording.url.search.length).toBeGreaterThan(20);
    expect(rig.logger.text()).not.toContain(recording.url.search.slice(1, 20));
  });

  test('waiting for the recording asks when the service says', async () => {
    await using rig = await startRig();
    const call = await dial(rig.phone);
    await rig.phone.hangupCall(call);
    const waits: number[] = [];
    const found = await waitForRecording(rig.phone, call, {
      deadlineMs: 60_000,
      clock: {
        now: () => rig.driverClock.now(),
        monotonicMs: () => rig.driverClock.monotonicMs(),
        // Both clocks go on when the wait begins, and it is over.
        setTimer: (ms, callback) => {
          void rig.serviceClock.advance(ms).then(callback);
          return () => {};
        },
      },
      onPending: ({ nextTryInMs }) => waits.push(nextTryInMs),
    });
    expect(found).toMatchObject({ status: 'available' });
    expect(waits).toEqual([3_000]);
  });

  test.each(['blind', 'attended', undefined] as const)('a transfer of kind %s reaches the target', async (kind) => {
    await using rig = await startRig();
    const call = await dial(rig.phone);
    const request = { call, targetExtension: '1002', ...(kind === undefined ? {} : { kind }) };
    expect(await rig.phone.transferCall(request)).toEqual({ status: 'transferred' });
    expect(rig.simulator.calls().some(({ agentExtension }) => agentExtension === '1002')).toBe(true);
  });

  test('a kind that the domain does not permit is said, never silently another', async () => {
    await using rig = await startRig({ simulator: { transferKinds: ['blind'] } });
    const call = await dial(rig.phone);
    const error = await failureOf(rig.phone.transferCall({ call, targetExtension: '1002', kind: 'attended' }));
    expect(error).toMatchObject({ code: 'CAPABILITY_MISSING', effect: 'none' });
    expect(await rig.phone.hangupCall(call)).toMatchObject({ status: 'ended' });
  });
});

describe('a dial that is refused says why, and rings nobody', () => {
  test.each([
    ['an unknown agent', { agentExtension: '9999' }, 'AGENT_NOT_FOUND'],
    ['an agent who is not logged in', { agentExtension: '1003' }, 'AGENT_NOT_READY'],
    ['an agent who is not ready', { agentExtension: '1004' }, 'AGENT_NOT_READY'],
    ['an agent who is not eligible', { agentExtension: '1005', campaignName: 'outbound-sales' }, 'CAMPAIGN_INVALID'],
    ['an unknown campaign', { campaignName: 'no-such' }, 'CAMPAIGN_INVALID'],
    ['an unknown skill', { skillId: '999' }, 'CAMPAIGN_INVALID'],
    ['what is no number', { destination: 'sales@five9.example' }, 'DESTINATION_INVALID'],
    ['a number that must not be called', { destination: '+15550009999' }, 'DESTINATION_BLOCKED'],
  ])('%s', async (_what, differs, code) => {
    await using rig = await startRig();
    const { agentExtension = '1001', ...rest } = { ...differs } as { agentExtension?: string };
    const request = { ...DIAL, ...rest, agentExtension: parseAgentExtension(agentExtension) };
    const error = await failureOf(rig.phone.makeCall(request));
    expect(error).toMatchObject({
      code,
      effect: 'none',
      vendorMessage: expect.any(String),
      details: { fieldsSent: expect.any(Array) },
    });
    expect(rig.dials()).toBe(0);
  });
});

describe('an id that nobody knows', () => {
  test('is told as that by every operation', async () => {
    await using rig = await startRig();
    const errors = await Promise.all([
      failureOf(rig.phone.hangupCall(UNKNOWN_CALL)),
      failureOf(rig.phone.transferCall({ call: UNKNOWN_CALL, targetExtension: '1002' })),
      failureOf(rig.phone.getCallRecordingUrl(UNKNOWN_CALL)),
    ]);
    expect(errors.map(({ code }) => code)).toEqual(['CALL_NOT_FOUND', 'CALL_NOT_FOUND', 'CALL_NOT_FOUND']);
  });
});

describe('a recording that will never be', () => {
  test.each([
    ['neverRecord', 'not_recorded'],
    ['purgeRecording', 'expired'],
  ] as const)('%s: none, because %s', async (change, reason) => {
    await using rig = await startRig();
    const call = await dial(rig.phone);
    await rig.phone.hangupCall(call);
    await rig.serviceClock.advance(5_000);
    rig.simulator[change](call.callId);
    expect(await rig.phone.getCallRecordingUrl(call)).toEqual({ status: 'none', reason });
  });

  test('is not one that may not be heard', async () => {
    await using rig = await startRig({ settings: { permits: ['connect', 'makeCall'] } });
    const call = await dial(rig.phone);
    expect(await failureOf(rig.phone.getCallRecordingUrl(call))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('credentials', () => {
  const password = randomBytes(12).toString('base64');
  const basic = { kind: 'basic', username: 'acme', password } as const;

  test('Basic opens every operation', async () => {
    const config = { api_key: '', username: 'acme', password };
    await using rig = await startRig({ settings: { authentication: basic }, config });
    expect(await rig.phone.connect()).toMatchObject({ status: 'verified' });
    expect(await rig.phone.hangupCall(await dial(rig.phone))).toMatchObject({ status: 'ended' });
  });

  test('the wrong scheme is named on both sides, by every operation, and rings nobody', async () => {
    await using rig = await startRig({ settings: { authentication: basic } });
    const works = [rig.phone.connect(), rig.phone.makeCall(DIAL), rig.phone.hangupCall(UNKNOWN_CALL)];
    for (const error of await Promise.all(works.map((work) => failureOf(work)))) {
      expect(error).toMatchObject({ code: 'UNAUTHENTICATED', details: { schemeSent: 'Bearer', schemesAsked: ['Basic'] } });
      expect(`${JSON.stringify(error)} ${error.stack}`).not.toContain(API_KEY);
    }
    expect(rig.dials()).toBe(0);
    expect(rig.logger.text()).not.toContain(API_KEY);
  });
});

test('prefix and overridden paths meet on both sides', async () => {
  const settings = { basePath: '/api/v1', paths: { makeCall: '/v2/dial', connect: '/health-of-five9' } };
  const config = { rest_make_call_path: '/v2/dial', rest_connect_path: '/health-of-five9' };
  await using rig = await startRig({ settings, config });
  expect(rig.middleware.url).toMatch(/\/api\/v1$/);
  expect(await rig.phone.connect()).toMatchObject({ status: 'verified' });
  expect(await rig.phone.hangupCall(await dial(rig.phone))).toMatchObject({ status: 'ended' });
});

test('a path that is not there is told apart from a call that is unknown', async () => {
  await using rig = await startRig({ config: { rest_hangup_path: '/calls/end', rest_connect_path: '/nothing-here' } });
  const call = await dial(rig.phone);
  const error = await failureOf(rig.phone.hangupCall(call));
  expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'path_missing' } });
  expect(error.message).toContain('There is nothing at /calls/end');
  expect(await rig.phone.connect()).toMatchObject({ status: 'reachable', reason: expect.stringContaining('/nothing-here') });
});

describe('what is harmless twice survives a service that stumbles', () => {
  test.each<FaultName>(['error-500', 'error-502', 'html-502', 'reset-mid-body'])('%s: hung up all the same', async (fault) => {
    await using rig = await startRig({ retry: { random: () => 0 } });
    const call = await dial(rig.phone);
    rig.faults.switchOn(fault, { operation: 'hangup', times: 1 });
    const hangup = rig.phone.hangupCall(call);
    const over = hangup.then(() => true);
    while (!(await Promise.race([over, rig.driverClock.advance(0).then(() => false)])));
    // The first try did it; the second finds that it is done.
    expect(await hangup).toEqual({ status: 'already_ended' });
  });
});
