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
    expect(source?.decode(message, {})).toStrictEqual({
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
    expect(source?.decode(bare, {})).toStrictEqual({
      event,
      callId: call_id,
      direction,
      occurredAt: new Date('2026-11-23T14:00:00.000Z'),
      attributes: {},
    });
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
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
    expect(source?.explain?.(payload, {})).toMatch(/\w/);
  });

  test('what is in its prototype, or under __proto__, is not read', () => {
    const planted = '"__proto__":{"agent":{"extension":"9"},"customer_number":"9","attributes":{"a":"9"}}';
    const { agent: _agent, customer_number: _number, attributes: _attributes, ...bare } = message;
    const payload: unknown = JSON.parse(`${JSON.stringify(bare).slice(0, -1)},${planted}}`);
    const event = source?.decode(payload, {});
    expect(event).toMatchObject({ callId: message.call_id, attributes: {} });
    expect(JSON.stringify(event)).not.toContain('"9"');
    expect(event?.agent).toBeUndefined();
  });
});

describe('a payload that says it is a message, and is not, is not guessed at', () => {
  const broken = { ...message, direction: undefined, occurred_at: '2026-11-23T09:00:00' };

  test('though it could be read by names', () => {
    expect(source?.decode({ ...broken, event: 'ringing' }, {})).toMatchObject({ callId: message.call_id });
    expect(source?.decode(broken, {})).toBeUndefined();
    expect(source?.decode({ event: 'call.answered', call_id: '1' }, {})).toBeUndefined();
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'call.ringing'],
    ['no call_id', { event: 'call.ringing' }],
    ['no event of ours', { call_id: '1', event: 'sung' }],
  ])('%s does not say so, and is not told that it does', (_what, payload) => {
    expect(source?.explain?.(payload, {}) ?? '').not.toMatch(/screen-pop message/);
  });

  test('the words of our events alone do not say so: a web connector may send them too', () => {
    const payload = { event: 'call.ringing', 'Call.call_id': '1', 'Call.ANI': '5557654321' };
    expect(source?.decode(payload, {})).toMatchObject({ event: 'call.ringing', callId: '1', customerNumber: '5557654321' });
  });

  test('an operator is told every field and what was expected of it, and no value', () => {
    const planted = { ...broken, agent: { extension: 7 }, aliases: { planted: 1 }, campaign: ['planted'], skill: { planted: 1 } };
    const reason = source?.explain?.(planted, {});
    expect(reason).toBe(
      'aliases must be an object whose values are all texts, null or absent; direction is missing, and must be inbound or outbound; ' +
        'agent.extension must be a text that is not empty; campaign must be a text, null or absent; ' +
        'skill must be a text, null or absent; occurred_at must be a time with an offset, such as 2026-01-05T09:00:00Z. ' +
        'Its call_id and event are those of the screen-pop message, so it is read as nothing else.',
    );
    expect(reason).not.toContain('planted');
    expect(source?.explain?.({ ...message, agent: 'planted' }, {})).toMatch(/^agent must be an object (?!.*planted)/);
    expect(source?.explain?.({ ...message, call_id: ' 1 ' }, {})).toMatch(/call_id or agent\.extension/);
    expect(source?.explain?.(message, {})).toBeUndefined();
  });

  test('and each field once, whatever number of its values is wrong', () => {
    const reason = source?.explain?.({ ...message, event_id: '', aliases: { a: 1, b: 2 } }, {});
    expect(reason).toMatch(/^event_id must be a text that is not empty, null or absent; aliases must be [^;]*texts[^;]*$/);
    const names = /looked for under ([^.]*(?:\.\w[^.]*)*)\.$/.exec(source?.explain?.({ a: 1 }, {}) ?? '')?.[1]?.split(', ') ?? [];
    expect(names).toContain('call_id');
    expect(new Set(names).size).toBe(names.length);
  });

  test('unless the brand has named fields of its own: then it is those that count', () => {
    const payload = { event: 'call.answered', call_id: '1', who: '+15550001111' };
    expect(source?.decode(payload, {})).toBeUndefined();
    expect(source?.decode(payload, { ani: [] })).toBeUndefined();
    expect(source?.decode(payload, { ani: ['who'] })).toMatchObject({ event: 'call.answered', customerNumber: '+15550001111' });
    expect(source?.explain?.(payload, { ani: ['who'] })).toBeUndefined();
    // A message is a message all the same, and a number is no call id in either.
    expect(source?.decode(message, { customerNumber: ['dialled_number'] })).toMatchObject({ customerNumber: '+15550001111' });
    expect(source?.decode({ ...payload, call_id: 1 }, { ani: ['who'] })).toBeUndefined();
  });
});
