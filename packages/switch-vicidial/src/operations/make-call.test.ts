import { parseAgentExtension } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import {
  type AgentColumns,
  agentStatus,
  DIAL,
  failureOf,
  ON_CALL,
  openScripted,
  success,
} from '../vicidial-phone.test.fixture.ts';

const DONE = success('external_dial');

describe('a dial that goes through', () => {
  test('asks for the agent, then leaves the number for the screen, apart from its country code', async () => {
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus()).answer(DONE));
    const result = await vicidial.phone.makeCall({ ...DIAL, destination: '+44 20 7946 0958' });
    expect(result).toEqual({ status: 'accepted', reference: expect.stringMatching(/^v1\.1001\.3\./) });
    expect(JSON.stringify(result)).not.toContain('7946');
    expect(vicidial.asked()).toEqual([
      { function: 'agent_status', agent_user: '1001', stage: 'tab', header: 'YES' },
      {
        function: 'external_dial',
        agent_user: '1001',
        value: '2079460958',
        phone_code: '44',
        search: 'NO',
        preview: 'NO',
        focus: 'NO',
      },
    ]);
    expect(vicidial.transport.requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /vicidial/non_agent_api.php',
      'GET /agc/api.php',
    ]);
  });

  test('uses the phone code and the leads as the settings say', async () => {
    const config = { phone_code: '49', search_leads: true };
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus()).answer(DONE), { config });
    await vicidial.phone.makeCall({ ...DIAL, destination: '030 123456' });
    expect(vicidial.asked()[1]).toMatchObject({ value: '030123456', phone_code: '49', search: 'YES' });
  });

  test('for the campaign that the agent is logged into', async () => {
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus()).answer(DONE));
    expect(await vicidial.phone.makeCall({ ...DIAL, campaignName: 'testcamp' })).toMatchObject({ status: 'accepted' });
  });

  test('a NOTICE before the SUCCESS changes nothing', async () => {
    const body = `NOTICE: defined dial_ingroup not found - X\n${DONE.body}`;
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus()).answer({ body }));
    expect(await vicidial.phone.makeCall(DIAL)).toMatchObject({ status: 'accepted' });
  });
});

describe('a dial that is refused before anything is left for the screen', () => {
  test.each(['not-a-number', '1-800-FLOWERS', '*67 5550001111', 'sip:alice@example.test'])('to %s', async (destination) => {
    await using vicidial = await openScripted((transport) => transport);
    const error = await failureOf(vicidial.phone.makeCall({ ...DIAL, destination }));
    expect(error).toMatchObject({ code: 'DESTINATION_INVALID', effect: 'none' });
    expect(vicidial.transport.requests).toHaveLength(0);
  });

  test('with a skill, which would be dropped', async () => {
    await using vicidial = await openScripted((transport) => transport);
    const error = await failureOf(vicidial.phone.makeCall({ ...DIAL, skillId: '501' }));
    expect(error).toMatchObject({ code: 'CAPABILITY_MISSING', effect: 'none' });
    expect(vicidial.transport.requests).toHaveLength(0);
  });

  test('for another campaign than the agent’s', async () => {
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus()));
    const error = await failureOf(vicidial.phone.makeCall({ ...DIAL, campaignName: 'OTHER' }));
    expect(error).toMatchObject({ code: 'CAMPAIGN_INVALID', effect: 'none' });
    expect(error.message).toContain('TESTCAMP');
  });

  test.each(['10 01', '1001;', 'ä1001', '1001/x'])('by the agent %j, who would become another one on the way', async (agent) => {
    await using vicidial = await openScripted((transport) => transport);
    const error = await failureOf(vicidial.phone.makeCall({ ...DIAL, agentExtension: parseAgentExtension(agent) }));
    expect(error).toMatchObject({ code: 'AGENT_NOT_FOUND', effect: 'none' });
    expect(vicidial.transport.requests).toHaveLength(0);
  });

  test.each([
    ['ERROR: agent_status AGENT NOT FOUND: apiuser|1001', 'AGENT_NOT_FOUND'],
    ['ERROR: agent_status AGENT NOT FOUND - apiuser|1001', 'AGENT_NOT_FOUND'],
    ['ERROR: agent_status AGENT NOT LOGGED IN: apiuser|1001', 'AGENT_NOT_READY'],
  ])('%s', async (body, code) => {
    await using vicidial = await openScripted((transport) => transport.answer({ body }));
    expect(await failureOf(vicidial.phone.makeCall(DIAL))).toMatchObject({ code, effect: 'none' });
  });

  test.each<[string, AgentColumns, string]>([
    ['is on a call', { status: 'INCALL', callerid: 'Y1050700010000876401', lead_id: '876401' }, 'on a call'],
    ['gets a call', { status: 'QUEUE' }, 'on a call'],
    ['waits for calls', { status: 'READY' }, 'only for agents who are paused'],
    ['waits for inbound calls', { status: 'CLOSER' }, 'only for agents who are paused'],
    ['has a disposition open', { lead_id: '876401', real_time_sub_status: 'DISPO' }, 'not disposed of the last call'],
    ['looks at a lead', { lead_id: '876401', real_time_sub_status: 'PREVIEW' }, 'a lead on the screen'],
  ])('when the agent %s', async (_name, columns, message) => {
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus(columns)));
    const error = await failureOf(vicidial.phone.makeCall(DIAL));
    expect(error).toMatchObject({ code: 'AGENT_NOT_READY', effect: 'none' });
    expect(error.message).toContain(message);
  });
});

describe('a question that fails leaves no doubt about the dial', () => {
  test('it is asked again, and the dial goes through', async () => {
    await using vicidial = await openScripted((transport) =>
      transport.fail({ kind: 'lost', reason: 'ECONNRESET' }).answer({ status: 502 }).answer(agentStatus()).answer(DONE),
    );
    expect(await vicidial.phone.makeCall(DIAL)).toMatchObject({ status: 'accepted' });
  });

  test.each([{ kind: 'lost', reason: 'ECONNRESET' } as const, { kind: 'timed_out' } as const])(
    '%j for good: effect none',
    async (fault) => {
      await using vicidial = await openScripted((transport) => transport.fail(fault).fail(fault).fail(fault), {
        retry: { attempts: 3 },
      });
      const error = await failureOf(vicidial.phone.makeCall(DIAL));
      expect(error).toMatchObject({ effect: 'none' });
      expect(error.code).not.toBe('OUTCOME_UNKNOWN');
    },
  );
});

describe('the call that a dial has become', () => {
  const onCall = (more: AgentColumns = {}): ReturnType<typeof agentStatus> =>
    agentStatus({
      status: 'INCALL',
      callerid: 'M1050700010000876401',
      lead_id: '876401',
      calls_today: '4',
      phone_number: '5550001111',
      real_time_sub_status: 'DIAL',
      ...more,
    });

  test.each<[string, ReturnType<typeof agentStatus>, boolean]>([
    ['is the next manual call of the agent to that number', onCall(), true],
    [
      'also under the name that the document has for its id',
      { body: (onCall().body ?? '').replace('callerid', 'call_id') },
      true,
    ],
    ['not a call to another number', onCall({ phone_number: '5550002222' }), false],
    ['not a customer’s who called in', onCall({ callerid: 'Y1050700010000876401' }), false],
    ['not a later one to the same number', onCall({ calls_today: '5' }), false],
    ['also when the count began anew', onCall({ calls_today: '1' }), true],
    ['not before the screen has dialled', agentStatus(), false],
    ['not one that waits for its disposition', agentStatus({ lead_id: '876401', real_time_sub_status: 'DISPO' }), false],
    ['not of one who has logged out', { body: 'ERROR: agent_status AGENT NOT LOGGED IN: apiuser|1001\n' }, false],
  ])('%s', async (_name, answer, found) => {
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus()).answer(DONE).answer(answer));
    const dial = await vicidial.phone.makeCall(DIAL);
    const call = await vicidial.phone.findCall(dial.status === 'accepted' ? dial.reference : '');
    const expected = { callId: 'M1050700010000876401', agentExtension: '1001', aliases: { lead_id: '876401' } };
    expect(call).toEqual(found ? expected : undefined);
  });

  test('a text that is no reference finds nothing, and asks nobody', async () => {
    await using vicidial = await openScripted((transport) => transport);
    expect(await vicidial.phone.findCall('M1050700010000876401')).toBeUndefined();
  });
});

test('the status of an agent', async () => {
  const states = async (answer: ReturnType<typeof agentStatus>): Promise<string> => {
    await using vicidial = await openScripted((transport) => transport.answer(answer));
    return (await vicidial.phone.getAgentStatus(parseAgentExtension('1001'))).state;
  };
  expect(await states(agentStatus({ status: 'READY' }))).toBe('ready');
  expect(await states(agentStatus({ status: 'CLOSER' }))).toBe('ready');
  expect(await states(agentStatus())).toBe('not_ready');
  expect(await states(agentStatus({ lead_id: '1', real_time_sub_status: 'DISPO' }))).toBe('wrap_up');
  expect(await states(agentStatus({ status: 'QUEUE' }))).toBe('on_call');
  expect(await states(ON_CALL)).toBe('on_call');
  expect(await states({ body: 'ERROR: agent_status AGENT NOT LOGGED IN: apiuser|1001\n' })).toBe('logged_out');
});
