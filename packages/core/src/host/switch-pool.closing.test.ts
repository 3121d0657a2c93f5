import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { parseBrandId } from '../switch/request-schemas.ts';
import { setUp, turn } from './switch-pool.test.fixture.ts';
import { ACME, rejectionOf, switchErrorOf } from './vendor.test.fixture.ts';

describe('removing a brand', () => {
  test('closes its switch and forgets it', async () => {
    const { pool, events, binding } = setUp();
    pool.bind(ACME, binding('a'));
    await pool.get(ACME);
    await pool.unbind(ACME);
    expect([events, pool.openCount, pool.has(ACME)]).toEqual([['open a', 'close a'], 0, false]);
    expect(await switchErrorOf(pool.get(ACME))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  });

  test('while its switch is being opened: it is closed as soon as it is there, and whoever waited is told', async () => {
    const opening = Promise.withResolvers<void>();
    const { pool, events, binding } = setUp({ open: () => opening.promise });
    pool.bind(ACME, binding('a'));
    const waiting = switchErrorOf(pool.get(ACME));
    await turn();
    await pool.unbind(ACME);
    opening.resolve();
    expect(await waiting).toMatchObject({ code: 'ARGUMENT_INVALID' });
    await turn();
    expect([events, pool.openCount]).toEqual([['open a', 'close a'], 0]);
  });

  test('whose switch fails to close is told to the log, not to whoever removes it', async () => {
    const { pool, logger, binding } = setUp({ vendor: () => ({ close: () => Promise.reject(new Error('stuck')) }) });
    pool.bind(ACME, binding('a'));
    await pool.get(ACME);
    await pool.unbind(ACME);
    const error: unknown = expect.stringMatching(/stuck/);
    expect(logger.at('error')).toMatchObject([{ message: 'a switch did not close', fields: { error } }]);
  });
});

describe('closing', () => {
  const [one, two, three] = ['one', 'two', 'three'].map(parseBrandId);

  test('goes in reverse order of opening, each independently; failures come together at the end', async () => {
    const { pool, events, binding } = setUp({
      vendor: (label) => (label === '2' ? { close: () => Promise.reject(new SwitchError('UPSTREAM_FAILED', {})) } : {}),
    });
    for (const [brand, label] of [
      [one, '1'],
      [two, '2'],
      [three, '3'],
    ] as const) {
      if (brand === undefined) continue;
      pool.bind(brand, binding(label));
      await pool.get(brand);
    }
    const failure = await rejectionOf(pool.close());
    expect(failure).toBeInstanceOf(AggregateError);
    expect(failure).toMatchObject({ message: '1 of 3 switches did not close.', errors: [{ code: 'UPSTREAM_FAILED' }] });
    expect(events.slice(3)).toEqual(['close 3', 'close 1']);
    expect(pool.openCount).toBe(0);
  });

  test('a switch that was opened anew counts as opened last', async () => {
    const { pool, events, binding } = setUp();
    for (const [brand, label] of [
      ['one', '1'],
      ['two', '2'],
      ['one', '3'],
    ] as const) {
      pool.bind(parseBrandId(brand), binding(label));
      await pool.get(parseBrandId(brand));
    }
    await turn();
    await pool.close();
    expect(events.slice(3)).toEqual(['close 1', 'close 3', 'close 2']);
  });

  test('waits for those that are being opened, which are closed as soon as they are there', async () => {
    const opening = Promise.withResolvers<void>();
    const { pool, events, binding } = setUp({ open: () => opening.promise });
    pool.bind(ACME, binding('a'));
    const waiting = switchErrorOf(pool.get(ACME));
    const closing = pool.close().then(() => events.push('closed'));
    await turn();
    opening.resolve();
    await closing;
    expect(events).toEqual(['open a', 'close a', 'closed']);
    expect(await waiting).toMatchObject({ code: 'CLOSED' });
  });

  test('waits for those that were replaced and have not closed yet', async () => {
    const slow = Promise.withResolvers<void>();
    const { pool, events, binding } = setUp({ vendor: (label) => (label === 'a' ? { close: () => slow.promise } : {}) });
    pool.bind(ACME, binding('a'));
    await pool.get(ACME);
    pool.bind(ACME, binding('b'));
    await pool.get(ACME);
    const closing = pool.close().then(() => events.push('closed'));
    await turn();
    events.push('a is closed');
    slow.resolve();
    await closing;
    expect(events).toEqual(['open a', 'open b', 'close b', 'a is closed', 'closed']);
  });

  test('does not wait for ever for one that hangs', async () => {
    const { pool, clock, binding } = setUp({ vendor: () => ({ close: () => new Promise(() => {}) }) });
    pool.bind(ACME, binding('a'));
    await pool.get(ACME);
    const closing = rejectionOf(pool.close());
    await clock.advance(15_000);
    const message: unknown = expect.stringMatching(/did not close in time/);
    expect(await closing).toMatchObject({ errors: [{ code: 'TIMED_OUT', message }] });
    expect(clock.pendingTimers).toBe(0);
  });

  test('does not wait for ever for one that hangs while it opens', async () => {
    const { pool, clock, binding } = setUp({ open: () => new Promise(() => {}) });
    pool.bind(ACME, binding('a'));
    const waiting = rejectionOf(pool.get(ACME));
    const closing = pool.close();
    await clock.advance(30_000);
    await closing;
    expect(await waiting).toMatchObject({ code: 'TIMED_OUT' });
  });

  test('forgets every brand, and refuses new uses and new brands as CLOSED', async () => {
    const { pool, binding } = setUp();
    pool.bind(ACME, binding('a'));
    await pool.close();
    expect(pool.has(ACME)).toBe(false);
    const message: unknown = expect.stringMatching(/host is closed/);
    expect(await switchErrorOf(pool.get(ACME))).toMatchObject({ code: 'CLOSED', message });
    expect(() => pool.bind(ACME, binding('b'))).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  });
});
