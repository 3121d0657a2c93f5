import type { ScriptedAnswer } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { CALL, failureOf, openScripted } from '../five9-phone.test.fixture.ts';

const ended = { success: false, code: 'call_ended', message: 'The call has ended.' };
const unknown = { success: false, code: 'call_not_found', message: 'No call has this id.' };

async function hangUp(answer: ScriptedAnswer): Promise<unknown> {
  await using opened = await openScripted((transport) => transport.answer(answer));
  const result = await opened.phone.hangupCall(CALL);
  return result;
}

async function refusalOfHangup(answer: ScriptedAnswer): Promise<unknown> {
  await using opened = await openScripted((transport) => transport.answer(answer));
  const { code, effect } = await failureOf(opened.phone.hangupCall(CALL));
  return { code, effect };
}

describe('hanging up', () => {
  test.each([
    ['200', { json: { success: true } }],
    ['200 without success', { json: {} }],
    ['200 with nulls', { json: { success: null, wrap_up_required: null } }],
    ['an empty 200', { body: '' }],
    ['202', { status: 202, json: { success: true } }],
    ['204', { status: 204 }],
  ])('%s ended the call', async (_what, answer) => {
    expect(await hangUp(answer)).toEqual({ status: 'ended' });
  });

  test('tells that the agent stays in wrap-up, where the service says so', async () => {
    expect(await hangUp({ json: { wrap_up_required: true } })).toEqual({ status: 'ended', wrapUpRequired: true });
    expect(await hangUp({ json: { wrap_up_required: false } })).toEqual({ status: 'ended' });
    expect(await hangUp({ json: { wrap_up_required: 'yes' } })).toEqual({ status: 'ended' });
  });
});

describe('hanging up a call that has ended is a success', () => {
  test.each([
    ['410', { status: 410 }],
    ['410 with a page', { status: 410, headers: { 'content-type': 'text/html' }, body: '<p>Gone</p>' }],
    ['410 with a message', { status: 410, json: { message: 'Gone' } }],
    ['410 with the code', { status: 410, json: ended }],
    ['410 with a code that we do not know', { status: 410, json: { code: 'over', message: 'Over.' } }],
    ['409 with the code', { status: 409, json: ended }],
    ['404 with the code', { status: 404, json: ended }],
    ['a refusal in a 200', { json: ended }],
    ['the code in capitals', { status: 409, json: { ...ended, code: 'CALL_ENDED' } }],
  ])('%s', async (_what, answer) => {
    expect(await hangUp(answer)).toEqual({ status: 'already_ended' });
  });
});

describe('an id that nobody knows is an error, and never taken for a call that has ended', () => {
  test.each([
    ['404 with a message', { status: 404, json: { message: 'No call has this id.' } }],
    ['404 with the code', { status: 404, json: unknown }],
    ['409 with the code', { status: 409, json: unknown }],
    ['410 with the code', { status: 410, json: unknown }],
    ['a refusal in a 200', { json: unknown }],
  ])('%s', async (_what, answer) => {
    expect(await refusalOfHangup(answer)).toEqual({ code: 'CALL_NOT_FOUND', effect: 'none' });
  });

  test('409 without a code is neither', async () => {
    expect(await refusalOfHangup({ status: 409, json: { message: 'Conflict' } })).toEqual({ code: 'REJECTED', effect: 'none' });
  });

  test('success false without a code is neither', async () => {
    expect(await refusalOfHangup({ json: { success: false } })).toEqual({ code: 'REJECTED', effect: 'none' });
  });
});

describe('transferring', () => {
  const transfer = async (answer: ScriptedAnswer, kind?: 'attended'): Promise<unknown> => {
    await using opened = await openScripted((transport) => transport.answer(answer));
    const request = { call: CALL, targetExtension: '1002', ...(kind === undefined ? {} : { kind }) };
    return await opened.phone.transferCall(request).catch(({ code, effect, message }) => ({ code, effect, message }));
  };

  test.each([{ json: { success: true } }, { status: 202, body: '' }, { status: 204 }])(
    '%j handed the call over',
    async (answer) => {
      expect(await transfer(answer)).toEqual({ status: 'transferred' });
    },
  );

  test('a call that has ended cannot be handed over', async () => {
    expect(await transfer({ status: 410 })).toMatchObject({ code: 'CALL_ENDED', effect: 'none' });
    expect(await transfer({ status: 409, json: ended })).toMatchObject({ code: 'CALL_ENDED', effect: 'none' });
  });

  test('a call that is unknown is told as that', async () => {
    expect(await transfer({ status: 410, json: unknown })).toMatchObject({ code: 'CALL_NOT_FOUND', effect: 'none' });
  });

  test('a kind that the switch cannot do is said, and the call stays where it is', async () => {
    const json = { success: false, code: 'capability_missing', message: 'No attended transfers here.' };
    expect(await transfer({ status: 422, json }, 'attended')).toEqual({
      code: 'CAPABILITY_MISSING',
      effect: 'none',
      message: expect.stringContaining('No attended transfers here.'),
    });
  });
});
