import { describe, expect, test } from 'vitest';
import { Refusal } from './refusal.ts';
import { callBody, makeCallBody, parseBody, transferBody } from './requests.ts';

const dial = { agent_extension: '1001', destination: '+15550001111' };

function refusalOf(parse: () => unknown): Refusal {
  try {
    parse();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  return expect.unreachable('the body was not refused');
}

describe('parseBody', () => {
  test('passes the fields of the contract on and ignores others', () => {
    const body = { ...dial, campaign_name: 'support', skill_id: '501', note: 'from a newer driver' };
    expect(parseBody(makeCallBody, body)).toEqual({ ...dial, campaign_name: 'support', skill_id: '501' });
  });

  test.each([
    ['agent_extension', { destination: '1', agentExtension: '1001' }, /is required; the body has destination, agentE/],
    ['agent_extension', { ...dial, agent_extension: 1001 }, /must be a string, not a JSON number/],
    ['destination', { ...dial, destination: '' }, /must not be empty/],
    ['destination', { ...dial, destination: '1'.repeat(129) }, /at most 128 characters/],
    ['destination', { ...dial, destination: ['1'] }, /must be a string, not an array/],
    ['campaign_name', { ...dial, campaign_name: null }, /must be a string, not null/],
  ])('names %s when it is at fault', (field, body, message) => {
    const refusal = refusalOf(() => parseBody(makeCallBody, body));
    expect(refusal).toMatchObject({ status: 400, code: 'rejected', field });
    expect(refusal.message).toMatch(message);
  });

  test.each([undefined, null, 'text', 5, [dial]])('refuses %j, which is not an object', (body) => {
    expect(refusalOf(() => parseBody(makeCallBody, body)).message).toMatch(/JSON object/);
  });

  test('does not trim a call id: that would be another id', () => {
    expect(refusalOf(() => parseBody(callBody, { call_id: ' 300000000115271' })).message).toMatch(/white space/);
  });

  test('refuses a kind of transfer that does not exist', () => {
    const body = { call_id: '1', target_extension: '1002', transfer_type: 'warm' };
    expect(refusalOf(() => parseBody(transferBody, body)).message).toMatch(/"blind" or "attended"/);
  });

  test('never repeats the value that is at fault', () => {
    const refusal = refusalOf(() => parseBody(makeCallBody, { ...dial, destination: ' 4111111111111111' }));
    expect(refusal.message).not.toContain('4111');
  });
});
