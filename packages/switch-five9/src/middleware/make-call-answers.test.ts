import { describe, expect, test } from 'vitest';
import type { ScriptedAnswer } from '@elasticfunnels/switch-core/testing';
import { DIAL, failureOf, openScripted } from '../five9-phone.test.fixture.ts';

const ID = '300000000115271';

async function dial(answer: ScriptedAnswer): Promise<unknown> {
  await using opened = await openScripted((transport) => transport.answer(answer));
  const result = await opened.phone.makeCall(DIAL);
  return result;
}

/** What a dial ends in that nobody can tell the outcome of; it was sent once. */
async function doubtOf(answer: ScriptedAnswer): Promise<string> {
  await using opened = await openScripted((transport) => transport.answer(answer));
  const error = await failureOf(opened.phone.makeCall(DIAL));
  expect(error).toMatchObject({
    code: 'OUTCOME_UNKNOWN',
    effect: 'unknown',
    retryable: false,
    details: { reason: 'unreadable_answer', httpStatus: answer.status ?? 200 },
  });
  expect(opened.transport.requests).toHaveLength(1);
  return error.message;
}

describe('a dial is placed', () => {
  const placed = { status: 'placed', call: { callId: ID, agentExtension: '1001' } };

  test.each([{}, { success: true }, { success: null }])('by a call_id, with success absent, null or true: %j', async (said) => {
    expect(await dial({ json: { ...said, call_id: ID } })).toEqual(placed);
  });

  test.each([200, 201, 202, 203, 299])('by every 2xx: %d', async (status) => {
    expect(await dial({ status, json: { call_id: ID } })).toEqual(placed);
  });

  test('whatever else the answer has', async () => {
    expect(await dial({ json: { call_id: ID, callId: 'x', queue: { position: 1 }, warnings: [null] } })).toEqual(placed);
  });

  test.each([
    ['a wrong content type', { headers: { 'content-type': 'text/plain' }, body: `{"call_id":"${ID}"}` }],
    ['HTML for a content type', { headers: { 'content-type': 'text/html' }, body: `{"call_id":"${ID}"}` }],
    ['no content type', { body: `{"call_id":"${ID}"}` }],
    ['a byte order mark', { body: `\uFEFF{"call_id":"${ID}"}` }],
    ['white space around', { body: `\r\n {"call_id":"${ID}"} \n` }],
  ])('by JSON with %s', async (_what, answer) => {
    expect(await dial(answer)).toEqual(placed);
  });

  test.each(['1'.repeat(40), '007', '9007199254740993', '0x1F', '1e5', 'ünïcode-✓', 'a b'])(
    'and its id is opaque, unchanged: %s',
    async (id) => {
      expect(await dial({ json: { call_id: id } })).toMatchObject({ call: { callId: id } });
    },
  );
});

describe("the vendor's other ids", () => {
  test('come along as aliases', async () => {
    const aliases = { session_id: 'guid-1', interaction_id: '7' };
    expect(await dial({ json: { call_id: ID, aliases } })).toMatchObject({ call: { callId: ID, aliases } });
  });

  test.each([null, 'guid-1', ['guid-1'], { session_id: 7 }, { session_id: null }])(
    'never cost a call that was placed, however malformed: %j',
    async (aliases) => {
      const result = await dial({ json: { call_id: ID, aliases } });
      expect(result).toEqual({ status: 'placed', call: { callId: ID, agentExtension: '1001' } });
    },
  );
});

describe('a replay', () => {
  test.each(['true', 'TRUE'])('is told when the service says so: %s', async (value) => {
    const answer = { headers: { 'idempotent-replayed': value }, json: { call_id: ID } };
    expect(await dial(answer)).toMatchObject({ status: 'placed', replayed: true });
  });

  test.each(['false', '', '0'])('is not made up: %j', async (value) => {
    expect(await dial({ headers: { 'idempotent-replayed': value }, json: { call_id: ID } })).not.toHaveProperty('replayed');
  });
});

describe('nobody can tell whether a phone rings, and the request is not repeated', () => {
  test('without call_id, and the fields that were found are named', async () => {
    const message = await doubtOf({ json: { success: true, callId: ID, data: {} } });
    expect(message).toContain('call_id is missing (the answer has: success, callId, data)');
    expect(message).not.toContain(ID);
  });

  test.each([
    ['null', null, 'call_id is null'],
    ['empty', '', 'call_id is a string, and must not be empty'],
    ['a number', 300000000115271, 'call_id is a number, and must be a text'],
    ['a boolean', true, 'call_id is a boolean'],
    ['an array', [ID], 'call_id is an array'],
    ['an object', { id: ID }, 'call_id is an object'],
    ['with white space before it', ` ${ID}`, 'must not begin or end with white space'],
    ['with a line break after it', `${ID}\n`, 'must not begin or end with white space'],
    ['with a control character in it', `${ID}\u0000${ID}`, 'must not contain control characters'],
    ['longer than any id', ID.repeat(40), 'must not be longer than 512 characters'],
    ['white space alone', '   ', 'must not begin or end with white space'],
  ])('with a call_id that is %s: its type is named, and no value', async (_what, call_id, found) => {
    const message = await doubtOf({ json: { call_id } });
    expect(message).toContain(found);
    expect(message).not.toContain(ID);
  });

  test.each([
    ['true', 'a string'],
    ['false', 'a string'],
    [1, 'a number'],
    [0, 'a number'],
    [{}, 'an object'],
  ])('with success %j: only the boolean counts', async (success, type) => {
    const message = await doubtOf({ json: { success, call_id: ID } });
    expect(message).toContain(`success is ${type}, and must be the boolean true`);
  });

  test('with several things wrong: each is told, apart from the next', async () => {
    expect(await doubtOf({ json: { success: 'true' } })).toMatch(/success is a string, and [^;]+; call_id is missing/);
  });

  test.each([
    ['an HTML page', { headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<h1>Welcome</h1>' }],
    ['an HTML page', { body: '<!DOCTYPE html><title>x</title>' }],
    ['JSON that is cut off or malformed', { body: '{"success":true,"call_i' }],
    ['JSON, but an array instead of an object', { json: [{ call_id: ID }] }],
    ['JSON, but null instead of an object', { body: 'null' }],
    ['JSON, but a string instead of an object', { json: ID }],
    ['a body that is not JSON', { body: 'OK' }],
    ['a body of type text/xml that is not JSON', { headers: { 'content-type': 'text/xml' }, body: 'OK' }],
  ])('with %s instead of a JSON object', async (found, answer) => {
    expect(await doubtOf(answer)).toContain(`a JSON object was expected, and found ${found}`);
  });

  test.each([
    ['204', { status: 204 }],
    ['an empty 200', { body: '' }],
    ['an empty 202', { status: 202 }],
  ])('with %s: there is no id in it', async (_what, answer) => {
    expect(await doubtOf(answer)).toContain('call_id is missing (the answer has: nothing)');
  });

  test('the names of fields are bounded, and a number among them is masked', async () => {
    const names = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}${'x'.repeat(90)}`, 1]));
    const message = await doubtOf({ json: { '+15550001111': {}, ...names } });
    expect(message.length).toBeLessThan(700);
    expect(message).toContain('+1•••••1111');
    expect(message).not.toContain('+15550001111');
  });
});

test('a dial that the body refuses rang nothing', async () => {
  await using opened = await openScripted((transport) => transport.answer({ json: { success: false, call_id: ID } }));
  expect(await failureOf(opened.phone.makeCall(DIAL))).toMatchObject({ code: 'REJECTED', effect: 'none' });
});
