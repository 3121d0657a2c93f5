import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { fromDialOutcomeJson, toDialOutcomeJson } from './dial-outcome-json.ts';
import { PLACED } from './vendor.test.fixture.ts';

describe('a dial’s outcome survives the way to another process', () => {
  test.each([[PLACED], [{ status: 'accepted', reference: 'r-1' } as const]])('a result: %j', (result) => {
    expect(fromDialOutcomeJson(toDialOutcomeJson({ result }))).toEqual({ result });
  });

  test('an error, with everything that tells what happened, and without its cause', () => {
    const failure = new SwitchError(
      'UNREACHABLE',
      { stage: 'connect', host: 'pbx.test', reason: 'refused', retryAt: new Date('2026-01-05T09:00:00Z') },
      {
        message: 'Not there.',
        vendorMessage: 'busy',
        operation: 'makeCall',
        correlationId: 'c-1',
        cause: new Error('sensitive'),
      },
    );
    const text = toDialOutcomeJson({ failure });
    expect(text).not.toContain('sensitive');
    const read = fromDialOutcomeJson(text);
    expect(read !== undefined && 'failure' in read && SwitchError.is(read.failure) && read.failure.toJSON()).toEqual(
      failure.toJSON(),
    );
  });

  test('an error that is no SwitchError says nothing but that the driver failed', () => {
    const text = toDialOutcomeJson({ failure: new TypeError('sensitive') });
    expect(text).not.toContain('sensitive');
    expect(fromDialOutcomeJson(text)).toMatchObject({ failure: { code: 'INTERNAL', effect: 'unknown', operation: 'makeCall' } });
  });
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{}',
  '{"result":{"status":"placed"}}',
  '{"failure":{"code":"NEW_CODE","details":{},"effect":"none","retryable":true,"message":"","hint":""}}',
  '{"failure":{"code":"toString","details":{},"effect":"none","retryable":true,"message":"","hint":""}}',
])('what is no outcome is not taken for one: %j', (text) => {
  expect(fromDialOutcomeJson(text)).toBeUndefined();
});
