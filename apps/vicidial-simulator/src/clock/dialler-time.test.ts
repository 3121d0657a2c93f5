import { ManualClock } from '@elasticfunnels/five9-middleware';
import { expect, test } from 'vitest';
import { makeCallId } from '../dialler/call.ts';
import { DiallerTime } from './dialler-time.ts';

test("dates are the server's local time, without an offset", () => {
  const time = new DiallerTime(new ManualClock(Date.UTC(2026, 0, 5, 2, 3, 4)), -5);
  expect(time.sqlDateTime()).toBe('2026-01-04 21:03:04');
  expect(time.fileDateTime()).toBe('20260104-210304');
  expect(time.timestamp()).toBe('2026-01-05T02:03:04.000Z');
});

test('a call id has twenty characters: its month lost a digit', () => {
  // M7152249180000855319 in CALLER_ID_NAME_CODES.txt: 15 July, 22:49:18, lead 855319.
  const time = new DiallerTime(new ManualClock(Date.UTC(2026, 6, 15, 22, 49, 18)), 0);
  expect(makeCallId('M', time.callerIdDate(), 855_319)).toBe('M7152249180000855319');
});

test('a closed dialler runs nothing more', async () => {
  const clock = new ManualClock();
  const time = new DiallerTime(clock, 0);
  time.schedule(1, () => expect.unreachable());
  time.close();
  time.schedule(1, () => expect.unreachable());
  await clock.advance(10);
  expect(clock.pending).toBe(0);
});
