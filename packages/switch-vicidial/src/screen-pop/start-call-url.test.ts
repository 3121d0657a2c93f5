import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { vicidialPlugin } from '../plugin.ts';
import { CONFIG } from '../vicidial-phone.test.fixture.ts';
import { readStartCallUrl } from './start-call-url.ts';

const QUERY =
  'call_id=Y1050700010000876401&phone_number=5557654321&phone_code=1&user=1004&lead_id=876401&uniqueid=1767614401.1235' +
  '&campaign=TESTCAMP&group=SALESLINE&did_extension=8005550100&epoch=1767614401&fullname=Dan+Ready&list_id=--A--list_id--B--';

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-01-05T12:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());

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
  test.each(['--A--phone_number--B--', '--a--phone--b--', '', '   '])(
    '%j is no number, and the pop still reaches the agent',
    (value) => {
      const event = readStartCallUrl({ call_id: 'Y1050700010000876401', phone_number: value, user: '1004' });
      expect(event).toMatchObject({ agent: { extension: '1004' } });
      expect(event).not.toHaveProperty('customerNumber');
    },
  );

  test('without an agent it is for the queue; without a time it is now', () => {
    const event = readStartCallUrl({ call_id: 'Y1050700010000876401', user: '--A--user--B--', epoch: 'soon' });
    expect(event).not.toHaveProperty('agent');
    expect(event?.occurredAt).toEqual(new Date('2026-01-05T12:00:00.000Z'));
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

test('the plugin hands it out', () => {
  expect(vicidialPlugin.configure(CONFIG).screenPop()?.decode(QUERY, {})).toMatchObject({ callId: 'Y1050700010000876401' });
});
