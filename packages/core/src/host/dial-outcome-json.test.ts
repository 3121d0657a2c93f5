import { describe, expect, test } from 'vitest';
import type { CallReference } from '../call/call-reference.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { fromDialOutcomeJson, toDialOutcomeJson } from './dial-outcome-json.ts';
import { CALL, PLACED } from './vendor.test.fixture.ts';

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

describe('whatever a driver puts into an outcome, it can be told', () => {
  const circular: Record<string, unknown> = {};
  circular['itself'] = circular;

  test.each([
    ['refers to itself', circular],
    ['has no word in JSON', 1n],
  ])('what it adds to a result %s: it is left out', (_what, raw) => {
    const call = { ...CALL, aliases: { session: 'S-1' } };
    const result = { status: 'placed', raw, call: { ...call, raw } } as const;
    expect(fromDialOutcomeJson(toDialOutcomeJson({ result }))).toEqual({ result: { status: 'placed', call } });
  });

  test('the fields of a result are getters of its class', () => {
    class Placed {
      get status(): 'placed' {
        return 'placed';
      }
      get call(): CallReference {
        return CALL;
      }
    }
    expect(fromDialOutcomeJson(toDialOutcomeJson({ result: new Placed() }))).toEqual({ result: PLACED });
  });

  test('a result that throws when it is read: nobody can tell how the dial ended', () => {
    const result = {
      status: 'placed',
      get call(): CallReference {
        throw new Error('sensitive');
      },
    } as const;
    const text = toDialOutcomeJson({ result });
    expect(text).not.toContain('sensitive');
    expect(fromDialOutcomeJson(text)).toMatchObject({
      failure: { code: 'OUTCOME_UNKNOWN', effect: 'unknown', details: { reason: 'unreadable_answer' } },
    });
  });

  test('the details of an error refer to itself: the rest of it is told, as whether anything rang', () => {
    const failure = new SwitchError('AGENT_NOT_READY', circular, { vendorMessage: 'in wrap-up' });
    expect(fromDialOutcomeJson(toDialOutcomeJson({ failure }))).toMatchObject({
      failure: { code: 'AGENT_NOT_READY', effect: 'none', vendorMessage: 'in wrap-up', details: {} },
    });
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
