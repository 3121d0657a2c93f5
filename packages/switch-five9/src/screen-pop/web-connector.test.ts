import { describe, expect, test } from 'vitest';
import { five9Plugin } from '../plugin.ts';

const source = five9Plugin.configure({ api_base_url: 'https://proxy.example', api_key: 'key-123' }).screenPop();
const decode = (query: string, fieldMap = {}): unknown =>
  source?.decode(Object.fromEntries(new URLSearchParams(query)), fieldMap);

describe('a web connector that calls its parameters after the variables', () => {
  const fields = {
    'Call.call_id': '300000000115271',
    'Call.session_id': '8406C3C0A6884C029E73FE1F8D84EF5F',
    'Call.ANI': '5557654321',
    'Call.DNIS': '8005550100',
    'Call.type_name': 'Inbound',
    'Call.campaign_name': 'support',
    'Call.skill_name': 'gold',
    'Call.start_timestamp': '20260105090000000',
    'Customer.first_name': 'Ann',
  };
  const expected = {
    event: 'call.answered',
    callId: '300000000115271',
    aliases: { session_id: '8406C3C0A6884C029E73FE1F8D84EF5F' },
    direction: 'inbound',
    customerNumber: '5557654321',
    dialledNumber: '8005550100',
    campaign: 'support',
    skill: 'gold',
  };

  test('with their groups', () => {
    const attributes = { 'Call.start_timestamp': '20260105090000000', 'Customer.first_name': 'Ann' };
    expect(source?.decode(fields, {})).toEqual({ ...expected, attributes });
  });

  test('without them', () => {
    const bare = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.split('.')[1] ?? '', value]));
    const attributes = { start_timestamp: '20260105090000000', first_name: 'Ann' };
    expect(source?.decode(bare, {})).toEqual({ ...expected, attributes });
  });
});

test.each(['Manual', 'Outbound', 'Autodial', 'Preview'])('a call of the type %s: the customer is who was dialled', (type) => {
  expect(decode(`call_id=1&ANI=8005550100&DNIS=5557654321&type_name=${type}`)).toMatchObject({
    direction: 'outbound',
    customerNumber: '5557654321',
  });
});

test.each([
  ['OnCallAccepted', 'call.answered'],
  ['OnPreview', 'call.ringing'],
  ['OnCallDisconnected', 'call.ended'],
  ['OnCallDispositioned', 'call.ended'],
])('a constant parameter may name the trigger: %s', (trigger, event) => {
  expect(decode(`call_id=1&event=${trigger}`)).toMatchObject({ event });
  expect(decode(`call_id=1&trigger=${trigger}`)).toMatchObject({ event });
});

test('a session is no call: no command would take its id', () => {
  expect(decode('session_id=8406C3C0&ANI=5557654321')).toBeUndefined();
  expect(decode('session_id=8406C3C0&ANI=5557654321', { callId: ['session_id'] })).toMatchObject({ callId: '8406C3C0' });
});

test('variables that were not filled in: no id, no agent; the number stays to be seen', () => {
  expect(decode('call_id=@Call.call_id@&ANI=5557654321')).toBeUndefined();
  const event = decode('call_id=1&ANI=@Call.ANI@&agent_extension=@Agent.extension@&session_id=@Call.session_id@');
  expect(event).toEqual({
    event: 'call.answered',
    callId: '1',
    direction: 'inbound',
    customerNumber: '@Call.ANI@',
    attributes: {},
  });
});

test("the agent is who the connector's administrator says, not Five9's own name for the person", () => {
  expect(decode('call_id=1&user_name=ann%40example.com&station_id=7&Agent.id=3')).not.toHaveProperty('agent');
  expect(decode('call_id=1&user_name=ann&agent_extension=1001')).toMatchObject({ agent: { extension: '1001' } });
  expect(decode('call_id=1&user_name=ann', { agent: ['user_name'] })).toMatchObject({ agent: { extension: 'ann' } });
});

test('a secret among the parameters goes no further', () => {
  expect(JSON.stringify(decode('call_id=1&secret=planted&x-five9-webhook-secret=planted&key=planted'))).not.toContain('planted');
});
