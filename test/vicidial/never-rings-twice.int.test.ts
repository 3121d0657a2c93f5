import { setTimeout as pause } from 'node:timers/promises';
import type { FaultName } from '@elasticfunnels/vicidial-simulator';
import { parseAgentExtension } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { DIAL, failureOf, startRig, until } from './vicidial-rig.ts';

/** Long enough for every screen to have looked. */
const SETTLED_MS = 60;

describe('a dial whose answer is lost may have rung, and is not sent again', () => {
  test.each<FaultName>(['reset-after-dial', 'empty-body', 'html-error-page', 'http-500'])('%s', async (fault) => {
    await using rig = await startRig();
    rig.vicidial.faults.switchOn(fault, { function: 'external_dial' });
    const error = await failureOf(rig.phone.makeCall(DIAL));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', retryable: false, operation: 'makeCall' });
    // A second click.
    rig.vicidial.faults.switchOff();
    expect(await failureOf(rig.phone.makeCall(DIAL))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await pause(SETTLED_MS);
    expect([rig.asked('external_dial'), rig.dials()]).toEqual([1, 1]);
  });

  test.each<FaultName>(['never-answer', 'slow'])('%s: by the deadline', async (fault) => {
    await using rig = await startRig();
    rig.vicidial.faults.switchOn(fault, { function: 'external_dial' });
    const error = await failureOf(rig.phone.makeCall(DIAL, { deadlineMs: 300 }));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'timed_out' } });
    await pause(SETTLED_MS);
    expect([rig.asked('external_dial'), rig.dials()]).toEqual([1, 1]);
  });

  test('given up by the caller', async () => {
    await using rig = await startRig();
    rig.vicidial.faults.switchOn('never-answer');
    const giveUp = new AbortController();
    const failing = failureOf(rig.phone.makeCall(DIAL, { signal: giveUp.signal }));
    await until(() => rig.dials() === 1);
    giveUp.abort();
    expect(await failing).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'aborted' } });
    expect(rig.asked('external_dial')).toBe(1);
  });
});

describe('a dial that did nothing says so', () => {
  test.each<FaultName>(['empty-body', 'html-error-page', 'http-500'])(
    'when the question before it fails for good: %s',
    async (fault) => {
      await using rig = await startRig();
      rig.vicidial.faults.switchOn(fault, { function: 'agent_status' });
      expect(await failureOf(rig.phone.makeCall(DIAL))).toMatchObject({ effect: 'none' });
      rig.vicidial.faults.switchOff();
      expect(await rig.phone.makeCall(DIAL)).toMatchObject({ status: 'accepted' });
      await until(() => rig.dials() === 1);
    },
  );

  test('when the question before it fails once, it is asked again', async () => {
    await using rig = await startRig();
    rig.vicidial.faults.switchOn('http-500', { function: 'agent_status', times: 1 });
    await rig.dial();
    expect(rig.dials()).toBe(1);
  });

  test('when the time is over before it', async () => {
    await using rig = await startRig();
    rig.vicidial.faults.switchOn('slow', { function: 'agent_status' });
    const error = await failureOf(rig.phone.makeCall(DIAL, { deadlineMs: 200 }));
    expect(error).toMatchObject({ code: 'TIMED_OUT', effect: 'none' });
    expect(rig.asked('external_dial')).toBe(0);
  });

  test.each([
    ['an unknown agent', '9999', 'AGENT_NOT_FOUND'],
    ['one who is logged out', '1003', 'AGENT_NOT_READY'],
    ['one who waits for calls', '1004', 'AGENT_NOT_READY'],
    ['one who may not dial by hand', '1005', 'FORBIDDEN'],
  ])('for %s', async (_name, agent, code) => {
    await using rig = await startRig();
    const error = await failureOf(rig.phone.makeCall({ ...DIAL, agentExtension: parseAgentExtension(agent) }));
    expect(error).toMatchObject({ code, effect: 'none' });
    await pause(SETTLED_MS);
    expect(rig.dials()).toBe(0);
  });

  test('for one who is on a call: that call goes on', async () => {
    await using rig = await startRig();
    const call = await rig.dial();
    const error = await failureOf(rig.phone.makeCall({ ...DIAL, destination: '+15550002222' }));
    expect(error).toMatchObject({ code: 'AGENT_NOT_READY', effect: 'none' });
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ callId: call.callId }]);
    expect(rig.asked('external_dial')).toBe(1);
  });

  test('with a locked-out user: not retried, and the hint says how long', async () => {
    await using rig = await startRig();
    rig.vicidial.faults.switchOn('lockout');
    const error = await failureOf(rig.phone.makeCall(DIAL));
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', effect: 'none' });
    expect(error.hint).toContain('15 minutes');
    expect(rig.requests).toHaveLength(1);
  });
});

describe('accepted is no promise that it rings', () => {
  test('a screen that sleeps never dials, and no call is found', async () => {
    await using rig = await startRig();
    rig.vicidial.faults.switchOn('screen-asleep');
    const dial = await rig.phone.makeCall(DIAL);
    await pause(SETTLED_MS);
    expect(dial.status === 'accepted' ? await rig.phone.findCall(dial.reference) : 'placed').toBeUndefined();
    expect(rig.dials()).toBe(0);
  });

  test('nor does a number on the do-not-call list', async () => {
    await using rig = await startRig();
    const dial = await rig.phone.makeCall({ ...DIAL, destination: '+15550009999' });
    await pause(SETTLED_MS);
    expect(dial.status === 'accepted' ? await rig.phone.findCall(dial.reference) : 'placed').toBeUndefined();
    expect(rig.dials()).toBe(0);
  });

  test('the reference of an earlier dial to the same number does not find the later call', async () => {
    await using rig = await startRig({ config: { search_leads: true, hangup_status: 'A' } });
    const dial = await rig.phone.makeCall(DIAL);
    const reference = dial.status === 'accepted' ? dial.reference : '';
    await until(() => rig.dials() === 1);
    const first = await rig.phone.findCall(reference);
    if (first === undefined) return expect.unreachable();
    await rig.phone.hangupCall(first);
    await rig.dial();
    expect(await rig.phone.findCall(reference)).toBeUndefined();
  });
});

describe('a command that acts by agent is not repeated either', () => {
  test.each<FaultName>(['empty-body', 'html-error-page', 'http-500'])('hanging up, with %s', async (fault) => {
    await using rig = await startRig();
    const call = await rig.dial();
    rig.vicidial.faults.switchOn(fault, { function: 'external_hangup' });
    expect(await failureOf(rig.phone.hangupCall(call))).toMatchObject({ effect: 'unknown' });
    expect(rig.asked('external_hangup')).toBe(1);
  });

  test.each<FaultName>(['empty-body', 'html-error-page', 'http-500'])('a transfer, with %s', async (fault) => {
    await using rig = await startRig();
    const call = await rig.talk();
    rig.vicidial.faults.switchOn(fault, { function: 'transfer_conference' });
    const failing = rig.phone.transferCall({ call, targetExtension: '1004' });
    expect(await failureOf(failing)).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown' });
    expect(rig.asked('transfer_conference')).toBe(1);
  });
});
