import { expect, test } from 'vitest';
import { findEventProblem } from './screen-pop-event-schema.ts';

const EVENT = {
  event: 'call.ringing',
  callId: 'c1',
  direction: 'inbound',
  agent: { extension: '1001' },
  occurredAt: new Date('2026-01-05T09:00:00Z'),
  attributes: { queue: 'gold' },
};

test.each<[string, unknown]>([
  ['with all its fields', { ...EVENT, eventId: 'e1', aliases: { session: 's' }, customerNumber: '1', campaign: 'c', skill: 's' }],
  ['for the queue, at a time that nobody knows', { ...EVENT, agent: undefined, occurredAt: undefined }],
])('an event %s is one', (_what, event) => {
  expect(findEventProblem(event)).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['no record', 'call.ringing', 'the whole of it'],
  ['a promise of one', Promise.resolve(EVENT), 'event'],
  ['a name that is no event', { ...EVENT, event: 'call.held' }, 'event'],
  ['an id that is a number', { ...EVENT, callId: 300000000012345 }, 'callId'],
  ['an empty id', { ...EVENT, callId: '' }, 'callId'],
  ['no direction', { ...EVENT, direction: undefined }, 'direction'],
  ['an extension that is a number', { ...EVENT, agent: { extension: 1001 } }, 'agent.extension'],
  ['an agent without one', { ...EVENT, agent: {} }, 'agent.extension'],
  ['null in place of nothing', { ...EVENT, campaign: null }, 'campaign'],
  ['no attributes', { ...EVENT, attributes: undefined }, 'attributes'],
  ['an attribute that is a number', { ...EVENT, attributes: { 'of-Ada': 7 } }, 'attributes'],
  ['no date', { ...EVENT, occurredAt: new Date(Number.NaN) }, 'occurredAt'],
  ['a year of five digits', { ...EVENT, occurredAt: new Date(Date.UTC(12000, 0)) }, 'occurredAt'],
  ['a year before the first', { ...EVENT, occurredAt: new Date('-000001-01-01T00:00:00Z') }, 'occurredAt'],
])('%s is told by its field, and without a value', (_what, event, field) => {
  expect(findEventProblem(event)).toMatch(new RegExp(`^${field.replace('.', '\\.')}: `));
  expect(findEventProblem(event)).not.toMatch(/Ada|1001|12345/);
});
