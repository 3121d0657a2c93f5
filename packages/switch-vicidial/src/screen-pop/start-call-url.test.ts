import { describe, expect, test } from 'vitest';
import { vicidialPlugin } from '../plugin.ts';
import { CONFIG } from '../vicidial-phone.test.fixture.ts';
import { explainStartCallUrl, readStartCallUrl } from './start-call-url.ts';

const QUERY =
  'call_id=Y1050700010000876401&phone_number=5557654321&phone_code=1&user=1004&lead_id=876401&uniqueid=1767614401.1235' +
  '&campaign=TESTCAMP&group=SALESLINE&did_extension=8005550100&epoch=1767614401&fullname=Dan+Ready&list_id=--A--list_id--B--';

test('a call that came in, as ViciDial fills a Start Call URL', () => {
  expect(readStartCallUrl(QUERY)).toEqual({
    event: 'call.answered',
    callId: 'Y1050700010000876401',
    aliases: { lead_id: '876401', uniqueid: '1767614401.1235' },
    direction: 'inbound',
    customerNumber: '5557654321',
    dialledNumber: '8005550100',
    agent: { extension: '1004' },
    campaign: 'TESTCAMP',
    skill: 'SALESLINE',
    occurredAt: new Date('2026-01-05T12:00:01.000Z'),
    attributes: { phone_code: '1', fullname: 'Dan Ready' },
  });
});

test('whether as a text, as parameters or as fields', () => {
  const parameters = new URLSearchParams(QUERY);
  expect(readStartCallUrl(parameters)).toEqual(readStartCallUrl(QUERY));
  expect(readStartCallUrl(Object.fromEntries(parameters))).toEqual(readStartCallUrl(QUERY));
});

test('a call that was dialled: the customer is who was called, and it rings', () => {
  expect(readStartCallUrl('call_id=M1050700010000876401&phone_number=5550001111&user=1001')).toMatchObject({
    event: 'call.ringing',
    direction: 'outbound',
    customerNumber: '5550001111',
    dialledNumber: '5550001111',
  });
});

test('a Dispo Call URL says by a parameter that the call has ended', () => {
  expect(readStartCallUrl(`${QUERY}&event=ended`)).toMatchObject({ event: 'call.ended' });
});

describe('what is absent', () => {
  test.each(['', '   '])('%j is no number, and the pop still reaches the agent', (value) => {
    const event = readStartCallUrl({ call_id: 'Y1050700010000876401', phone_number: value, user: '1004' });
    expect(event).toMatchObject({ agent: { extension: '1004' } });
    expect(event).not.toHaveProperty('customerNumber');
  });

  test.each(['--A--phone_number--B--', '--a--phone--b--'])('%j stays to be seen, and is nobody who was dialled', (value) => {
    const event = readStartCallUrl({ call_id: 'M1050700010000876401', phone_number: value, user: '1004' });
    expect(event).toMatchObject({ agent: { extension: '1004' }, customerNumber: value });
    expect(event).not.toHaveProperty('dialledNumber');
  });

  test('without an agent it is for the queue, and nobody makes up a time', () => {
    const event = readStartCallUrl({ call_id: 'Y1050700010000876401', user: '--A--user--B--', epoch: 'soon' });
    expect(event).toMatchObject({ callId: 'Y1050700010000876401' });
    expect(event).not.toHaveProperty('agent');
    expect(event).not.toHaveProperty('occurredAt');
  });

  test.each([
    undefined,
    null,
    7,
    '',
    [],
    {},
    'user=1004',
    { call_id: '--A--call_id--B--' },
    { call_id: 'a\nb' },
    { call_id: 'Y1', user: 'a\u0000b' },
  ])('%j is no event, and no exception', (payload) => expect(readStartCallUrl(payload)).toBeUndefined());
});

test('other names, other cases, and a direction that is stated', () => {
  expect(readStartCallUrl({ CallId: 'X1', ANI: '+15557654321', Agent_Extension: '1004', direction: 'Outbound' })).toMatchObject({
    callId: 'X1',
    customerNumber: '+15557654321',
    agent: { extension: '1004' },
    direction: 'outbound',
  });
});

test('secrets of the URL and endless values do not get into the attributes', () => {
  const event = readStartCallUrl({ call_id: 'Y1', token: 'planted', api_key: 'planted', note: 'x'.repeat(600), state: 'FL' });
  expect(event?.attributes).toEqual({ state: 'FL' });
});

test("a brand's own names come before all others", () => {
  const fields = { call_id: 'Y1', phone_number: '5557654321', crm_phone: '5550001111', user: '1004', desk: '1009' };
  expect(readStartCallUrl(fields, { customerNumber: ['crm_phone'], agent: ['desk'] })).toMatchObject({
    customerNumber: '5550001111',
    agent: { extension: '1009' },
  });
});

test('the group of a call that was dialled is no skill', () => {
  expect(readStartCallUrl({ call_id: 'M1', group: 'TESTCAMP' })).not.toHaveProperty('skill');
});

test('an operator is told why there is no event', () => {
  expect(explainStartCallUrl(QUERY)).toBeUndefined();
  expect(explainStartCallUrl('user=1004')).toMatch(/^There is no call id: it is looked for under call_id, caller_code, /);
});

test('the plugin hands it out', () => {
  const source = vicidialPlugin.configure(CONFIG).screenPop();
  expect(source?.decode(QUERY, {})).toMatchObject({ callId: 'Y1050700010000876401' });
  expect(source?.explain?.('', {})).toMatch(/no call id/);
});
