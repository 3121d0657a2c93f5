import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { Deadline } from '../runtime/interruption.ts';
import { type FullOptions, fillInOptions } from './operation-options.ts';

const clock = new FakeClock();
const fill = (given: object = {}, idempotencyKey?: string): FullOptions =>
  fillInOptions(given, { correlationId: 'correlation', idempotencyKey, deadline: new Deadline(clock, 1_000) });

test('the deadline is what is left at the moment of reading', async () => {
  const options = fill();
  await clock.advance(300);
  expect(options.deadlineMs).toBe(700);
  await clock.advance(2_000);
  expect(options.deadlineMs).toBe(0);
});

test('a driver may spread them: nothing is lost, and the deadline is that of the moment', async () => {
  const { signal } = new AbortController();
  const options = fill({ signal, of: 'the platform' }, 'key');
  await clock.advance(300);
  const spread = { ...options };
  await clock.advance(300);
  const key = { idempotencyKey: 'key', idempotencyKeyIsNew: true };
  expect(spread).toEqual({ signal, of: 'the platform', correlationId: 'correlation', ...key, deadlineMs: 700 });
});

test("what is filled in comes before the caller's, and one operation's is not another's", async () => {
  const first = fill({ correlationId: 'asked', deadlineMs: 5, idempotencyKey: 'key' });
  await clock.advance(100);
  const second = fill();
  expect([first.deadlineMs, second.deadlineMs]).toEqual([900, 1_000]);
  expect(first).toMatchObject({ correlationId: 'correlation', idempotencyKey: 'key' });
  expect('idempotencyKey' in second).toBe(false);
  expect('signal' in second).toBe(false);
});

test('a key is new only if the host made it, whatever its caller says', () => {
  expect(fill({}, 'made').idempotencyKeyIsNew).toBe(true);
  expect(fill({ idempotencyKey: 'brought', idempotencyKeyIsNew: true }, 'brought').idempotencyKeyIsNew).toBeUndefined();
  expect('idempotencyKeyIsNew' in fill()).toBe(false);
});
