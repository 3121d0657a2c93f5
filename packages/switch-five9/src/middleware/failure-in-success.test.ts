import { describe, expect, test } from 'vitest';
import { CALL, failureOf, KEY, openScripted, OPERATION_NAMES, PERFORM } from '../five9-phone.test.fixture.ts';

/** The field that says so, and what the answer says. */
const CONTRADICTIONS: readonly (readonly [field: string, said: object])[] = [
  ['error', { error: 'upstream connect error', status: 502 }],
  ['error', { error: true }],
  ['error', { error: { code: 'x' } }],
  ['error', { success: null, error: 'No.' }],
  ['errors', { errors: [{ message: 'No.' }] }],
  ['status', { status: 'error', message: 'Five9 session expired' }],
  ['status', { status: ' FAIL ' }],
  ['status', { status: 'failed' }],
  ['status', { status: 'Failure' }],
  ['status', { status: 400, title: 'Bad Request' }],
  ['status', { status: 502, title: 'Bad Gateway' }],
];
const SUCCESSES: readonly object[] = [
  { error: null },
  { error: '  ' },
  { error: false },
  { error: {} },
  { errors: [] },
  { status: 'ok' },
  { status: 'ringing' },
  { status: 502 },
  { status: 200, title: 'OK' },
  { status: [502], title: 'Bad Gateway' },
  { success: true, error: 'No.', status: 'failed' },
];
/** What makes each of these answers a success but for what it says beside it. */
const DONE = { call_id: '300-1', recording_url: 'https://x.example/1.wav' };

describe.each(OPERATION_NAMES)('%s, answered with a 2xx', (operation) => {
  test.each([200, 202])('%d that says that it failed, and has no success, is never done', async (status) => {
    for (const [field, said] of CONTRADICTIONS) {
      const json = { ...DONE, ...said };
      await using opened = await openScripted((on) => on.answer({ status, json }).answer({ status, json }), {
        config: { rest_connect_path: '/health' },
      });
      const error = await failureOf(PERFORM[operation](opened.phone));
      const rings = operation === 'makeCall' || operation === 'transferCall';
      expect(error).toMatchObject(
        rings
          ? { code: 'OUTCOME_UNKNOWN', effect: 'unknown', details: { reason: 'unreadable_answer', httpStatus: status } }
          : { code: 'CONTRACT_VIOLATED', details: { reason: 'unexpected_shape', httpStatus: status } },
      );
      expect(error.message).toContain(`its field ${field} says that it failed`);
      expect(opened.transport.requests).toHaveLength(1);
    }
  });

  test('that says nothing of the kind, or has success, is done', async () => {
    for (const said of SUCCESSES) {
      await using opened = await openScripted((on) => on.answer({ json: { ...DONE, ...said } }));
      expect(await PERFORM[operation](opened.phone)).toHaveProperty('status');
    }
  });
});

test("the service's own words are told, on one line, without the key and without numbers", async () => {
  const json = { error: `No ${KEY}\nfor \u001b[31m+15550001111 ${'x'.repeat(2_000)}` };
  await using opened = await openScripted((on) => on.answer({ json }));
  const error = await failureOf(opened.phone.hangupCall(CALL));
  expect(error.message).toMatch(
    /^The service answered hangupCall with HTTP 200, but its field error says that it failed, and it has no success\. It said: No /,
  );
  for (const hidden of ['\n', '\u001b', '15550001111', KEY]) expect(error.message).not.toContain(hidden);
  expect(error.message.length).toBeLessThan(1_200);
});

test('where it has none, none are told', async () => {
  await using opened = await openScripted((on) => on.answer({ json: { error: true } }).answer({ json: { error: true } }));
  expect((await failureOf(opened.phone.hangupCall(CALL))).message).toMatch(/it has no success\.$/);
  const transfer = opened.phone.transferCall({ call: CALL, targetExtension: '1002' });
  expect((await failureOf(transfer)).message).toMatch(/Nobody can tell whether it took effect\.$/);
});
