import { describe, expect, test } from 'vitest';
import { credentials, noon, type Rig, startRig } from '../testing/start-rig.ts';

const epoch = noon / 1_000;
const dial = { agent_user: '1001', value: '5550001111', phone_code: '1', search: 'YES', preview: 'NO', focus: 'NO' };

describe('external_dial', () => {
  test('answers without a call id, and dials when the screen has seen it', async () => {
    await using rig = await startRig();
    const body = await rig.agent('external_dial', dial);
    expect(body).toBe(`SUCCESS: external_dial function set - 5550001111|1001|1|YES|NO|NO||${epoch}||||\n`);
    expect(rig.vicidial.dialler.dials()).toEqual([]);
    await rig.clock.advance(1_000);
    const [made] = rig.vicidial.dialler.dials();
    expect(made).toMatchObject({ user: '1001', phoneCode: '1', phoneNumber: '5550001111' });
    expect((await rig.status())[1]).toBe(made?.callId);
    expect(made?.callId).toMatch(/^M\d{19}$/);
  });

  test.each<[string, Record<string, string>, string]>([
    ['without focus', { focus: '' }, 'external_dial not valid - 5550001111|1|YES|NO|||1001|'],
    ['without number and lead', { value: '+' }, 'external_dial not valid - |1|YES|NO|NO||1001|'],
    ['for one who is logged out', { agent_user: '1003' }, 'agent_user is not logged in - 1003'],
    ['for one whom nobody knows', { agent_user: '9999' }, 'agent_user is not logged in - 9999'],
    ['for one who is ready', { agent_user: '1004' }, 'agent_user is not paused - 1004'],
    ['for one who may not', { agent_user: '1005' }, 'agent_user is not allowed to place manual dial calls - 1005'],
    ['with a wrong group alias', { group_alias: 'NONE' }, 'group_alias is not valid - 1001|NONE'],
    ['with a caller id', { outbound_cid: '3125551212' }, 'outbound_cid is not allowed on this system - 1001|3125551212|DISABLED'],
    ['with a wrong lead', { lead_id: '1' }, 'lead_id is not valid - 1001|1'],
  ])('%s is refused', async (_name, parameters, message) => {
    await using rig = await startRig();
    expect(await rig.agent('external_dial', { ...dial, ...parameters })).toBe(`ERROR: ${message}\n`);
    await rig.clock.advance(5_000);
    expect(rig.vicidial.dialler.dials()).toEqual([]);
  });

  test('with an in-group that does not exist puts a NOTICE in front of the answer', async () => {
    await using rig = await startRig();
    const body = await rig.agent('external_dial', { ...dial, dial_ingroup: 'NONE' });
    expect(body).toMatch(/^NOTICE: defined dial_ingroup not found - NONE\nSUCCESS: external_dial function set - /);
  });

  test('is SUCCESS for a number on the do-not-call list, and nothing rings', async () => {
    await using rig = await startRig();
    expect(await rig.dial('1001', '5550009999')).toMatch(/^SUCCESS/);
    expect(rig.vicidial.dialler.dials()).toEqual([]);
    expect(rig.vicidial.dialler.screenNotices()).toMatchObject([{ user: '1001', message: 'DNC NUMBER' }]);
    expect((await rig.status()).slice(0, 3)).toEqual(['PAUSED', '', '0']);
  });

  test('twice before the screen looks rings once: the second replaces the first', async () => {
    await using rig = await startRig();
    await rig.agent('external_dial', dial);
    await rig.agent('external_dial', { ...dial, value: '5550002222' });
    await rig.clock.advance(5_000);
    expect(rig.vicidial.dialler.dials().map(({ phoneNumber }) => phoneNumber)).toEqual(['5550002222']);
  });

  test('with preview only shows the lead', async () => {
    await using rig = await startRig();
    await rig.agent('external_dial', { ...dial, preview: 'YES' });
    await rig.clock.advance(1_000);
    expect(await rig.status()).toMatchObject({ 0: 'PAUSED', 2: '876401', 9: 'PREVIEW', 10: '5550001111' });
    expect(rig.vicidial.dialler.dials()).toEqual([]);
  });

  test('finds a lead by its number, or makes another', async () => {
    await using rig = await startRig();
    await rig.dial('1001');
    await rig.dial('1002');
    await rig.agent('external_dial', { ...dial, agent_user: '1010', search: 'NO' });
    await rig.clock.advance(1_000);
    expect(rig.vicidial.dialler.dials().map(({ leadId }) => leadId)).toEqual([876_401, 876_401, 876_402]);
  });
});

describe('ending a call', () => {
  async function onCall(settings = {}): Promise<Rig> {
    const rig = await startRig(settings);
    await rig.dial();
    await rig.clock.advance(2_000);
    return rig;
  }

  test('external_hangup ends it on the screen, and opens the disposition', async () => {
    await using rig = await onCall();
    expect(await rig.status()).toMatchObject({ 0: 'INCALL', 9: '' });
    const body = await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
    expect(body).toBe('SUCCESS: external_hangup function set - 1|1001\n');
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live' }]);
    await rig.clock.advance(1_000);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'ended', endedBy: 'agent' }]);
    expect(await rig.status()).toMatchObject({ 0: 'PAUSED', 1: '', 2: '876401', 9: 'DISPO' });
    expect(await rig.agent('external_dial', dial)).toBe('ERROR: agent_user is not paused - 1001\n');
  });

  test('external_hangup is SUCCESS without a call, and does not end the next one', async () => {
    await using rig = await startRig();
    expect(await rig.agent('external_hangup', { agent_user: '1001', value: '1' })).toMatch(/^SUCCESS/);
    await rig.clock.advance(1_000);
    await rig.dial();
    await rig.clock.advance(2_000);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'live' }]);
  });

  test('pause, hangup and status in a row end with an agent who can dial again', async () => {
    await using rig = await onCall();
    expect(await rig.agent('external_pause', { agent_user: '1001', value: 'PAUSE' })).toMatch(
      /^SUCCESS: external_pause function set - PAUSE\|\d{10}\|1001\n$/,
    );
    await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
    const status = await rig.agent('external_status', { agent_user: '1001', value: 'SALE' });
    expect(status).toBe('SUCCESS: external_status function set - SALE|1001\n');
    await rig.clock.advance(2_000);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ disposition: 'SALE' }]);
    expect(await rig.status()).toMatchObject({ 0: 'PAUSED', 2: '0', 9: '' });
    expect(await rig.agent('external_dial', dial)).toMatch(/^SUCCESS/);
  });

  test('without a pause the agent of an auto-dial campaign is READY again, and cannot dial', async () => {
    await using rig = await onCall();
    await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
    await rig.agent('external_status', { agent_user: '1001', value: 'NI' });
    await rig.clock.advance(2_000);
    expect(await rig.agent('external_dial', dial)).toBe('ERROR: agent_user is not paused - 1001\n');
    await using manual = await onCall({ autoDial: false });
    await manual.agent('external_hangup', { agent_user: '1001', value: '1' });
    await manual.agent('external_status', { agent_user: '1001', value: 'NI' });
    await manual.clock.advance(2_000);
    expect(await manual.agent('external_dial', dial)).toMatch(/^SUCCESS/);
  });

  test('a customer who hangs up leaves a DEAD call, which the agent must still end', async () => {
    await using rig = await onCall({ timings: { talkMs: 5_000 } });
    await rig.clock.advance(5_000);
    expect(await rig.status()).toMatchObject({ 0: 'INCALL', 1: expect.stringMatching(/^M/), 9: 'DEAD' });
    await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
    await rig.clock.advance(1_000);
    expect((await rig.status())[9]).toBe('DISPO');
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ endedBy: 'customer' }]);
  });

  test('ra_call_control ends it by its id, without a disposition screen', async () => {
    await using rig = await onCall();
    const callId = rig.vicidial.dialler.calls()[0]?.callId ?? '';
    const parameters = { agent_user: '1001', value: callId, stage: 'HANGUP', status: 'DONE' };
    expect(await rig.agent('ra_call_control', parameters)).toBe(`SUCCESS: ra_call_control hungup - 1001|${callId}|HANGUP\n`);
    expect(rig.vicidial.dialler.calls()).toMatchObject([{ state: 'ended', disposition: 'DONE' }]);
    expect((await rig.status())[0]).toBe('READY');
    expect(await rig.agent('ra_call_control', parameters)).toBe(`ERROR: no active call found - ${callId}\n`);
    expect(await rig.agent('ra_call_control', { ...parameters, stage: '' })).toMatch(/^ERROR: ra_call_control not valid/);
  });
});

describe('pausing and recording', () => {
  test('external_pause knows PAUSE and RESUME, and refuses a needless RESUME', async () => {
    await using rig = await startRig();
    await rig.agent('external_pause', { agent_user: '1004', value: 'PAUSE' });
    await rig.agent('external_pause', { agent_user: '1001', value: 'RESUME' });
    await rig.clock.advance(1_000);
    expect([(await rig.status('1004'))[0], (await rig.status('1001'))[0]]).toEqual(['PAUSED', 'READY']);
    const needless = await rig.agent('external_pause', { agent_user: '1001', value: 'RESUME' });
    expect(needless).toBe('ERROR: external_pause agent is not paused - RESUME|1001\n');
    expect(await rig.agent('external_pause', { agent_user: '1001', value: 'NOW' })).toBe(
      'ERROR: external_pause not valid - NOW|1001\n',
    );
  });

  test('recording starts, tells its status, and stops', async () => {
    await using rig = await startRig();
    const ask = (value: string, stage = ''): Promise<string> => rig.agent('recording', { agent_user: '1001', value, stage });
    expect(await ask('STATUS')).toBe('NOTICE: not recording - 1001|||||127.0.0.1|8600051|PAUSED\n');
    expect(await ask('STOP')).toBe('ERROR: stop recording error - 1001|||||127.0.0.1|8600051|PAUSED\n');
    expect(await ask('START', '_MIDCALL')).toBe(
      'SUCCESS: recording function sent - 1001|START_MIDCALL||||127.0.0.1|8600051|PAUSED\n',
    );
    await rig.clock.advance(1_000);
    expect(await ask('STATUS')).toBe(
      'NOTICE: recording active - 1001|534820|20260105-070001__1001_MIDCALL|127.0.0.1|2026-01-05 07:00:01|127.0.0.1|8600051|PAUSED\n',
    );
    await ask('STOP');
    await rig.clock.advance(1_000);
    expect(await ask('STATUS')).toMatch(/^NOTICE: not recording/);
  });
});

describe('the door', () => {
  const wrong = { pass: 'guess-1' };

  test('version needs no credentials', async () => {
    await using rig = await startRig();
    expect(await rig.agent('version', { user: '', pass: '', source: '' })).toBe(
      `VERSION: 2.14-82|BUILD: 250122-1010|DATE: 2026-01-05 07:00:00|EPOCH: ${epoch}\n`,
    );
  });

  test('a wrong password comes back in the body, twice', async () => {
    await using rig = await startRig();
    const body = await rig.agent('external_hangup', wrong);
    expect(body).toMatch(/^ERROR: Invalid Username\/Password: \|apiuser\|guess-1\|0\|1\|BAD\|/);
    expect(body.match(/guess-1/g)).toHaveLength(2);
  });

  test('after ten bad attempts the right one is refused as well, with the right password in the body', async () => {
    await using rig = await startRig();
    for (let attempt = 0; attempt < 10; attempt += 1) await rig.nonAgent('agent_status', wrong);
    expect(await rig.agent('external_hangup')).toBe('ERROR: Invalid Username/Password: |apiuser|secret-1|0|1|LOCK|\n');
  });

  test('without access to the Agent API the credentials are good, and refused', async () => {
    await using rig = await startRig({ agentApiAccess: false });
    expect(await rig.agent('external_hangup')).toBe('ERROR: Invalid Username/Password: |apiuser|secret-1|1|0|GOOD|\n');
  });

  test('a source of one character is refused before the credentials', async () => {
    await using rig = await startRig();
    expect(await rig.agent('external_hangup', { ...wrong, source: 'x' })).toBe('ERROR: Invalid Source - x\n');
  });

  test('a function that the user may not call is refused, an unknown one says nothing', async () => {
    await using rig = await startRig({ allowedFunctions: ['external_pause'] });
    expect(await rig.agent('external_hangup', { agent_user: '1001', value: '1' })).toBe(
      'ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION - 1|apiuser|external_hangup|ADMIN\n',
    );
    expect(await rig.agent('meteorite')).toBe('');
  });

  test('takes a form as well, and always answers 200 and text/html', async () => {
    await using rig = await startRig();
    const body = new URLSearchParams({ ...credentials, function: 'external_hangup', agent_user: '1001', value: '1' });
    const response = await fetch(rig.vicidial.agentApiUrl, { method: 'POST', body });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toMatch(/^SUCCESS/);
    expect((await fetch(`${rig.vicidial.url}/nowhere`)).status).toBe(404);
  });
});
