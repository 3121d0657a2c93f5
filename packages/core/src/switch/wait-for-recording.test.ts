import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { RecordingResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { parseCallId } from './request-schemas.ts';
import type { CallOptions } from './requests.ts';
import { waitForRecording, type WaitForRecordingOptions } from './wait-for-recording.ts';

const CALL = { callId: parseCallId('300000000000071') };
const PENDING: RecordingResult = { status: 'pending' };
const AVAILABLE: RecordingResult = { status: 'available', url: new URL('https://recordings.test/71') };

/** A switch that gives these answers in turn, then the last one again; an answer may be an error or take its time. */
function setUp(...answers: readonly (RecordingResult | Error | 'hangs')[]) {
  const clock = new FakeClock();
  const askedAt: number[] = [];
  const options: (CallOptions | undefined)[] = [];
  const phone = {
    async getCallRecordingUrl(_call: unknown, given?: CallOptions): Promise<RecordingResult> {
      const answer = answers[Math.min(askedAt.length, answers.length - 1)] ?? PENDING;
      askedAt.push(clock.monotonicMs());
      options.push(given);
      if (answer instanceof Error) throw answer;
      if (answer !== 'hangs') return answer;
      await new Promise<void>((resolve) => clock.setTimer(given?.deadlineMs ?? 15_000, resolve));
      throw new SwitchError('TIMED_OUT', {});
    },
  };
  const wait = (more: Partial<WaitForRecordingOptions> = {}): Promise<RecordingResult> =>
    waitForRecording(phone, CALL, { deadlineMs: 60_000, clock, ...more });
  return { clock, askedAt, options, wait };
}

describe('waitForRecording polls up to a deadline', () => {
  test.each([AVAILABLE, { status: 'none', reason: 'not_recorded' }, { status: 'none', reason: 'expired' }] as const)(
    'and ends with an answer that will not change: $status',
    async (answer) => {
      const { clock, askedAt, wait } = setUp(PENDING, answer);
      const waiting = wait();
      await clock.advance(60_000);
      expect(await waiting).toBe(answer);
      expect(askedAt).toHaveLength(2);
    },
  );

  test('with backoff: each wait is longer than the one before, and none longer than half a minute', async () => {
    const { clock, askedAt, wait } = setUp(PENDING);
    const waiting = wait({ deadlineMs: 300_000 });
    await clock.advance(300_000);
    expect(await waiting).toBe(PENDING);
    const waits = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
    expect(waits.slice(0, 4)).toEqual([1_000, 1_500, 2_250, 3_375]);
    expect(Math.max(...waits)).toBe(30_000);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(clock.monotonicMs()).toBe(300_000);
  });

  test('waits as long as the switch asks for', async () => {
    const { clock, askedAt, wait } = setUp({ status: 'pending', retryAfterSeconds: 12 }, AVAILABLE);
    const waiting = wait();
    await clock.advance(60_000);
    expect(await waiting).toBe(AVAILABLE);
    expect(askedAt).toEqual([0, 12_000]);
  });

  test('a switch that asks for no wait at all is not asked in a tight loop', async () => {
    const { clock, askedAt, wait } = setUp({ status: 'pending', retryAfterSeconds: 0 });
    const waiting = wait({ deadlineMs: 10_000 });
    await clock.advance(10_000);
    await waiting;
    expect(askedAt.length).toBeLessThanOrEqual(10);
  });

  test('and gives the last answer, pending, when the next try would come too late', async () => {
    const pending: RecordingResult = { status: 'pending', retryAfterSeconds: 120 };
    const { clock, wait } = setUp(pending);
    expect(await wait()).toBe(pending);
    expect(clock.monotonicMs()).toBe(0);
  });

  test('with no time to wait it asks once', async () => {
    const { options, wait } = setUp(PENDING);
    expect(await wait({ deadlineMs: 0 })).toBe(PENDING);
    expect(options).toEqual([{}]);
  });

  test('no try outlasts the whole wait, or the time that the operation has by itself', async () => {
    const { clock, options, wait } = setUp(PENDING, PENDING, AVAILABLE);
    const waiting = wait({ deadlineMs: 16_500 });
    await clock.advance(16_500);
    await waiting;
    expect(options.map((given) => given?.deadlineMs)).toEqual([15_000, 15_000, 14_000]);
  });

  test('the time is over in the middle of a try: the last answer, pending, still holds', async () => {
    const { clock, wait } = setUp(PENDING, 'hangs');
    const waiting = wait({ deadlineMs: 5_000 });
    await clock.advance(5_000);
    expect(await waiting).toBe(PENDING);
  });

  test('a first try that gets no answer is an error', async () => {
    const { clock, wait } = setUp('hangs');
    const waiting = wait({ deadlineMs: 5_000 }).catch((error: unknown) => error);
    await clock.advance(5_000);
    expect(await waiting).toMatchObject({ code: 'TIMED_OUT' });
  });

  test('an error of the switch ends it', async () => {
    const forbidden = new SwitchError('FORBIDDEN', {});
    const { wait } = setUp(forbidden);
    await expect(wait()).rejects.toBe(forbidden);
  });
});

describe('a wait without an end is none', () => {
  test.each([Number.NaN, undefined, null, -5, '60000', Number.POSITIVE_INFINITY, 2_147_483_648])(
    'a deadline of %s is refused before anything is asked',
    async (deadlineMs) => {
      const { askedAt, wait } = setUp(PENDING);
      const options: object = { deadlineMs };
      await expect(wait(options)).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
        details: { issues: [{ path: 'deadlineMs' }] },
      });
      expect(askedAt).toEqual([]);
    },
  );

  test('the longest deadline is one', async () => {
    const { wait } = setUp(AVAILABLE);
    expect(await wait({ deadlineMs: 2_147_483_647 })).toBe(AVAILABLE);
  });

  test.each([9_999_999, Number.POSITIVE_INFINITY, Number.NaN])('a switch that asks for %d s is asked once', async (seconds) => {
    const { askedAt, clock, wait } = setUp({ status: 'pending', retryAfterSeconds: seconds });
    const waiting = wait({ deadlineMs: 2_147_483_647 });
    await clock.advance(60_000);
    expect(await waiting).toMatchObject({ status: 'pending' });
    expect(askedAt).toHaveLength(1);
  });
});

test('it reports progress', async () => {
  const told: unknown[] = [];
  const { clock, wait } = setUp(PENDING, { status: 'pending', retryAfterSeconds: 4 }, AVAILABLE);
  const waiting = wait({ onPending: (progress) => told.push(progress) });
  await clock.advance(60_000);
  await waiting;
  expect(told).toEqual([
    { waitedMs: 0, nextTryInMs: 1_000 },
    { waitedMs: 1_000, nextTryInMs: 4_000 },
  ]);
});

test('it takes a signal: given up between two tries, effect none, and nothing is left', async () => {
  const controller = new AbortController();
  const { clock, askedAt, options, wait } = setUp(PENDING);
  const waiting = wait({ signal: controller.signal, correlationId: 'c-1' }).catch((error: unknown) => error);
  await clock.advance(500);
  controller.abort();
  expect(await waiting).toMatchObject({ code: 'ABORTED', effect: 'none' });
  expect([askedAt, clock.pendingTimers]).toEqual([[0], 0]);
  expect(options[0]).toMatchObject({ signal: controller.signal, correlationId: 'c-1' });
});
