import { Deadline, SwitchError } from '@elasticfunnels/switch-core';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { broken, type Check, holds } from './check.ts';
import { Examination } from './examination.ts';

const CONNECT = { name: 'connect', title: 'Connect /' } as const;

function examine(wholeMs = 10_000) {
  const clock = new FakeClock();
  const controller = new AbortController();
  const told: (string | Check)[] = [];
  const progress = {
    started: (title: string) => void told.push(title),
    finished: (check: Check) => void told.push(check),
    flush: () => {},
  };
  const deadline = new Deadline(clock, wholeMs);
  const examination = new Examination({ clock, signal: controller.signal, waitMs: 5_000, deadline, progress });
  return { clock, controller, told, examination };
}

describe('an examination', () => {
  test('keeps and tells what a service says on one line, without what moves a cursor', async () => {
    const { examination, told } = examine();
    const said = '\u001B[31mred\r\n  next\u009B\u202E';
    const shown = '\\u{1b}[31mred next\\u{9b}\\u{202e}';
    await examination.check({ ...CONNECT, title: said }, async () => broken(said, { next: said, details: [said, 'plain'] }));
    const kept = { title: shown, found: shown, next: shown, details: [shown, 'plain'] };
    expect(examination.checks).toMatchObject([kept]);
    expect(told).toMatchObject([shown, kept]);
  });

  test('is whole when every check was made, whatever was not asked for', async () => {
    const { examination, clock } = examine();
    await examination.check(CONNECT, async () => holds('HTTP 200'));
    await clock.advance(20_000);
    expect(examination.skip({ name: 'dial', title: 'Test call' }, 'nothing is dialled').found).toBe('nothing is dialled');
    expect(examination.cutShort).toBeUndefined();
  });

  test('is cut short by its time once a check is left out for that', async () => {
    const { examination, clock } = examine();
    await clock.advance(10_000);
    const { status } = await examination.check(CONNECT, async () => holds('HTTP 200'));
    expect({ status, cutShort: examination.cutShort }).toEqual({ status: 'not_checked', cutShort: 'out_of_time' });
  });

  test('is cut short by whoever interrupts it, and then leaves out all that is left', async () => {
    const { examination, controller } = examine();
    const { found } = await examination.check(CONNECT, async () => {
      controller.abort();
      throw new SwitchError('ABORTED', {});
    });
    expect({ found, cutShort: examination.cutShort }).toEqual({ found: 'given up', cutShort: 'interrupted' });
    expect(examination.skip({ name: 'dial', title: 'Test call' }, 'nothing is dialled').found).toBe('given up');
  });
});
