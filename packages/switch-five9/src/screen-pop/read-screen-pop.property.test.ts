import type { ScreenPopEvent } from '@elasticfunnels/switch-core';
import { parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { five9Plugin } from '../plugin.ts';
import type { ScreenPopMessage } from './screen-pop-message.ts';

const source = five9Plugin.configure({ api_base_url: 'https://proxy.example', api_key: 'key-123' }).screenPop();

const id = fc.stringMatching(/^[!-~](?:[ -~]{0,60}[!-~])?$/);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const record = fc.dictionary(
  text.filter((key) => key !== '__proto__'),
  text,
  { maxKeys: 4, noNullPrototype: true },
);
const events: fc.Arbitrary<ScreenPopEvent> = fc.record(
  {
    event: fc.constantFrom('call.ringing', 'call.answered', 'call.ended', 'recording.ready'),
    eventId: text,
    callId: id.map(parseCallId),
    aliases: record,
    direction: fc.constantFrom('inbound', 'outbound'),
    customerNumber: text,
    dialledNumber: text,
    agent: fc.record({ extension: id.map(parseAgentExtension) }, { noNullPrototype: true }),
    campaign: text,
    skill: text,
    occurredAt: fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
    attributes: record,
  },
  { requiredKeys: ['event', 'callId', 'direction', 'occurredAt', 'attributes'], noNullPrototype: true },
);

function toMessage(event: ScreenPopEvent): ScreenPopMessage {
  return {
    event: event.event,
    event_id: event.eventId,
    call_id: event.callId,
    aliases: event.aliases,
    direction: event.direction,
    customer_number: event.customerNumber,
    dialled_number: event.dialledNumber,
    agent: event.agent,
    campaign: event.campaign,
    skill: event.skill,
    occurred_at: event.occurredAt?.toISOString() ?? '',
    attributes: event.attributes,
  };
}

test('an event that a middleware sends is the event that the platform gets', () => {
  fc.assert(
    fc.property(events, (event) => {
      const wire: unknown = JSON.parse(JSON.stringify(toMessage(event)));
      expect(source?.decode(wire, {})).toEqual(event);
      expect(source?.explain?.(wire, {})).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('whatever comes, it is an event or there is a reason why not; nothing throws', () => {
  const name = fc.constantFrom('event', 'call_id', 'Call.ANI', 'agent', 'occurred_at', 'aliases', '__proto__', 'direction', 'x');
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('call.ringing', 'OnCallAccepted', '1', 'inbound'));
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(name, value), fc.anything()), (payload) => {
      const event = source?.decode(payload, {});
      expect(event === undefined).toBe(source?.explain?.(payload, {}) !== undefined);
      if (event !== undefined) expect(parseCallId(event.callId)).toBe(event.callId);
    }),
    { numRuns: 500 },
  );
});
