import type { ScreenPopPayload } from '@elasticfunnels/five9-middleware';
import type { ScreenPopEvent } from '@elasticfunnels/switch-core';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type ScreenPopMessage, screenPopMessage } from '@elasticfunnels/switch-five9';

const message: ScreenPopPayload = {
  event: 'call.ringing',
  event_id: 'e-1',
  call_id: '300000000115271',
  aliases: { session_id: '8406C3C0A6884C029E73FE1F8D84EF5F' },
  direction: 'inbound',
  customer_number: '+15557654321',
  dialled_number: '+18005550100',
  agent: { extension: '1001' },
  campaign: 'support',
  skill: '502',
  occurred_at: '2026-01-05T09:00:00.000Z',
  attributes: {},
};

describe('screenPopMessage', () => {
  test('takes what the reference middleware sends, and what it does not know', () => {
    expect(screenPopMessage.safeParse({ ...message, note: 'from a newer middleware' }).success).toBe(true);
  });

  test('has the words of core in snake case, all of them', () => {
    const names: Readonly<Record<keyof ScreenPopEvent, keyof ScreenPopMessage>> = {
      event: 'event',
      eventId: 'event_id',
      callId: 'call_id',
      aliases: 'aliases',
      direction: 'direction',
      customerNumber: 'customer_number',
      dialledNumber: 'dialled_number',
      agent: 'agent',
      campaign: 'campaign',
      skill: 'skill',
      occurredAt: 'occurred_at',
      attributes: 'attributes',
    };
    expectTypeOf<ScreenPopMessage['event']>().toEqualTypeOf<ScreenPopEvent['event']>();
    expect(Object.values(names)).toEqual(Object.keys(message));
  });

  test.each([
    ['a number as call_id', { call_id: 300000000115271 }],
    ['an empty call_id', { call_id: '' }],
    ['an unknown event', { event: 'call.exploded' }],
    ['a time without an offset', { occurred_at: '2026-01-05T09:00:00' }],
    ['an agent without an extension', { agent: {} }],
  ])('refuses %s', (_what, change) => {
    expect(screenPopMessage.safeParse({ ...message, ...change }).success).toBe(false);
  });
});
