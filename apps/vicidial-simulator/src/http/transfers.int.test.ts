import { describe, expect, test } from 'vitest';
import { type Rig, startRig } from '../testing/start-rig.ts';

interface Conversation extends Rig {
  readonly callId: string;
  transfer(value: string, parameters?: Record<string, string>): Promise<string>;
}

async function converse(): Promise<Conversation> {
  const rig = await startRig();
  await rig.dial();
  await rig.clock.advance(2_000);
  const callId = rig.vicidial.dialler.calls()[0]?.callId ?? '';
  const transfer = async (value: string, parameters = {}): Promise<string> => {
    const body = await rig.agent('transfer_conference', { agent_user: '1001', value, ...parameters });
    await rig.clock.advance(1_000);
    return body;
  };
  return { ...rig, callId, transfer };
}

describe('transfer_conference', () => {
  test('BLIND_TRANSFER sends the customer to a number, and the agent to the disposition', async () => {
    await using rig = await converse();
    expect(await rig.transfer('BLIND_TRANSFER', { phone_number: '8500' })).toBe(
      `SUCCESS: transfer_conference function set - BLIND_TRANSFER||8500|NO|1001|${rig.callId}|\n`,
    );
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'ended', endedBy: 'transfer', transferredTo: '8500' }]);
    expect((await rig.status())[9]).toBe('DISPO');
  });

  test('LOCAL_CLOSER with AGENTDIRECT gives the agent who is named a call of its own', async () => {
    await using rig = await converse();
    const body = await rig.transfer('LOCAL_CLOSER', { ingroup_choices: 'AGENTDIRECT', phone_number: '1004' });
    expect(body).toContain(` - LOCAL_CLOSER|AGENTDIRECT|1004|NO|1001|${rig.callId}|`);
    const [first, second] = rig.vicidial.dialler.calls();
    expect(first).toMatchObject({ state: 'ended', transferredTo: '1004' });
    expect(second).toMatchObject({ state: 'live', user: '1004', leadId: first?.leadId, uniqueId: first?.uniqueId });
    expect(second?.callId).toMatch(/^J\d{19}$/);
  });

  test('LOCAL_CLOSER lets the customer wait until the agent is ready', async () => {
    await using rig = await converse();
    await rig.transfer('LOCAL_CLOSER', { ingroup_choices: 'AGENTDIRECT', phone_number: '1002' });
    expect(rig.vicidial.dialler.calls()[1]).toMatchObject({ state: 'queued' });
    rig.vicidial.dialler.setAgentState('1002', 'READY');
    expect(rig.vicidial.dialler.calls()[1]).toMatchObject({ state: 'live', user: '1002' });
  });

  test('an attended transfer: park and dial, then leave', async () => {
    await using rig = await converse();
    await rig.transfer('PARK_CUSTOMER_DIAL', { phone_number: '5550003333' });
    expect((await rig.status())[9]).toBe('PARK');
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live', parked: true, thirdParty: '5550003333' }]);
    await rig.transfer('LEAVE_3WAY_CALL');
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'ended', transferredTo: '5550003333', parked: false }]);
  });

  test('a consultation gives the other agent a call of the same lead, and both show as 3-WAY', async () => {
    await using rig = await converse();
    const parameters = { consultative: 'YES', ingroup_choices: 'AGENTDIRECT', phone_number: '1004' };
    await rig.transfer('DIAL_WITH_CUSTOMER', parameters);
    const [first, second] = rig.vicidial.dialler.calls();
    expect(second).toMatchObject({ state: 'live', user: '1004', leadId: first?.leadId });
    expect([(await rig.status('1001'))[9], (await rig.status('1004'))[9]]).toEqual(['3-WAY', '3-WAY']);
    await rig.transfer('LEAVE_3WAY_CALL');
    expect(rig.vicidial.dialler.calls()).toMatchObject([
      { state: 'ended', transferredTo: '1004' },
      { state: 'live', user: '1004' },
    ]);
    expect((await rig.status('1004'))[9]).toBe('');
  });

  test('HANGUP_XFER ends a consultation, and the customer stays with the first agent', async () => {
    await using rig = await converse();
    await rig.transfer('DIAL_WITH_CUSTOMER', { consultative: 'YES', ingroup_choices: 'AGENTDIRECT', phone_number: '1004' });
    await rig.transfer('HANGUP_XFER');
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live', user: '1001' }, { state: 'ended' }]);
  });

  test('LEAVE_3WAY_CALL without a third party is SUCCESS, and the agent stays', async () => {
    await using rig = await converse();
    expect(await rig.transfer('LEAVE_3WAY_CALL')).toMatch(/^SUCCESS/);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live' }]);
  });

  test('HANGUP_XFER lets go of the third party, park_call fetches the customer, HANGUP_BOTH ends it', async () => {
    await using rig = await converse();
    await rig.transfer('PARK_CUSTOMER_DIAL', { phone_number: '5550003333' });
    await rig.transfer('HANGUP_XFER');
    expect(rig.vicidial.dialler.calls()[0]).not.toHaveProperty('thirdParty');
    expect(await rig.agent('park_call', { agent_user: '1001', value: 'GRAB_CUSTOMER' })).toBe(
      'SUCCESS: park_call function set - GRAB_CUSTOMER|1001\n',
    );
    await rig.clock.advance(1_000);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live', parked: false }]);
    await rig.transfer('HANGUP_BOTH');
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ endedBy: 'agent' }]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['SHORT', {}, 'transfer_conference not valid - SHORT|1001'],
    ['XYZFUNCTION', {}, 'value is not valid - XYZFUNCTION|apiuser'],
    ['LOCAL_CLOSER', {}, 'ingroup is not valid - '],
    ['LOCAL_CLOSER', { ingroup_choices: 'NONE' }, 'ingroup is not valid - NONE'],
    ['BLIND_TRANSFER', { cid_choice: 'NONE' }, 'cid_choice is not valid - 1001|NONE'],
    ['BLIND_TRANSFER', { agent_user: '1002' }, 'agent_user does not have a live call - 1002'],
    ['BLIND_TRANSFER', { agent_user: '1003' }, 'agent_user is not logged in - 1003'],
  ])('%s %j is refused', async (value, parameters, message) => {
    await using rig = await converse();
    expect(await rig.transfer(value, parameters)).toBe(`ERROR: ${message}\n`);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live' }]);
  });

  test('of a call that still rings is SUCCESS, and nothing happens', async () => {
    await using rig = await startRig({ timings: { ringMs: 'never' } });
    await rig.dial();
    expect((await rig.status())[9]).toBe('DIAL');
    const parameters = { agent_user: '1001', value: 'BLIND_TRANSFER', phone_number: '8500' };
    expect(await rig.agent('transfer_conference', parameters)).toMatch(/^SUCCESS/);
    await rig.clock.advance(1_000);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'dialling' }]);
  });
});
