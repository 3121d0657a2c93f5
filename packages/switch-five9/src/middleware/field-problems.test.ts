import { describe, expect, test } from 'vitest';
import { CALL, DIAL, failureOf, openScripted } from '../five9-phone.test.fixture.ts';
import { readFieldProblems } from './field-problems.ts';

describe('what a service finds wrong with single fields is told', () => {
  test.each([
    ['FastAPI', { detail: [{ loc: ['body', 'phone'], msg: 'field required', input: 'planted', ctx: { a: 'planted' } }] }],
    ['a list of fields', { errors: [{ field: 'body.phone', message: 'field required' }] }],
    ['Laravel', { errors: { 'body.phone': ['field required'] } }],
    ['a list inside error', { error: { errors: [{ field: 'body.phone', message: 'field required' }] } }],
    ['zod', { error: { formErrors: [], fieldErrors: { 'body.phone': ['field required'] } } }],
  ])('%s', async (_what, json) => {
    await using opened = await openScripted((on) => on.answer({ status: 422, json }));
    const error = await failureOf(opened.phone.makeCall(DIAL));
    expect(error).toMatchObject({ code: 'REJECTED', effect: 'none', vendorMessage: 'body.phone: field required' });
    expect(JSON.stringify(error)).not.toContain('planted');
  });

  test('beside the message, where there is one', async () => {
    const json = { message: 'Invalid.', errors: { phone: ['required', 'too short'] } };
    await using opened = await openScripted((on) => on.answer({ status: 422, json }));
    expect((await failureOf(opened.phone.makeCall(DIAL))).vendorMessage).toBe('Invalid. (phone: required; phone: too short)');
  });

  test('a place in a list by its number, a problem of no field by itself, and no more than ten', () => {
    expect(readFieldProblems([{ loc: ['body', 0, 'id'], msg: 'no' }, 'None.'])).toBe('body.0.id: no; None.');
    expect(readFieldProblems({ formErrors: ['All.'], fieldErrors: { a: ['b'] } })).toBe('All.; a: b');
    expect(readFieldProblems({ formErrors: ['All.'] })).toBe('All.');
    expect(readFieldProblems({ fieldErrors: { a: ['b'] } })).toBe('a: b');
    expect(readFieldProblems(Array.from({ length: 10 }, () => 'x'))).toBe(Array(10).fill('x').join('; '));
    expect(readFieldProblems(Array.from({ length: 12 }, () => 'x'))).toBe(`${Array(10).fill('x').join('; ')}; and 2 more`);
  });

  test.each([{ a: 1 }, ['body', { a: 1 }], 7, ' ', 'x'.repeat(101)])('what can be no name is left out: %j', (field) => {
    expect(readFieldProblems([{ field, message: 'no' }])).toBe('no');
  });

  test('a name may be long, and what is no message is passed over', () => {
    const name = 'x'.repeat(100);
    expect(readFieldProblems([{ field: name, message: 'no' }])).toBe(`${name}: no`);
    expect(readFieldProblems({ phone: [7, 'required', { code: 'planted' }] })).toBe('phone: required');
  });

  test('what names no problem says nothing', () => {
    const items = [[7, null], ['', '  '], [{ input: 'planted' }], [{ field: 'phone' }]];
    for (const value of [undefined, null, 7, 'text', [], {}, { planted: 7 }, ...items]) {
      expect(readFieldProblems(value)).toBeUndefined();
    }
  });
});

test('a refusal without any reason names the fields that were sent, one with a reason does not', async () => {
  await using opened = await openScripted((on) =>
    on.answer({ status: 422, json: {} }).answer({ status: 422, json: { message: 'x' } }),
  );
  const ask = (): Promise<Awaited<ReturnType<typeof failureOf>>> =>
    failureOf(opened.phone.transferCall({ call: CALL, targetExtension: '1002' }));
  expect((await ask()).hint).toBe(
    'The service gives no reason. Compare the fields that were sent with those it expects: call_id, target_extension.',
  );
  expect((await ask()).hint).not.toContain('target_extension');
});

test('one of a request that had no fields names none', async () => {
  await using opened = await openScripted((on) => on.answer({ status: 422, json: {} }), {
    config: { rest_connect_path: '/health' },
  });
  const { code, hint } = await failureOf(opened.phone.connect());
  expect(code).toBe('REJECTED');
  expect(hint).not.toContain('fields that were sent');
});
