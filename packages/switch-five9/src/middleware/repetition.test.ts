import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { DIAL, failureOf, openScripted, PERFORM } from '../five9-phone.test.fixture.ts';

const placed = { json: { call_id: '7' } };
const refused = { kind: 'connect', reason: 'connection refused' } as const;

describe('a dial is sent again only when nothing can have rung', () => {
  test('after a connection that was refused, with the same key', async () => {
    await using opened = await openScripted((transport) => transport.fail(refused).fail(refused).answer(placed));
    expect(await opened.phone.makeCall(DIAL)).toMatchObject({ status: 'placed' });
    const keys = opened.transport.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  test.each([429, 503])('after HTTP %d that says when, as late as it says', async (status) => {
    const clock = new FakeClock();
    const headers = { 'retry-after': '2' };
    await using opened = await openScripted((transport) => transport.answer({ status, headers }).answer(placed), { clock });
    const dial = opened.phone.makeCall(DIAL);
    await clock.advance(1_999);
    expect(opened.transport.requests).toHaveLength(1);
    await clock.advance(1);
    expect(await dial).toMatchObject({ status: 'placed' });
    const [first, second] = opened.transport.requests;
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  });

  test.each([429, 503])('not after HTTP %d that does not say when', async (status) => {
    await using opened = await openScripted((transport) => transport.answer({ status }));
    expect(await failureOf(opened.phone.makeCall(DIAL))).toMatchObject({ effect: 'none', retryable: true });
    expect(opened.transport.requests).toHaveLength(1);
  });

  test('not when the service asks for more time than there is', async () => {
    const answer = { status: 503, headers: { 'retry-after': '31' } };
    await using opened = await openScripted((transport) => transport.answer(answer));
    const error = await failureOf(opened.phone.makeCall(DIAL));
    expect(error).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'none', details: { retryAfterSeconds: 31 } });
  });
});

describe.each(['makeCall', 'transferCall'] as const)('%s is never sent again when nobody knows', (operation) => {
  test.each([500, 502, 504, 200])('after HTTP %d, whatever Retry-After says', async (status) => {
    const answer = { status, headers: { 'retry-after': '0' }, body: '<html>' };
    await using opened = await openScripted((transport) => transport.answer(answer));
    expect(await failureOf(PERFORM[operation](opened.phone))).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown' });
    expect(opened.transport.requests).toHaveLength(1);
  });

  test.each([
    ['lost', { kind: 'lost', reason: 'ECONNRESET' }, 'connection_lost'],
    ['too large', { kind: 'too_large' }, 'unreadable_answer'],
    ['compressed', { kind: 'encoded' }, 'unreadable_answer'],
    ['late', { kind: 'timed_out' }, 'timed_out'],
    ['given up', { kind: 'aborted' }, 'aborted'],
  ] as const)('when the answer is %s', async (_what, fault, reason) => {
    await using opened = await openScripted((transport) => transport.fail(fault));
    const error = await failureOf(PERFORM[operation](opened.phone));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', details: { reason } });
    expect(opened.transport.requests).toHaveLength(1);
  });
});

describe.each(['connect', 'hangupCall', 'getCallRecordingUrl'] as const)('%s does no harm twice', (operation) => {
  test('so it is sent again after an answer that leaves it open', async () => {
    await using opened = await openScripted((transport) =>
      transport.answer({ status: 502 }).fail({ kind: 'lost', reason: 'x' }).answer({}),
    );
    await PERFORM[operation](opened.phone);
    expect(opened.transport.requests).toHaveLength(3);
  });

  test('but not after a refusal', async () => {
    await using opened = await openScripted((transport) => transport.answer({ status: 422, json: { message: 'no' } }));
    expect(await failureOf(PERFORM[operation](opened.phone))).toMatchObject({ code: 'REJECTED' });
    expect(opened.transport.requests).toHaveLength(1);
  });
});
