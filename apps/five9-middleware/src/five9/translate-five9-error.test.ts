import { describe, expect, test } from 'vitest';
import { Refusal } from '../contract/refusal.ts';
import { Five9Error, type Five9ErrorOptions } from './five9-error.ts';
import { translateFive9Error } from './translate-five9-error.ts';

function five9(status: number, contextCode: string, options?: Five9ErrorOptions): Five9Error {
  const detail = { timestamp: 0, errorCode: 1, message: 'Five9 says why.', context: { contextCode } };
  return new Five9Error(status, detail, options);
}

describe('translateFive9Error', () => {
  test.each([
    ['LOGIN', 409, 'agent_not_ready'],
    ['AGENT_UNKNOWN', 404, 'agent_not_found'],
    ['AGENT_ON_CALL', 409, 'agent_not_ready'],
    ['CAMPAIGN_NOT_ASSIGNED', 422, 'campaign_invalid'],
    ['SKILL_UNKNOWN', 422, 'campaign_invalid'],
    ['NUMBER_INVALID', 422, 'destination_invalid'],
    ['NUMBER_ON_DNC_LIST', 422, 'destination_blocked'],
    ['INTERACTION_UNKNOWN', 404, 'call_not_found'],
    ['INTERACTION_FINISHED', 410, 'call_ended'],
    ['TRANSFER_UNSUPPORTED', 422, 'capability_missing'],
    ['UNAVAILABLE', 503, 'upstream_failed'],
  ])('%s becomes %i %s with the message of Five9', (contextCode, status, code) => {
    const refusal = translateFive9Error(five9(435, contextCode), 'makeCall');
    expect(refusal).toMatchObject({ status, code, message: 'Five9 says why.' });
  });

  test('an unknown transfer target is not a 404: that would mean the call', () => {
    expect(translateFive9Error(five9(404, 'AGENT_UNKNOWN'), 'transfer')).toMatchObject({
      status: 422,
      code: 'agent_not_found',
    });
  });

  test('passes on how long Five9 wants to be left alone, and always says something with a 429', () => {
    expect(translateFive9Error(five9(429, 'X', { retryAfterSeconds: 7 }), 'makeCall').headers).toEqual({
      'retry-after': '7',
    });
    expect(translateFive9Error(five9(429, 'X'), 'makeCall').headers).toEqual({ 'retry-after': '1' });
  });

  test.each([
    [five9(500, 'SOMETHING_NEW'), 502],
    [five9(502, 'SOMETHING_NEW'), 502],
    [five9(503, 'SOMETHING_NEW'), 503],
    [five9(401, 'SOMETHING_NEW'), 503],
    [five9(418, 'SOMETHING_NEW'), 422],
    [new TypeError('fetch failed'), 502],
    ['not even an error', 502],
  ])('what it does not know never promises more than the status does (%s: %i)', (error, status) => {
    expect(translateFive9Error(error, 'makeCall').status).toBe(status);
  });

  test('says that the phone may be ringing, and not why: that stays in the log', () => {
    const refusal = translateFive9Error(new Error('password=hunter2'), 'makeCall');
    expect(refusal.message).toMatch(/may be ringing/);
    expect(refusal.message).not.toContain('hunter2');
  });

  test('leaves a refusal of the contract alone', () => {
    const refusal = new Refusal(404, 'not_recorded', 'This call was not recorded.');
    expect(translateFive9Error(refusal, 'recording')).toBe(refusal);
  });
});
