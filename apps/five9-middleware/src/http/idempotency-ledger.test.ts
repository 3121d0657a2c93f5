import { describe, expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { type Answer, succeed } from '../contract/answer.ts';
import { answerRefusal, Refusal } from '../contract/refusal.ts';
import { IdempotencyLedger, type KeyedRequest } from './idempotency-ledger.ts';

const request: KeyedRequest = { scope: 'brand', key: 'key-1', content: { body: { a: '1', b: '2' } } };
const placed = succeed({ call_id: '300000000115271' });

function refused(status: number): Answer {
  return answerRefusal(new Refusal(status, 'upstream_failed', 'no'));
}

function createLedger(entries = 10): { ledger: IdempotencyLedger; clock: ManualClock } {
  const clock = new ManualClock();
  return { clock, ledger: new IdempotencyLedger(clock, { entries, lifetimeMs: 1_000 }) };
}

const never = async (): Promise<Answer> => expect.unreachable('performed twice');

describe('IdempotencyLedger', () => {
  test('replays the first answer, also when the fields come in another order', async () => {
    const { ledger } = createLedger();
    expect(await ledger.once(request, async () => placed)).toEqual({ answer: placed, replayed: false });
    const reordered = { ...request, content: { body: { b: '2', a: '1' } } };
    expect(await ledger.once(reordered, never)).toEqual({ answer: placed, replayed: true });
  });

  test('refuses the same key with another body', async () => {
    const { ledger } = createLedger();
    await ledger.once(request, async () => placed);
    const other = { ...request, content: { body: { a: '2', b: '2' } } };
    await expect(ledger.once(other, never)).rejects.toMatchObject({ status: 409, code: 'idempotency_conflict' });
  });

  test('refuses the same key while the first is in progress', async () => {
    const { ledger } = createLedger();
    const first = Promise.withResolvers<Answer>();
    const pending = ledger.once(request, () => first.promise);
    await expect(ledger.once(request, never)).rejects.toMatchObject({ status: 409, code: 'idempotency_in_progress' });
    first.resolve(placed);
    await pending;
    expect((await ledger.once(request, never)).replayed).toBe(true);
  });

  test('keeps the keys of two credentials apart', async () => {
    const { ledger } = createLedger();
    await ledger.once(request, async () => placed);
    expect((await ledger.once({ ...request, scope: 'another' }, async () => placed)).replayed).toBe(false);
  });

  test.each([200, 500, 502, 504])('keeps a %i: something may have rung', async (status) => {
    const { ledger } = createLedger();
    const answer = status === 200 ? placed : refused(status);
    await ledger.once(request, async () => answer);
    expect(await ledger.once(request, never)).toEqual({ answer, replayed: true });
  });

  test.each([400, 404, 409, 422, 429, 503])('forgets a %i: nothing rang, the key may try again', async (status) => {
    const { ledger } = createLedger();
    await ledger.once(request, async () => refused(status));
    expect(await ledger.once(request, async () => placed)).toEqual({ answer: placed, replayed: false });
  });

  test('forgets after the lifetime, but never what is still in progress', async () => {
    const { ledger, clock } = createLedger();
    await ledger.once(request, async () => placed);
    const slow = { ...request, key: 'slow' };
    void ledger.once(slow, () => Promise.withResolvers<Answer>().promise);
    await clock.advance(1_000);
    expect((await ledger.once(request, async () => placed)).replayed).toBe(false);
    await expect(ledger.once(slow, never)).rejects.toMatchObject({ code: 'idempotency_in_progress' });
  });

  test('is bounded: the oldest answer goes first, and when all are in progress nothing is dialled', async () => {
    const { ledger } = createLedger(2);
    const hang = (): Promise<Answer> => Promise.withResolvers<Answer>().promise;
    void ledger.once({ ...request, key: 'in progress' }, hang);
    await ledger.once(request, async () => placed);
    void ledger.once({ ...request, key: 'third' }, hang);
    expect(ledger.size).toBe(2);
    await expect(ledger.once({ ...request, key: 'fourth' }, never)).rejects.toMatchObject({ status: 503 });
  });
});
