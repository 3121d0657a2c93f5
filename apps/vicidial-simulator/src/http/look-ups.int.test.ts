import { describe, expect, test } from 'vitest';
import { noon, type Rig, startRig } from '../testing/start-rig.ts';

describe('the door of the Non-Agent API', () => {
  test('version tells the time zone', async () => {
    await using rig = await startRig();
    expect(await rig.nonAgent('version', { user: '', pass: '' })).toBe(
      `VERSION: 2.14-202|BUILD: 250720-1841|DATE: 2026-01-05 07:00:00|EPOCH: ${noon / 1_000}|DST: 0|TZ: -5|TZNOW: -5|\n`,
    );
  });

  test.each<[string, Record<string, string>, string]>([
    ['agent_status', { pass: 'guess-1' }, 'ERROR: Login incorrect, please try again: |apiuser|guess-1|BAD|\n'],
    ['agent_status', { source: '' }, 'ERROR: Invalid Source - \nERROR: Invalid Source: ||\n'],
    ['meteorite', {}, 'ERROR: NO FUNCTION SPECIFIED\n'],
    ['', {}, 'ERROR: NO FUNCTION SPECIFIED\n'],
  ])('%s %j is refused', async (name, parameters, body) => {
    await using rig = await startRig();
    expect(await rig.nonAgent(name, parameters)).toBe(body);
  });

  test('a locked user is told so, without the password', async () => {
    await using rig = await startRig();
    for (let attempt = 0; attempt < 10; attempt += 1) await rig.nonAgent('agent_status', { pass: 'guess-1' });
    expect(await rig.nonAgent('agent_status')).toBe('ERROR: Too many login attempts, try again in 15 minutes: |apiuser|LOCK|\n');
  });

  test('permissions are asked for in two ways', async () => {
    await using few = await startRig({ allowedFunctions: [] });
    expect(await few.nonAgent('agent_status')).toBe(
      'ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |apiuser|agent_status|\n',
    );
    await using blind = await startRig({ viewReports: false });
    expect(await blind.nonAgent('recording_lookup')).toBe(
      'ERROR: recording_lookup USER DOES NOT HAVE PERMISSION TO GET RECORDING INFO: |apiuser|0|\n',
    );
  });
});

describe('agents', () => {
  test('logged_in_agents has a row for each, in three layouts', async () => {
    await using rig = await startRig({
      agents: [
        { user: '1001', fullName: 'Ada' },
        { user: '1003', state: 'LOGGED OUT' },
      ],
    });
    expect(await rig.nonAgent('logged_in_agents')).toBe('1001|TESTCAMP|8600051|PAUSED|0||0|Ada|AGENTS|1\n');
    expect(await rig.nonAgent('logged_in_agents', { stage: 'csv', header: 'YES', show_sub_status: 'YES' })).toBe(
      'user,campaign_id,session_id,status,lead_id,callerid,calls_today,full_name,user_group,user_level,pause_code,sub_status\n' +
        '1001,TESTCAMP,8600051,PAUSED,0,,0,Ada,AGENTS,1,LOGIN,\n',
    );
    expect(await rig.nonAgent('logged_in_agents', { stage: 'tab' })).toMatch(/^1001\tTESTCAMP\t/);
  });

  test('that nobody is logged in is an ERROR, and proves the credentials', async () => {
    await using rig = await startRig({ agents: [] });
    expect(await rig.nonAgent('logged_in_agents')).toBe('ERROR: logged_in_agents NO LOGGED IN AGENTS: apiuser|\n');
    await using other = await startRig();
    expect(await other.nonAgent('logged_in_agents', { campaigns: 'NONE' })).toMatch(/NO LOGGED IN AGENTS/);
  });

  test('agent_status has a header when asked for one', async () => {
    await using rig = await startRig();
    await rig.dial();
    const [header, row] = (await rig.nonAgent('agent_status', { agent_user: '1001', header: 'YES' })).split('\n');
    expect(header).toBe(
      'status|callerid|lead_id|campaign_id|calls_today|full_name|user_group|user_level|pause_code|real_time_sub_status|phone_number|vendor_lead_code|session_id',
    );
    const callId = rig.vicidial.dialler.calls()[0]?.callId;
    expect(row).toBe(`INCALL|${callId}|876401|TESTCAMP|1|Ada Paused|AGENTS|1||DIAL|5550001111||8600051`);
  });

  test.each([
    ['', 'INVALID SEARCH PARAMETERS: apiuser|'],
    ['9999', 'AGENT NOT FOUND: apiuser|9999'],
    ['1003', 'AGENT NOT LOGGED IN: apiuser|1003'],
  ])('agent_status of %j is refused', async (agentUser, message) => {
    await using rig = await startRig();
    expect(await rig.nonAgent('agent_status', { agent_user: agentUser })).toBe(`ERROR: agent_status ${message}\n`);
  });
});

describe('recordings', () => {
  async function recorded(): Promise<Rig> {
    const rig = await startRig();
    await rig.dial();
    await rig.clock.advance(12_000);
    await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
    await rig.clock.advance(1_000);
    return rig;
  }
  const day = { agent_user: '1001', date: '2026-01-05' };

  test('have a row at once, and a location later, where a WAV can be fetched', async () => {
    await using rig = await recorded();
    expect(await rig.nonAgent('recording_lookup', day)).toBe('2026-01-05 07:00:03|1001|534820|876401|\n');
    await rig.clock.advance(3_000);
    const row = await rig.nonAgent('recording_lookup', { ...day, duration: 'Y' });
    expect(row).toMatch(
      /^2026-01-05 07:00:03\|1001\|534820\|876401\|11\|http:\/\/127\.0\.0\.1:\d+\/RECORDINGS\/20260105-070003_5550001111_1001-all\.wav\n$/,
    );
    const response = await fetch(row.trimEnd().split('|').at(-1) ?? '');
    expect(response.headers.get('content-type')).toBe('audio/x-wav');
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF');
  });

  test('are found by lead and by uniqueid, of which only the second counts', async () => {
    await using rig = await recorded();
    const { uniqueId = '', leadId = 0, callId = '' } = rig.vicidial.dialler.calls()[0] ?? {};
    rig.vicidial.dialler.finishRecording(callId);
    expect(await rig.nonAgent('recording_lookup', { lead_id: String(leadId) })).toMatch(/\.wav\n$/);
    const sameSecond = `${uniqueId.split('.')[0]}.9999`;
    expect(await rig.nonAgent('recording_lookup', { uniqueid: sameSecond })).toMatch(/\.wav\n$/);
  });

  test.each<[Record<string, string>, RegExp]>([
    [{ agent_user: '1001' }, /^ERROR: recording_lookup INVALID SEARCH PARAMETERS: apiuser\|1001\|\|\|\n$/],
    [{ uniqueid: '1600000000.1' }, /^ERROR: recording_lookup INVALID SEARCH PARAMETERS: apiuser\|\|\|\|1600000000\.1\n$/],
    [{ ...day, date: '2026-01-06' }, /^ERROR: recording_lookup NO RECORDINGS FOUND - apiuser\|1001\|\|2026-01-06\|\n$/],
  ])('%j finds nothing', async (parameters, answer) => {
    await using rig = await recorded();
    expect(await rig.nonAgent('recording_lookup', parameters)).toMatch(answer);
  });

  test('can be removed', async () => {
    await using rig = await recorded();
    rig.vicidial.dialler.removeRecording(rig.vicidial.dialler.calls()[0]?.callId ?? '');
    expect(await rig.nonAgent('recording_lookup', day)).toMatch(/NO RECORDINGS FOUND/);
    expect((await fetch(`${rig.vicidial.url}/RECORDINGS/20260105-070003_5550001111_1001-all.wav`)).status).toBe(404);
  });
});

describe('callid_info', () => {
  test('knows a call from its answer on', async () => {
    await using rig = await startRig();
    await rig.dial();
    const callId = rig.vicidial.dialler.calls()[0]?.callId ?? '';
    expect(await rig.nonAgent('callid_info', { call_id: callId })).toBe('ERROR: callid_info CALL NOT FOUND: apiuser|\n');
    await rig.clock.advance(2_000);
    expect(await rig.nonAgent('callid_info', { call_id: callId })).toBe(`${callId}|0\n`);
    await rig.clock.advance(9_000);
    await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
    await rig.clock.advance(1_000);
    expect(await rig.nonAgent('callid_info', { call_id: callId, detail: 'YES', header: 'YES' })).toBe(
      'call_id|custtime|call_date|phone|call_type|campaign_id|list_id|status|user\n' +
        `${callId}|10|2026-01-05 07:00:01|5550001111|OUTBOUND_MANUAL|TESTCAMP|999|DISPO|1001\n`,
    );
  });

  test('knows a dial that nobody answered only once the agent has disposed of it', async () => {
    await using rig = await startRig({ timings: { ringMs: 'never' } });
    await rig.dial();
    const callId = rig.vicidial.dialler.calls()[0]?.callId ?? '';
    await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
    await rig.clock.advance(1_000);
    expect(await rig.nonAgent('callid_info', { call_id: callId })).toBe('ERROR: callid_info CALL NOT FOUND: apiuser|\n');
    rig.vicidial.dialler.dispose('1001', 'NA');
    expect(await rig.nonAgent('callid_info', { call_id: callId, detail: 'YES' })).toContain(`${callId}|0|2026-01-05 07:00:01|`);
  });

  test('refuses what is no call id', async () => {
    await using rig = await startRig();
    expect(await rig.nonAgent('callid_info', { call_id: '12' })).toBe(
      'ERROR: callid_info INVALID SEARCH PARAMETERS: apiuser|12\n',
    );
  });
});
