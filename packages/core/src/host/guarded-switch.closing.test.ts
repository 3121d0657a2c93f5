import { describe, expect, test } from 'vitest';
import type { MakeCallResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { InProcessDialGuard } from './dial-guard.ts';
import { guard } from './guarded.test.fixture.ts';
import { DIAL, PLACED, rejectionOf, switchErrorOf } from './vendor.test.fixture.ts';

const gaveUp = new SwitchError('TIMED_OUT', {}, { effect: 'none' });

describe('closing refuses new operations, lets those under way finish, then closes', () => {
  /** A switch of which the first dial ends when the test says so. */
  function setUp() {
    const events: string[] = [];
    const first = Promise.withResolvers<MakeCallResult>();
    const { phone, clock } = guard({
      makeCall: () => {
        events.push('dial');
        return events.length === 1 ? first.promise : Promise.resolve(PLACED);
      },
      close: async () => void events.push('close'),
    });
    return { phone, clock, events, first };
  }

  test('a dial that waited for an identical one is not sent through a switch that is closed: it rang nobody', async () => {
    const { phone, clock, events, first } = setUp();
    const ends = [rejectionOf(phone.makeCall(DIAL)), rejectionOf(phone.makeCall(DIAL))];
    const closing = phone.close();
    await clock.advance(10_000);
    await closing;
    first.reject(gaveUp);
    expect(await Promise.all(ends)).toMatchObject([{ code: 'TIMED_OUT' }, { code: 'CLOSED', effect: 'none' }]);
    expect(events).toEqual(['dial', 'close']);
  });

  test('one that is through waiting before that is sent, as it was under way', async () => {
    const { phone, clock, events, first } = setUp();
    const ends = [rejectionOf(phone.makeCall(DIAL)), phone.makeCall(DIAL)];
    const closing = phone.close();
    await clock.advance(9_000);
    first.reject(gaveUp);
    expect(await Promise.all(ends)).toMatchObject([{ code: 'TIMED_OUT' }, PLACED]);
    await closing;
    expect(events).toEqual(['dial', 'dial', 'close']);
    expect(clock.pendingTimers).toBe(0);
  });
});

test('a dial that waited for one of a switch that is closed meanwhile is made by its own', async () => {
  const clock = new FakeClock();
  const dialGuard = new InProcessDialGuard(clock);
  const first = Promise.withResolvers<MakeCallResult>();
  const old = guard({ makeCall: () => first.promise }, { dialGuard });
  const present = guard({}, { dialGuard });
  const ends = [rejectionOf(old.phone.makeCall(DIAL)), rejectionOf(old.phone.makeCall(DIAL)), present.phone.makeCall(DIAL)];
  const closing = old.phone.close();
  await old.clock.advance(10_000);
  await closing;
  first.reject(gaveUp);
  expect(await Promise.all(ends)).toMatchObject([{ code: 'TIMED_OUT' }, { code: 'CLOSED', effect: 'none' }, PLACED]);
});

describe('closing a switch never waits for ever', () => {
  test('for a driver that never closes: TIMED_OUT, and no timer is left', async () => {
    const { phone, clock } = guard({ close: () => new Promise(() => {}) });
    const closing = switchErrorOf(phone.close());
    await clock.advance(14_999);
    expect(phone.closed).toBe(true);
    await clock.advance(1);
    const message: unknown = expect.stringMatching(/did not close in time/);
    expect(await closing).toMatchObject({ code: 'TIMED_OUT', brand: 'acme', message });
    expect(clock.pendingTimers).toBe(0);
  });

  test('also where an operation is under way that takes all the time that it is given', async () => {
    const { phone, clock } = guard({ makeCall: () => new Promise(() => {}), close: () => new Promise(() => {}) });
    const dial = rejectionOf(phone.makeCall(DIAL, { deadlineMs: 60_000 }));
    const closing = switchErrorOf(phone.close());
    await clock.advance(15_000);
    expect(await closing).toMatchObject({ code: 'TIMED_OUT' });
    await clock.advance(60_000);
    expect(await dial).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  test('and what the driver throws is told as it is, also where it throws before it returns a promise', async () => {
    const stuck = new Error('stuck');
    const drivers = [
      () => Promise.reject(stuck),
      () => {
        throw stuck;
      },
    ];
    for (const close of drivers) expect(await rejectionOf(guard({ close }).phone.close())).toBe(stuck);
  });
});
