import { describe, expect, test } from 'vitest';
import { CALL, DIAL, failureOf, openScripted } from '../five9-phone.test.fixture.ts';
import { readFieldProblems } from './field-problems.ts';

describe('what a service finds wrong with single fields is told', () => {
  test.each([
    ['FastAPI', { detail: [{ loc: ['body', 'phone'], msg: 'field required', input: 'planted', ctx: { a: 'planted' } }] }],
    ['a list of fields', { errors: [{ field: 'body.phone', message: 'field required' }] }],
    ['Laravel', { errors: { 'body.phone': ['field required'] } }],
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
    expect(readFieldProblems(Array.from({ length: 12 }, () => 'x'))).toBe(`${Array(10).fill('x').join('; ')}; and 2 more`);
    expect(
      readFieldProblems([
        { loc: { a: 1 }, msg: 'no' },
        { field: 'x'.repeat(101), message: 'no' },
      ]),
    ).toBe('no; no');
  });

  test.each([undefined, null, 7, 'text', [], {}, [7, null], [{ input: 'planted' }], { planted: 7 }])(
    '%j says nothing',
    (value) => {
      expect(readFieldProblems(value)).toBeUndefined();
    },
  );
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
