import { describe, expect, test } from 'vitest';
import type { FieldMap } from './field-map.ts';
import { explainMappedEvent, readMappedEvent } from './read-mapped-event.ts';

const CALL = { call_id: '300000000115271' };

describe('the canonical event out of a payload that names its fields as it likes', () => {
  test('whole, from JSON that nests', () => {
    const payload = {
      event_id: 'e-1',
      call: { id: '300000000115271', event: 'Answered', ani: '+15557654321', dnis: '+18005550100' },
      agent: { extension: 1001, name: 'Ann' },
      campaign: { name: 'support' },
      queue: 'gold',
      direction: 'IN',
      timestamp: 1_767_603_600,
      language: 'en',
    };
    expect(readMappedEvent(payload, {})).toEqual({
      event: 'call.answered',
      eventId: 'e-1',
      callId: '300000000115271',
      direction: 'inbound',
      customerNumber: '+15557654321',
      dialledNumber: '+18005550100',
      agent: { extension: '1001' },
      campaign: 'support',
      skill: 'gold',
      occurredAt: new Date('2026-01-05T09:00:00.000Z'),
      attributes: { language: 'en' },
    });
  });

  test('with no more than a call id: a ringing inbound call for the queue', () => {
    expect(readMappedEvent(CALL, {})).toEqual({
      event: 'call.ringing',
      callId: '300000000115271',
      direction: 'inbound',
      attributes: {},
    });
  });

  test.each(['call_id', 'callId', 'CallID', 'call-id', 'CALL ID', 'Call.ID', 'interactionId'])(
    'a call id is found as %s',
    (name) => {
      expect(readMappedEvent({ [name]: '1' }, {})).toMatchObject({ callId: '1' });
    },
  );

  test('the very spelling comes before another, and a flat name with a full stop before a nested one', () => {
    expect(readMappedEvent({ callId: 'a', call_id: 'b' }, {})).toMatchObject({ callId: 'b' });
    const payload = { call: { ani: '+15550000001', id: 'nested' }, 'Call.ANI': '+15550000002', 'call.id': 'flat' };
    expect(readMappedEvent(payload, {})).toMatchObject({ callId: 'flat', customerNumber: '+15550000002' });
  });

  test('the first name that says something wins', () => {
    const payload = { ...CALL, ani: null, from: ' ', caller: '@Call.ANI@', caller_id: '+15557654321' };
    expect(readMappedEvent(payload, {})).toMatchObject({ customerNumber: '+15557654321' });
  });
});

describe('whose number is the customer’s', () => {
  const numbers = { ...CALL, ani: '+15550000001', dnis: '+15550000002' };

  test.each([
    ['inbound', 'inbound', '+15550000001'],
    ['Incoming', 'inbound', '+15550000001'],
    ['Inbound Voice', 'inbound', '+15550000001'],
    ['out', 'outbound', '+15550000002'],
    ['Outgoing', 'outbound', '+15550000002'],
    ['outbound-api', 'outbound', '+15550000002'],
    ['Manual', 'outbound', '+15550000002'],
    ['Autodial', 'outbound', '+15550000002'],
    // Not one of ours: as if it had not been said.
    ['sideways', 'inbound', '+15550000001'],
    [undefined, 'inbound', '+15550000001'],
  ])('direction %j: %s', (word, direction, customerNumber) => {
    const event = readMappedEvent({ ...numbers, direction: word }, {});
    expect(event).toMatchObject({ direction, customerNumber, dialledNumber: '+15550000002' });
  });

  test('the number that is said to be the customer’s, whatever the direction', () => {
    for (const direction of ['inbound', 'outbound']) {
      const event = readMappedEvent({ ...numbers, direction, customer: { phone: '+15550000003' } }, {});
      expect(event).toMatchObject({ customerNumber: '+15550000003', dialledNumber: '+15550000002' });
    }
  });

  test('never the other end: an outbound call with only its caller has no customer', () => {
    expect(readMappedEvent({ ...CALL, direction: 'out', ani: '+15550000001' }, {})).not.toHaveProperty('customerNumber');
    expect(readMappedEvent({ ...CALL, dnis: '+15550000001' }, {})).not.toHaveProperty('customerNumber');
  });

  test('as it came: white space, tokens and placeholders are read by the number plan', () => {
    for (const ani of [' +1 555 765 4321', 'anonymous', '@Call.ANI@', '--A--phone_number--B--', 'sip:bob@example.com']) {
      expect(readMappedEvent({ ...CALL, ani }, {})).toMatchObject({ customerNumber: ani });
    }
    const unfilled = readMappedEvent({ ...CALL, direction: 'out', phone: '@Call.DNIS@' }, {});
    expect(unfilled).toMatchObject({ customerNumber: '@Call.DNIS@' });
    expect(unfilled).not.toHaveProperty('dialledNumber');
  });

  test.each([
    [15_557_654_321, '15557654321'],
    [0, '0'],
    [1.5, undefined],
    [-1, undefined],
    [2 ** 53, undefined],
    [true, undefined],
    ['1'.repeat(300), undefined],
  ])('the JSON value %j gives %j', (ani, customerNumber) => {
    expect(readMappedEvent({ ...CALL, ani }, {})?.customerNumber).toBe(customerNumber);
  });
});

describe("a brand's own names", () => {
  const payload = { call_id: '1', real_call: '2', ani: '+15550000001', who: '+15550000002', phone: '+15550000003', desk: '1009' };

  test('come before the vendor’s, and those before the usual', () => {
    const vendor: FieldMap = { callId: ['other_call'], ani: ['who'] };
    expect(readMappedEvent(payload, { callId: ['real_call'] }, { names: vendor })).toMatchObject({ callId: '2' });
    expect(readMappedEvent(payload, {}, { names: vendor })).toMatchObject({ callId: '1', customerNumber: '+15550000002' });
    expect(readMappedEvent(payload, { agent: ['desk'] })).toMatchObject({ agent: { extension: '1009' } });
  });

  test('also where a usual name would say whose number is the customer’s', () => {
    expect(readMappedEvent(payload, {})).toMatchObject({ customerNumber: '+15550000003' });
    expect(readMappedEvent(payload, { ani: ['who'] })).toMatchObject({ customerNumber: '+15550000002' });
  });

  test('reach inside, and the names that they replace are still no attributes', () => {
    const nested = { data: { interaction: { reference: 'x' } }, call_id: '1', note: 'n' };
    expect(readMappedEvent(nested, { callId: ['data.interaction.reference'] })).toMatchObject({
      callId: 'x',
      attributes: { note: 'n' },
    });
  });
});

describe('a call id is taken as it is or not at all', () => {
  test.each([
    [{ call_id: 300_000_000_115_271 }, /^call_id must be a text, and is a number\.$/],
    [{ callId: 300_000_000_115_271 }, /^call_id must be a text, and is a number\.$/],
    [{ call_id: { id: '1' } }, /^call_id must be a text, and is an object\.$/],
    [{ call_id: ['1'], interaction_id: '2' }, /^call_id must be a text, and is an array\.$/],
    [{ call_id: ' 1' }, /^call_id is no call id/],
    [{ call_id: 'a\nb' }, /^call_id is no call id/],
    [{ call_id: 'x'.repeat(513) }, /^call_id is no call id/],
    [{ session_id: 'A1' }, /^There is no call id: it is looked for under call_id, call\.call_id, /],
    [{ call_id: '@Call.call_id@' }, /^There is no call id/],
    [{ call_id: '--A--call_id--B--' }, /^There is no call id/],
    [{ call_id: '{{call.id}}' }, /^There is no call id/],
    [{ calls: [{ call_id: '1' }] }, /^There is no call id/],
    [[CALL], /^The payload must be an object, and is an array\.$/],
    ['call_id=1', /^The payload must be an object, and is a string\.$/],
    [null, /^The payload must be an object, and is null\.$/],
  ])('%j is none, and an operator is told why', (payload, reason) => {
    expect(readMappedEvent(payload, {})).toBeUndefined();
    expect(explainMappedEvent(payload, {})).toMatch(reason);
  });

  test('there is nothing to explain about an event', () => expect(explainMappedEvent(CALL, {})).toBeUndefined());
});

describe('what has happened', () => {
  test.each([
    ['call.ringing', 'call.ringing'],
    ['Ringing', 'call.ringing'],
    ['CALL_OFFERED', 'call.ringing'],
    ['OnPreview', 'call.ringing'],
    ['incoming call', 'call.ringing'],
    ['OnCallAccepted', 'call.answered'],
    ['call-connected', 'call.answered'],
    ['OnCallDisconnected', 'call.ended'],
    ['OnCallDispositioned', 'call.ended'],
    ['hangup', 'call.ended'],
    ['recording.ready', 'recording.ready'],
    ['RecordingAvailable', 'recording.ready'],
  ])('%s is %s', (word, event) => expect(readMappedEvent({ ...CALL, event: word }, {})).toMatchObject({ event }));

  test.each(['call.muted', 'OnChatArrival', 'ManuallyStarted', 7, { name: 'x' }])(
    '%j is named, unknown, and so no event',
    (event) => {
      expect(readMappedEvent({ ...CALL, event }, {})).toBeUndefined();
      expect(explainMappedEvent({ ...CALL, event }, {})).toMatch(/^event is no word for ringing/);
    },
  );

  test('a word that is known under another name counts', () => {
    expect(readMappedEvent({ ...CALL, event: 'update', call_state: 'talking' }, {})).toMatchObject({ event: 'call.answered' });
  });

  test('unsaid, it is what the vendor says, by the direction that the vendor knows', () => {
    const options = {
      directionWhenUnsaid: (callId: string) => (callId.startsWith('3') ? 'outbound' : 'inbound'),
      eventWhenUnsaid: (direction: string) => (direction === 'outbound' ? 'call.ringing' : 'call.answered'),
    } as const;
    expect(readMappedEvent({ ...CALL, event: '' }, {}, options)).toMatchObject({ direction: 'outbound', event: 'call.ringing' });
    expect(readMappedEvent({ call_id: '1' }, {}, options)).toMatchObject({ direction: 'inbound', event: 'call.answered' });
    expect(readMappedEvent({ ...CALL, direction: 'in' }, {}, options)).toMatchObject({ event: 'call.answered' });
  });
});

describe('who gets to see it', () => {
  test.each([null, '', '@Agent.extension@', {}, { name: 'Ann' }])('agent %j: the queue', (agent) => {
    expect(readMappedEvent({ ...CALL, agent }, {})).toBeDefined();
    expect(readMappedEvent({ ...CALL, agent }, {})).not.toHaveProperty('agent');
  });

  test.each(['a\u0000b', 'x'.repeat(65), true, ['1001'], 1.5])('agent %j: nobody, rather than the whole queue', (agent) => {
    expect(readMappedEvent({ ...CALL, agent }, {})).toBeUndefined();
    expect(explainMappedEvent({ ...CALL, agent }, {})).toMatch(/^agent is no extension/);
  });

  test('an id of the vendor’s for the person is no extension', () => {
    const people = { agent_id: '3000000012', 'Agent.id': '3000000012', user_name: 'ann@example.com' };
    expect(readMappedEvent({ ...CALL, ...people }, {})).not.toHaveProperty('agent');
  });
});

describe('when it happened', () => {
  test.each([
    ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00:00.25-05:00', '2026-01-05T14:00:00.250Z'],
    ['1767603600', '2026-01-05T09:00:00.000Z'],
    [1_767_603_600, '2026-01-05T09:00:00.000Z'],
    ['1767603600250', '2026-01-05T09:00:00.250Z'],
    [1_767_603_600_250, '2026-01-05T09:00:00.250Z'],
  ])('%j is %s', (occurred_at, moment) => {
    expect(readMappedEvent({ ...CALL, occurred_at }, {})?.occurredAt?.toISOString()).toBe(moment);
  });

  // The compact form of some vendors has seventeen digits and no offset.
  test.each([
    '2026-01-05T09:00:00',
    '2026-01-05 09:00:00',
    '2026-02-30T09:00:00Z',
    '20260105090000000',
    '0',
    'soon',
    1.5,
    -1,
    '17676036001',
  ])('%j is no moment, and nobody makes one up', (occurred_at) => {
    expect(readMappedEvent({ ...CALL, occurred_at }, {})).toBeDefined();
    expect(readMappedEvent({ ...CALL, occurred_at }, {})).not.toHaveProperty('occurredAt');
  });
});

describe('what else it says', () => {
  test('other ids of the call, where the vendor has such', () => {
    const options = { aliases: { session_id: ['session_id', 'Call.session_id'], lead: ['lead_id'] } };
    expect(readMappedEvent({ ...CALL, 'call.session_id': 'A1', lead_id: '@x@', note: 'n' }, {}, options)).toMatchObject({
      aliases: { session_id: 'A1' },
      attributes: { note: 'n' },
    });
    expect(readMappedEvent(CALL, {}, options)).not.toHaveProperty('aliases');
  });

  test('the texts that are left, without secrets, placeholders, endless ones and what no JSON object should be called', () => {
    const payload = {
      ...JSON.parse('{"__proto__":"planted","constructor":"planted"}'),
      ...CALL,
      language: ' en ',
      'Customer.State': 'FL',
      amount: 7,
      nested: { deep: 'no' },
      empty: '',
      unfilled: '@Customer.city@',
      long: 'x'.repeat(513),
      api_key: 'planted',
      'x-webhook-secret': 'planted',
      Password: 'planted',
      accessToken: 'planted',
      Authorization: 'planted',
      session_signature: 'planted',
    };
    const event = readMappedEvent(payload, {});
    expect(event?.attributes).toEqual({ language: 'en', 'Customer.State': 'FL' });
    expect(JSON.stringify(event)).not.toContain('planted');
  });

  test('a hundred of them at most', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 'x']));
    expect(Object.keys(readMappedEvent({ ...CALL, ...many }, {})?.attributes ?? {})).toHaveLength(100);
  });
});

describe('what is not the payload’s own', () => {
  test('is not read: neither an inherited field nor one under __proto__', () => {
    const inherited: unknown = Object.create({ call_id: '1' });
    expect(readMappedEvent(inherited, {})).toBeUndefined();
    expect(readMappedEvent(JSON.parse('{"__proto__":{"call_id":"1"}}'), {})).toBeUndefined();
    expect(readMappedEvent({}, { callId: ['constructor.name', '__proto__.x', 'toString'] })).toBeUndefined();
  });

  test('nothing is read from a depth or beyond a number that nobody sends', () => {
    const nest = (levels: number): unknown => {
      let nested: unknown = { call_id: '1' };
      for (let level = 0; level < levels; level += 1) nested = { a: nested };
      return nested;
    };
    const names = (levels: number): FieldMap => ({ callId: [`${'a.'.repeat(levels)}call_id`] });
    expect(readMappedEvent(nest(6), names(6))).toMatchObject({ callId: '1' });
    expect(readMappedEvent(nest(7), names(7))).toBeUndefined();
    expect(readMappedEvent(nest(100_000), names(6))).toBeUndefined();
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, 'x']));
    expect(readMappedEvent({ ...wide, ...CALL }, {})).toBeUndefined();
    expect(readMappedEvent({ ...CALL, ...wide }, {})).toMatchObject({ callId: CALL.call_id });
  });
});
