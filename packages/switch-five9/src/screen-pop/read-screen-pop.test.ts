import { describe, expect, test } from 'vitest';
import { five9Plugin } from '../plugin.ts';

const source = five9Plugin.configure({ api_base_url: 'https://proxy.example', api_key: 'key-123' }).screenPop();

const message = {
  event: 'call.ringing',
  event_id: 'e-1',
  call_id: '300000000115271',
  aliases: { session_id: 'A1' },
  direction: 'inbound',
  customer_number: '+15550001111',
  dialled_number: '+18005550100',
  agent: { extension: '1001' },
  campaign: 'support',
  skill: '501',
  occurred_at: '2026-11-23T09:00:00.000-05:00',
  attributes: { queue: 'gold' },
};

describe("a middleware's screen pop is read into the canonical event", () => {
  test('whole', () => {
    expect(source?.decode(message, {})).toEqual({
      event: 'call.ringing',
      eventId: 'e-1',
      callId: '300000000115271',
      aliases: { session_id: 'A1' },
      direction: 'inbound',
      customerNumber: '+15550001111',
      dialledNumber: '+18005550100',
      agent: { extension: '1001' },
      campaign: 'support',
      skill: '501',
      occurredAt: new Date('2026-11-23T14:00:00.000Z'),
      attributes: { queue: 'gold' },
    });
  });

  test('with no more than it must have: no agent means the queue, and null is as good as absent', () => {
    const { event, call_id, direction, occurred_at } = message;
    const bare = { event, call_id, direction, occurred_at, agent: null, customer_number: null, more: 1 };
    expect(source?.decode(bare, {})).toEqual({
      event,
      callId: call_id,
      direction,
      occurredAt: new Date('2026-11-23T14:00:00.000Z'),
      attributes: {},
    });
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'call.ringing'],
    ['an array', [message]],
    ['a number for the call id', { ...message, call_id: 300000000115271 }],
    ['a call id that no command would take', { ...message, call_id: ' 1 ' }],
    ['an agent without an extension', { ...message, agent: {} }],
    ['an extension of white space', { ...message, agent: { extension: '   ' } }],
    ['an event that we do not know', { ...message, event: 'call.sung' }],
    ['a time without an offset', { ...message, occurred_at: '2026-11-23T09:00:00' }],
    ['no direction', { ...message, direction: undefined }],
  ])('%s is none, and does not throw', (_what, payload) => {
    expect(source?.decode(payload, {})).toBeUndefined();
  });
});
