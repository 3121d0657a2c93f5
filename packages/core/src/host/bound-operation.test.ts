import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { type OperationBounds, OperationBound } from './bound-operation.ts';

const never = (): Promise<string> => new Promise(() => {});
const boundOperation = <T>(bounds: OperationBounds, work: () => Promise<T>): Promise<T> => new OperationBound(bounds).run(work);
/** An operator has to see that it was the driver that hung, and not the service that was slow. */
const ofTheDriver: unknown = expect.stringMatching(/driver did not settle/);

describe('every call settles within its deadline and 50 ms', () => {
  test('a driver that never settles is given up on', async () => {
    const clock = new FakeClock();
    const outcome = boundOperation({ clock, deadlineMs: 1_000 }, never).catch((error: unknown) => error);
    await clock.advance(1_050);
    expect(await outcome).toMatchObject({ code: 'TIMED_OUT', effect: 'unknown', message: ofTheDriver });
    expect(clock.pendingTimers).toBe(0);
  });

  test('a driver that does not mind the signal is given up on', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const outcome = boundOperation({ clock, deadlineMs: 60_000, signal: controller.signal }, never).catch(
      (error: unknown) => error,
    );
    controller.abort();
    await clock.advance(50);
    expect(await outcome).toMatchObject({ code: 'ABORTED', effect: 'unknown', message: ofTheDriver });
    expect(clock.pendingTimers).toBe(0);
  });

  test('a driver that minds its deadline has a moment to say precisely how it ended', async () => {
    const clock = new FakeClock();
    const precise = new SwitchError('TIMED_OUT', {}, { effect: 'none' });
    const outcome = boundOperation(
      { clock, deadlineMs: 1_000 },
      () =>
        new Promise((_resolve, reject) => {
          clock.setTimer(1_010, () => reject(precise));
        }),
    ).catch((error: unknown) => error);
    await clock.advance(1_050);
    expect(await outcome).toBe(precise);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('work around other work of the same operation has the same deadline', () => {
  test.each([
    ['when the work within is done', (): Promise<string> => Promise.resolve('done')],
    ['when the work within is given up on as well', never],
  ])('and is given up on %s', async (_when, work) => {
    const clock = new FakeClock();
    const bound = new OperationBound({ clock, deadlineMs: 1_000 });
    const outcome = bound.run(() => bound.run(work).then(never, never)).catch((error: unknown) => error);
    await clock.advance(500);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(550);
    expect(await outcome).toMatchObject({ code: 'TIMED_OUT', effect: 'unknown' });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a driver that settles leaves no timer behind', () => {
  test.each([
    ['with a result', () => Promise.resolve('done')],
    ['with an error', () => Promise.reject(new Error('no'))],
    [
      'by throwing before it returns a promise',
      (): Promise<string> => {
        throw new Error('no');
      },
    ],
  ])('%s', async (_name, work) => {
    const clock = new FakeClock();
    const outcome = await boundOperation({ clock, deadlineMs: 1_000 }, work).catch((error: Error) => error.message);
    expect(['done', 'no']).toContain(outcome);
    await Promise.resolve();
    expect(clock.pendingTimers).toBe(0);
  });
});
