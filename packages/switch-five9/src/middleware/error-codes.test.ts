import { describe, expect, test } from 'vitest';
import { DIAL, failureOf, openScripted } from '../five9-phone.test.fixture.ts';

/** How a dial ends by one answer. */
async function failedDial(status: number, json: unknown, headers = {}): Promise<Awaited<ReturnType<typeof failureOf>>> {
  await using opened = await openScripted((transport) => transport.answer({ status, json, headers }), { retry: { attempts: 1 } });
  return await failureOf(opened.phone.makeCall(DIAL));
}

describe("the service's own code comes before its status", () => {
  test.each([
    ['unauthenticated', 'UNAUTHENTICATED'],
    ['forbidden', 'FORBIDDEN'],
    ['agent_not_found', 'AGENT_NOT_FOUND'],
    ['agent_not_ready', 'AGENT_NOT_READY'],
    ['destination_invalid', 'DESTINATION_INVALID'],
    ['destination_blocked', 'DESTINATION_BLOCKED'],
    ['campaign_invalid', 'CAMPAIGN_INVALID'],
    ['call_not_found', 'CALL_NOT_FOUND'],
    ['call_ended', 'CALL_ENDED'],
    ['capability_missing', 'CAPABILITY_MISSING'],
    ['rate_limited', 'RATE_LIMITED'],
    ['rejected', 'REJECTED'],
    ['idempotency_conflict', 'REJECTED'],
    ['AGENT_NOT_READY', 'AGENT_NOT_READY'],
  ])('%s', async (code, expected) => {
    for (const status of [200, 400, 404, 409, 422]) {
      const error = await failedDial(status, { success: false, code, message: 'Words.' });
      expect(error).toMatchObject({ code: expected, effect: 'none', vendorMessage: 'Words.' });
    }
  });

  test('outcome_unknown, also in a 200, is what nobody can tell', async () => {
    expect(await failedDial(200, { success: false, code: 'outcome_unknown', message: 'Lost.' })).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      effect: 'unknown',
      details: { reason: 'reported_by_switch' },
    });
  });

  test('upstream_failed, "Five9 failed", leaves open whether a phone rings; only in a 503 it does not', async () => {
    const body = { success: false, code: 'upstream_failed', message: 'Five9 failed.' };
    for (const status of [200, 400, 404, 409, 422, 424, 500, 502, 504]) {
      expect(await failedDial(status, body)).toMatchObject({
        code: 'OUTCOME_UNKNOWN',
        effect: 'unknown',
        details: { reason: 'upstream_error' },
        vendorMessage: 'Five9 failed.',
      });
    }
    expect(await failedDial(503, body)).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'none' });
  });

  test('the first dial of the same key that is still at work: nobody can tell yet, and it is not repeated', async () => {
    const body = { success: false, code: 'idempotency_in_progress', message: 'In progress.' };
    expect(await failedDial(409, body, { 'retry-after': '1' })).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      effect: 'unknown',
      retryable: false,
      details: { reason: 'in_progress', httpStatus: 409 },
    });
  });

  test.each(['internal', 'closed', 'config_invalid', 'timed_out', 'constructor', '__proto__', 'no such thing', ''])(
    'a code that is not of the contract is as good as none: %j',
    async (code) => {
      expect(await failedDial(422, { code, message: 'Words.' })).toMatchObject({ code: 'REJECTED', effect: 'none' });
      expect(await failedDial(500, { code, message: 'Words.' })).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      expect(await failedDial(401, { code, message: 'Words.' })).toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  test.each([7, null, ['rejected'], { name: 'rejected' }])('a code that is no text is as good as none: %j', async (code) => {
    expect(await failedDial(403, { code, message: 'Words.' })).toMatchObject({ code: 'FORBIDDEN', vendorMessage: 'Words.' });
  });
});

describe("the vendor's own words", () => {
  test.each([
    ['message', { message: 'Words.' }],
    ['message, before anything else', { message: 'Words.', detail: 'x', title: 'y', error: 'z' }],
    ['a nested error', { error: { code: 'agent_not_ready', message: 'Words.' } }],
    ['an error that is a text', { error: 'Words.' }],
    ['problem details', { type: 'about:blank', title: 'Unprocessable', status: 422, detail: 'Words.' }],
    ['problem details without detail', { title: 'Words.', status: 422 }],
    ['an empty message and a nested one', { message: ' ', error: { message: 'Words.' } }],
  ])('are found in %s', async (_where, json) => {
    const error = await failedDial(422, json, { 'content-type': 'application/problem+json; charset=utf-8' });
    expect(error.vendorMessage).toBe('Words.');
    expect(error.message).toMatch(/ It said: Words\.$/);
  });

  test('and its code too, where it is nested', async () => {
    const json = { error: { code: 'agent_not_ready', message: 'Words.' } };
    expect(await failedDial(409, json)).toMatchObject({ code: 'AGENT_NOT_READY' });
  });

  test.each([{}, { message: 7 }, { message: null }, { error: null }, { error: [] }, { errors: [] }])(
    'are not made up: %j',
    async (json) => {
      const error = await failedDial(422, json);
      expect(error).toMatchObject({ code: 'REJECTED', vendorMessage: undefined });
      expect(error.message).not.toContain('It said');
    },
  );

  test('are not taken from a page', async () => {
    await using opened = await openScripted((transport) => transport.answer({ status: 400, body: '<p>Bad request</p>' }));
    expect(await failureOf(opened.phone.makeCall(DIAL))).toMatchObject({ code: 'REJECTED', vendorMessage: undefined });
  });

  test('come with numbers masked and without end', async () => {
    const error = await failedDial(422, { message: `No route to +15550001111. ${'x'.repeat(5_000)}` });
    expect(error.vendorMessage).toMatch(/^No route to \+1•••••1111\. x+$/);
    expect(error.vendorMessage?.length).toBe(1_000);
  });
});

describe('three reasons why an agent cannot dial are three answers, each with its own advice', () => {
  test('unknown extension, not ready, not eligible', async () => {
    const codes = ['agent_not_found', 'agent_not_ready', 'campaign_invalid'];
    const errors = await Promise.all(codes.map((code) => failedDial(409, { success: false, code, message: 'Words.' })));
    expect(new Set(errors.map(({ code }) => code)).size).toBe(3);
    expect(new Set(errors.map(({ hint }) => hint)).size).toBe(3);
  });
});
