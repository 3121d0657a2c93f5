import { type CallReference, parseAgentExtension, parseCallId, waitForRecording } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { DIAL, failureOf, PASS, startRig, until } from './vicidial-rig.ts';

const withoutAgent = ({ callId }: CallReference): CallReference => ({ callId });

describe('connect', () => {
  test('proves the credentials at both APIs, and does nothing', async () => {
    await using rig = await startRig();
    expect(await rig.phone.connect()).toMatchObject({ status: 'verified' });
    expect(rig.requests.map(({ api, function: name, answer }) => [api, name, answer])).toEqual([
      ['non-agent', 'logged_in_agents', 'rows'],
      ['agent', 'external_status', 'ERROR'],
    ]);
  });

  test('is good also when nobody is logged in', async () => {
    await using rig = await startRig({ settings: { agents: [{ user: '1001', state: 'LOGGED OUT' }] } });
    expect(await rig.phone.connect()).toMatchObject({ status: 'verified' });
  });

  test('with a wrong password tries once, and shows it nowhere', async () => {
    await using rig = await startRig({ config: { pass: `${PASS}-wrong` } });
    const error = await failureOf(rig.phone.connect());
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', effect: 'none' });
    expect(JSON.stringify(error) + rig.logger.text()).not.toContain(PASS);
    expect(rig.requests).toHaveLength(1);
  });

  test.each([
    ['without API access', { agentApiAccess: false }],
    ['without View Reports', { viewReports: false }],
    ['without the function', { allowedFunctions: ['agent_status'] }],
  ])('%s is FORBIDDEN, and says what to change', async (_name, settings) => {
    await using rig = await startRig({ settings });
    const error = await failureOf(rig.phone.connect());
    expect(error).toMatchObject({ code: 'FORBIDDEN', effect: 'none' });
    expect(error.hint).toMatch(/Admin, Users/);
  });
});

describe('a call from its dial to its recording', () => {
  test('one id is the id of everything', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    expect(call).toMatchObject({
      callId: expect.stringMatching(/^M\d{19}$/),
      agentExtension: '1001',
      aliases: { lead_id: expect.any(String) },
    });
    const agent = parseAgentExtension('1001');
    expect(await rig.phone.getAgentStatus(agent)).toEqual({ state: 'on_call', call });
    expect(await rig.phone.getCallRecordingUrl(call)).toEqual({ status: 'pending' });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'ended', wrapUpRequired: true });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'already_ended', wrapUpRequired: true });
    expect(await rig.phone.getAgentStatus(agent)).toEqual({ state: 'wrap_up' });
    rig.vicidial.dialler.dispose('1001', 'SALE');
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'already_ended' });
    const recording = await waitForRecording(rig.phone, call, { deadlineMs: 10_000 });
    expect(recording).toMatchObject({ status: 'available' });
    if (recording.status !== 'available') return;
    expect((await fetch(recording.url)).headers.get('content-type')).toContain('audio');
  });

  test('with a status to set, the agent can dial again at once', async () => {
    await using rig = await startRig({ config: { hangup_status: 'A' } });
    expect(await rig.phone.hangupCall(await rig.talk())).toEqual({ status: 'ended' });
    await rig.talk({ destination: '+15550002222' });
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ disposition: 'A' }, { state: 'live' }]);
  });

  test('a disposition that fails does not make the hanging up fail', async () => {
    await using rig = await startRig({ config: { hangup_status: 'A' } });
    const call = await rig.talk();
    rig.vicidial.faults.switchOn('http-500', { function: 'external_status' });
    rig.vicidial.faults.switchOn('empty-body', { function: 'external_pause' });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'ended', wrapUpRequired: true });
  });
});

describe('hanging up', () => {
  test('a call that rings ends it, and it is known afterwards although no log has it', async () => {
    await using rig = await startRig({ settings: { timings: { ringMs: 'never' } } });
    const call = await rig.dial();
    expect(await rig.phone.getCallRecordingUrl(call)).toEqual({ status: 'pending' });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'ended', wrapUpRequired: true });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'already_ended', wrapUpRequired: true });
    expect(await rig.phone.getCallRecordingUrl(call)).toEqual({ status: 'none', reason: 'not_recorded' });
    rig.vicidial.dialler.dispose('1001', 'NA');
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'already_ended' });
    expect(await rig.phone.getCallRecordingUrl(call)).toEqual({ status: 'none', reason: 'not_recorded' });
  });

  test('without the agent finds who has the call', async () => {
    await using rig = await startRig({ settings: { timings: { ringMs: 'never' } } });
    const call = await rig.dial();
    expect(await rig.phone.hangupCall(withoutAgent(call))).toMatchObject({ status: 'ended' });
  });

  test('a call whose customer has gone frees the screen, and says who ended it', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    rig.vicidial.dialler.customerHangsUp(call.callId);
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'already_ended', wrapUpRequired: true });
    expect(rig.asked('external_hangup')).toBe(1);
    expect(rig.vicidial.dialler.agents()).toMatchObject([
      { user: '1001', state: 'DISPO' },
      ...Array.from({ length: 14 }, () => ({})),
    ]);
  });

  test('is not reported as done while the screen has not done it', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    rig.vicidial.faults.switchOn('screen-asleep');
    const error = await failureOf(rig.phone.hangupCall(call, { deadlineMs: 800 }));
    expect(error).toMatchObject({ code: 'TIMED_OUT', effect: 'unknown' });
    expect(error.hint).toContain('screen');
    expect(rig.asked('external_hangup')).toBe(1);
  });

  test('is given up at once when the caller gives up, and may have been carried out', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    rig.vicidial.faults.switchOn('screen-asleep');
    const giveUp = new AbortController();
    const failing = failureOf(rig.phone.hangupCall(call, { signal: giveUp.signal }));
    await until(() => rig.asked('external_hangup') === 1);
    giveUp.abort();
    expect(await failing).toMatchObject({ code: 'ABORTED', effect: 'unknown' });
  });

  test.each(['X1', 'M1010000000000000099', 'M1010000 00000000099', "M10100000000000000'9"])(
    'the id %j is CALL_NOT_FOUND',
    async (id) => {
      await using rig = await startRig();
      const call = await rig.talk();
      const other = { ...call, callId: parseCallId(id) };
      expect(await failureOf(rig.phone.hangupCall(other))).toMatchObject({ code: 'CALL_NOT_FOUND', effect: 'none' });
      expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live' }]);
      expect(rig.asked('external_hangup')).toBe(0);
    },
  );

  test('an id that would become this call’s on the way, as ViciDial deletes signs, is CALL_NOT_FOUND too', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    const other = { ...call, callId: parseCallId(call.callId.replace('M', 'M-')) };
    expect(await failureOf(rig.phone.hangupCall(other))).toMatchObject({ code: 'CALL_NOT_FOUND', effect: 'none' });
    expect(await failureOf(rig.phone.getCallRecordingUrl(other))).toMatchObject({ code: 'CALL_NOT_FOUND' });
  });

  test('a call that waits for an agent is on nobody’s screen', async () => {
    await using rig = await startRig();
    const { call } = rig.vicidial.dialler.simulateInboundCall({ from: '5557654321', user: null });
    const error = await failureOf(rig.phone.hangupCall({ callId: parseCallId(call.callId) }));
    expect(error).toMatchObject({ code: 'REJECTED', effect: 'none' });
  });

  test('a call that came in works like one that was dialled', async () => {
    await using rig = await startRig();
    const { call } = rig.vicidial.dialler.simulateInboundCall({ from: '5557654321' });
    const reference = { callId: parseCallId(call.callId), agentExtension: parseAgentExtension('1004') };
    expect(await rig.phone.hangupCall(reference)).toEqual({ status: 'ended', wrapUpRequired: true });
    expect(await waitForRecording(rig.phone, reference, { deadlineMs: 10_000 })).toMatchObject({ status: 'available' });
  });
});

describe('a call keeps its id after a transfer', () => {
  test('also for one who still names the first agent', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    expect(await rig.phone.transferCall({ call, targetExtension: '1004', kind: 'blind' })).toEqual({ status: 'transferred' });
    expect(await rig.phone.hangupCall(call)).toMatchObject({ status: 'ended' });
    const [first, second] = rig.vicidial.dialler.calls();
    expect(second).toMatchObject({ state: 'ended', endedBy: 'agent', user: '1004', leadId: first?.leadId });
    expect(second?.callId).toMatch(/^J/);
  });

  test('but the next conversation with the same customer is another call', async () => {
    await using rig = await startRig({ config: { search_leads: true } });
    const call = await rig.talk();
    await rig.phone.hangupCall(call);
    rig.vicidial.dialler.setAgentState('1001', 'PAUSED');
    rig.vicidial.dialler.setAgentState('1004', 'READY');
    rig.vicidial.dialler.simulateInboundCall({ from: '5550001111' });
    expect(await rig.phone.hangupCall(call)).toEqual({ status: 'already_ended' });
    expect(rig.vicidial.dialler.calls().at(-1)).toMatchObject({ state: 'live', user: '1004' });
  });
});

describe('a transfer', () => {
  test('to a number goes to that number', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    expect(await rig.phone.transferCall({ call, targetExtension: '+1 555 000 3333' })).toEqual({ status: 'transferred' });
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'ended', transferredTo: '5550003333' }]);
  });

  test('attended to another agent waits for that agent, and leaves then', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    const request = { call, targetExtension: '1004', kind: 'attended' } as const;
    expect(await rig.phone.transferCall(request)).toEqual({ status: 'transferred' });
    expect(rig.vicidial.dialler.calls()).toMatchObject([
      { state: 'ended', transferredTo: '1004' },
      { state: 'live', user: '1004' },
    ]);
    expect(rig.asked('transfer_conference')).toBe(2);
  });

  test('attended to an agent who does not come is undone, and nobody says that it went through', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    rig.vicidial.faults.switchOn('screen-asleep', { function: 'transfer_conference', times: 1 });
    const request = { call, targetExtension: '1004', kind: 'attended' } as const;
    const error = await failureOf(rig.phone.transferCall(request, { deadlineMs: 5_700 }));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown' });
    expect(error.message).toContain('did not come to the line');
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live', user: '1001' }]);
  });

  test('that the screen never carries out is OUTCOME_UNKNOWN', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    rig.vicidial.faults.switchOn('screen-asleep');
    const error = await failureOf(rig.phone.transferCall({ call, targetExtension: '1004' }, { deadlineMs: 800 }));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', details: { reason: 'timed_out' } });
    expect(rig.asked('transfer_conference')).toBe(1);
  });

  test.each([
    ['attended to a number', '+15550003333', 'attended', 'CAPABILITY_MISSING'],
    ['to a number abroad', '+442079460958', 'blind', 'DESTINATION_INVALID'],
    ['to an agent who is paused', '1002', 'blind', 'AGENT_NOT_READY'],
    ['to an agent who is logged out', '1003', 'blind', 'AGENT_NOT_READY'],
    ['to nobody', '9998', 'blind', 'AGENT_NOT_FOUND'],
    ['to a name', 'alice', 'blind', 'AGENT_NOT_FOUND'],
  ] as const)('%s is refused, and the call stays', async (_name, targetExtension, kind, code) => {
    await using rig = await startRig();
    const call = await rig.talk();
    const error = await failureOf(rig.phone.transferCall({ call, targetExtension, kind }));
    expect(error).toMatchObject({ code, effect: 'none' });
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live', user: '1001' }]);
    expect(rig.asked('transfer_conference')).toBe(0);
  });

  test('of a call that rings is refused: ViciDial would say SUCCESS and do nothing', async () => {
    await using rig = await startRig({ settings: { timings: { ringMs: 'never' } } });
    const call = await rig.dial();
    const error = await failureOf(rig.phone.transferCall({ call, targetExtension: '1004' }));
    expect(error).toMatchObject({ code: 'REJECTED', effect: 'none' });
    expect(rig.asked('transfer_conference')).toBe(0);
  });

  test('of a call whose customer has gone is CALL_ENDED', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    rig.vicidial.dialler.customerHangsUp(call.callId);
    const error = await failureOf(rig.phone.transferCall({ call, targetExtension: '1004' }));
    expect(error).toMatchObject({ code: 'CALL_ENDED', effect: 'none' });
  });
});

describe('recordings', () => {
  test('a location that never comes is pending for ever, not none', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    await rig.phone.hangupCall(call);
    rig.vicidial.faults.switchOn('location-empty-forever');
    expect(await waitForRecording(rig.phone, call, { deadlineMs: 1_500 })).toEqual({ status: 'pending' });
  });

  test('a call that was not recorded has none', async () => {
    await using rig = await startRig();
    const call = await rig.talk();
    await rig.phone.hangupCall(call);
    rig.vicidial.dialler.removeRecording(call.callId);
    expect(await rig.phone.getCallRecordingUrl(call)).toEqual({ status: 'none', reason: 'not_recorded' });
  });

  test('an id that nobody knows is CALL_NOT_FOUND', async () => {
    await using rig = await startRig();
    for (const id of ['M1010000000000000099', 'X1']) {
      const error = await failureOf(rig.phone.getCallRecordingUrl({ callId: parseCallId(id) }));
      expect(error).toMatchObject({ code: 'CALL_NOT_FOUND', effect: 'none' });
    }
  });
});

test('no password and no number is in the log of a whole day', async () => {
  await using rig = await startRig({ config: { hangup_status: 'A' } });
  await rig.phone.connect();
  const call = await rig.talk();
  await rig.phone.transferCall({ call, targetExtension: '1004' });
  await rig.phone.hangupCall(call);
  await rig.phone.getCallRecordingUrl(call);
  await failureOf(rig.phone.makeCall({ ...DIAL, agentExtension: parseAgentExtension('9999') }));
  const log = rig.logger.text();
  expect(log).toContain('operation done');
  for (const secret of [PASS, '5550001111']) expect(log).not.toContain(secret);
});

test('an agent who logs out while a call is to be hung up leaves its end unconfirmed', async () => {
  await using rig = await startRig();
  const call = await rig.talk();
  rig.vicidial.faults.switchOn('screen-asleep');
  const failing = failureOf(rig.phone.hangupCall(call, { deadlineMs: 1_200 }));
  await until(() => rig.asked('external_hangup') === 1);
  rig.vicidial.dialler.setAgentState('1001', 'LOGGED OUT');
  expect(await failing).toMatchObject({ code: 'TIMED_OUT', effect: 'unknown' });
});
