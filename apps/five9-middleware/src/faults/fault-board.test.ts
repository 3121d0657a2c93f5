import { describe, expect, test } from 'vitest';
import { FaultBoard } from './fault-board.ts';

describe('FaultBoard', () => {
  test('strikes what the catalogue says, until it is switched off', () => {
    const faults = new FaultBoard();
    faults.switchOn('reset-after-dial');
    expect(faults.take('hangup', 'after')).toBeUndefined();
    expect(faults.take('makeCall', 'before')).toBeUndefined();
    expect(faults.take('makeCall', 'after')?.name).toBe('reset-after-dial');
    faults.switchOff('reset-after-dial');
    expect(faults.take('makeCall', 'after')).toBeUndefined();
    expect(faults.occurrences('reset-after-dial')).toBe(1);
  });

  test('strikes as often as it was told to', () => {
    const faults = new FaultBoard();
    faults.switchOn('error-503', { operation: 'hangup', times: 2 });
    expect(faults.take('makeCall', 'before')).toBeUndefined();
    expect(faults.take('hangup', 'before')?.remaining).toBe(2);
    expect(faults.list()).toMatchObject([{ name: 'error-503', targets: ['hangup'], remaining: 1 }]);
    faults.take('hangup', 'before');
    expect(faults.list()).toEqual([]);
  });

  test('takes the fault that was switched on first', () => {
    const faults = new FaultBoard();
    faults.switchOn('rate-limited', { times: 1 });
    faults.switchOn('error-503', { times: 1 });
    expect(faults.take('makeCall', 'before')?.name).toBe('rate-limited');
    expect(faults.take('makeCall', 'before')?.name).toBe('error-503');
  });

  test('switches all off', () => {
    const faults = new FaultBoard();
    faults.switchOn('drip');
    faults.switchOn('late-webhook', { delayMs: 7 });
    faults.switchOff();
    expect(faults.list()).toEqual([]);
  });

  test('refuses limits and targets that make no sense', () => {
    const faults = new FaultBoard();
    expect(() => faults.switchOn('drip', { times: 0 })).toThrow(RangeError);
    expect(() => faults.switchOn('drip', { delayMs: Number.NaN })).toThrow(RangeError);
    expect(() => faults.switchOn('drip', { operation: 'screenPop' })).toThrow('drip cannot strike screenPop');
    expect(() => faults.switchOn('late-webhook', { operation: 'makeCall' })).toThrow(RangeError);
  });
});
