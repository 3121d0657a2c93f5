import { ManualClock } from '@elasticfunnels/five9-middleware';
import { describe, expect, test } from 'vitest';
import { DiallerTime } from '../clock/dialler-time.ts';
import { Authentication } from './authentication.ts';

function create(): { clock: ManualClock; check: (pass: string, remember?: boolean) => string } {
  const clock = new ManualClock();
  const authentication = new Authentication({ user: 'apiuser', pass: 'right' }, new DiallerTime(clock, -5));
  return { clock, check: (pass, remember = true) => authentication.check('apiuser', pass, remember) };
}

describe('Authentication', () => {
  test('locks the right password out as well after ten failures, for fifteen minutes', async () => {
    const { clock, check } = create();
    for (let attempt = 0; attempt < 10; attempt += 1) expect(check('wrong')).toBe('BAD');
    expect([check('wrong'), check('right')]).toEqual(['LOCK', 'LOCK']);
    await clock.advance(901_000);
    expect(check('right')).toBe('GOOD');
  });

  test('forgets failures after a good look at the Non-Agent API, not after one at the Agent API', () => {
    const { check } = create();
    for (let attempt = 0; attempt < 9; attempt += 1) check('wrong');
    expect(check('right', false)).toBe('GOOD');
    expect([check('wrong'), check('right')]).toEqual(['BAD', 'LOCK']);
    const other = create();
    for (let attempt = 0; attempt < 9; attempt += 1) other.check('wrong');
    expect(other.check('right', true)).toBe('GOOD');
    expect([other.check('wrong'), other.check('right')]).toEqual(['BAD', 'GOOD']);
  });

  test('counts nothing for a user whom nobody knows', () => {
    const authentication = new Authentication({ user: 'apiuser', pass: 'right' }, new DiallerTime(new ManualClock(), 0));
    for (let attempt = 0; attempt < 20; attempt += 1) expect(authentication.check('ghost', 'right', true)).toBe('BAD');
    expect(authentication.check('apiuser', 'right', true)).toBe('GOOD');
  });
});
