import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ERROR_POLICY } from './error-policy.ts';
import { SwitchError } from './switch-error.ts';

const path = './switch-error.ts?another-copy';
const copy: { readonly SwitchError: typeof SwitchError } = await import(/* @vite-ignore */ path);

describe('an error tells what its code’s policy says, unless its place knows better', () => {
  test('by the policy', () => {
    const error = new SwitchError('RATE_LIMITED', { retryAfterSeconds: 3 });
    const { row: _row, ...told } = ERROR_POLICY.RATE_LIMITED;
    expect(error).toMatchObject({
      ...told,
      name: 'SwitchError',
      code: 'RATE_LIMITED',
      details: { retryAfterSeconds: 3 },
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.vendorMessage).toBeUndefined();
  });

  test('by its place', () => {
    const better = {
      effect: 'none',
      retryable: true,
      message: 'm',
      hint: 'h',
      vendorMessage: 'v',
      operation: 'o',
      plugin: 'p',
      brand: 'b',
      correlationId: 'c',
    } as const;
    expect(new SwitchError('INTERNAL', {}, better)).toMatchObject(better);
  });

  test('an error that is told again keeps what is not told better, and where it came from', () => {
    const first = new SwitchError(
      'FORBIDDEN',
      { httpStatus: 403 },
      { message: 'm', hint: 'h', vendorMessage: 'v', cause: 'why' },
    );
    const again = SwitchError.retold(first, { operation: 'makeCall', brand: 'acme' });
    expect(again).toMatchObject({
      code: 'FORBIDDEN',
      message: 'm',
      hint: 'h',
      vendorMessage: 'v',
      cause: 'why',
      details: { httpStatus: 403 },
      operation: 'makeCall',
      brand: 'acme',
    });
    expect(again.stack).toBe(first.stack);
    expect(first.operation).toBeUndefined();
  });

  test('one that lost where it came from, as on its way between processes, says where it was told again', () => {
    const first = new SwitchError('FORBIDDEN', {});
    Reflect.deleteProperty(first, 'stack');
    expect(first.stack).toBeUndefined();
    expect(SwitchError.retold(first, {}).stack).toContain('switch-error.test');
  });

  test('also the context that it has already', () => {
    const first = new SwitchError('INTERNAL', {}, { operation: 'connect', plugin: 'p', brand: 'b', correlationId: 'c' });
    expect(SwitchError.retold(first, { effect: 'none' })).toMatchObject({
      operation: 'connect',
      plugin: 'p',
      brand: 'b',
      correlationId: 'c',
      effect: 'none',
    });
  });
});

describe('two copies of core in one process agree', () => {
  const theirs = new copy.SwitchError('CALL_ENDED', { httpStatus: 410 });

  test('an error of another copy is one, although it is no instance', () => {
    expect(theirs).not.toBeInstanceOf(SwitchError);
    expect(SwitchError.is(theirs)).toBe(true);
    expect(SwitchError.has(theirs, 'CALL_ENDED') && theirs.details.httpStatus).toBe(410);
    expect(copy.SwitchError.is(new SwitchError('INTERNAL', {}))).toBe(true);
  });

  test('told again it becomes one of this copy', () => {
    expect(SwitchError.retold(theirs, { operation: 'hangupCall' })).toBeInstanceOf(SwitchError);
  });

  test.each([undefined, null, 'CALL_ENDED', 7, {}, new Error('x'), { code: 'CALL_ENDED', effect: 'none', name: 'SwitchError' }])(
    '%o is none',
    (value) => {
      expect(SwitchError.is(value)).toBe(false);
      expect(SwitchError.has(value, 'CALL_ENDED')).toBe(false);
    },
  );

  test('has tells the codes apart', () => expect(SwitchError.has(theirs, 'CALL_NOT_FOUND')).toBe(false));
});

describe('toJSON', () => {
  const cause = new Error('the cause', { cause: { headers: 'Bearer s3cret' } });
  const error = new SwitchError(
    'REJECTED',
    { httpStatus: 422, fieldsSent: ['a'] },
    { cause, vendorMessage: 'no', operation: 'makeCall' },
  );

  test('is without stack and cause, and without what is not known', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'REJECTED',
      message: 'The switch refused.',
      effect: 'none',
      retryable: false,
      hint: ERROR_POLICY.REJECTED.hint,
      vendorMessage: 'no',
      operation: 'makeCall',
      details: { httpStatus: 422, fieldsSent: ['a'] },
    });
    expect(JSON.stringify(error)).not.toContain('s3cret');
    // A logger that prints objects prints their undefined members too.
    expect(Object.keys(error.toJSON())).not.toContain('plugin');
  });

  test('while a debugger still sees both', () => {
    expect(inspect(error)).toContain('the cause');
  });
});
