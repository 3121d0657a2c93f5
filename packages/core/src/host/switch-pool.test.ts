import { describe, expect, test } from 'vitest';
import { parseBrandId } from '../switch/request-schemas.ts';
import { setUp, turn } from './switch-pool.test.fixture.ts';
import { ACME, CALL, DIAL, rejectionOf, switchErrorOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

describe('a brand’s switch', () => {
  test('is opened on first use and kept: concurrent first uses share one opening', async () => {
    const { pool, events, binding } = setUp({ open: turn });
    pool.bind(ACME, binding('a'));
    expect([events, pool.openCount]).toEqual([[], 0]);
    const phones = await Promise.all([pool.get(ACME), pool.get(ACME), pool.get(ACME)]);
    expect(new Set([...phones, await pool.get(ACME)]).size).toBe(1);
    expect([events, pool.openCount]).toEqual([['open a'], 1]);
  });

  test('that failed to open is not kept: the next use tries again', async () => {
    let tries = 0;
    const { pool, binding } = setUp({
      open: () => {
        tries += 1;
        if (tries === 1) throw new Error('no licence');
      },
    });
    pool.bind(ACME, binding('a'));
    const [first, second] = await Promise.all([rejectionOf(pool.get(ACME)), rejectionOf(pool.get(ACME))]);
    expect(first).toMatchObject({ code: 'INTERNAL', effect: 'none', plugin: 'vendor', brand: 'acme' });
    expect(second).toBe(first);
    await pool.get(ACME);
    expect([tries, pool.openCount]).toEqual([2, 1]);
  });

  test('whose plugin hangs while it opens is given up on, and closed should it come after all', async () => {
    const late = Promise.withResolvers<void>();
    const { pool, clock, events, binding } = setUp({ open: () => late.promise });
    pool.bind(ACME, binding('a'));
    const failure = switchErrorOf(pool.get(ACME));
    await clock.advance(30_000);
    const message: unknown = expect.stringMatching(/plugin vendor did not open/);
    expect(await failure).toMatchObject({ code: 'TIMED_OUT', effect: 'none', plugin: 'vendor', brand: 'acme', message });
    late.resolve();
    await turn();
    expect([events, pool.openCount, clock.pendingTimers]).toEqual([['open a', 'close a'], 0, 0]);
  });

  test('that lacks a method is refused as PLUGIN_INVALID, naming it', async () => {
    const plugin = vendorPlugin(() => {
      const incomplete = vendorSwitch();
      Reflect.deleteProperty(incomplete, 'hangupCall');
      return incomplete;
    });
    const { pool } = setUp();
    pool.bind(ACME, { plugin, configured: plugin.configure({ label: 'a' }) });
    const failure = await switchErrorOf(pool.get(ACME));
    expect(failure).toMatchObject({ code: 'PLUGIN_INVALID', details: { plugin: 'vendor', reason: 'incomplete' } });
    expect(failure.message).toContain('hangupCall');
  });

  test('that was closed by whoever it was handed to is opened anew', async () => {
    const { pool, events, binding } = setUp();
    pool.bind(ACME, binding('a'));
    await (await pool.get(ACME)).close();
    expect((await pool.get(ACME)).closed).toBe(false);
    expect(events).toEqual(['open a', 'close a', 'open a']);
  });

  test('of a brand that is not registered: ARGUMENT_INVALID that names the brand', async () => {
    const { pool } = setUp();
    const failure = await switchErrorOf(pool.get(parseBrandId('nobody')));
    const notRegistered: unknown = expect.stringMatching(/is not registered/);
    expect(failure).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: expect.stringContaining('nobody') as unknown,
      details: { issues: [{ path: 'brand', message: notRegistered }] },
    });
  });
});

describe('a changed configuration', () => {
  test('opens the new switch before it closes the old', async () => {
    const { pool, events, binding } = setUp();
    pool.bind(ACME, binding('a'));
    const before = await pool.get(ACME);
    pool.bind(ACME, binding('b'));
    const after = await pool.get(ACME);
    await turn();
    expect(after).not.toBe(before);
    expect([events, pool.openCount]).toEqual([['open a', 'open b', 'close a'], 1]);
  });

  test('that is the same as before keeps the switch', async () => {
    const { pool, events, binding } = setUp();
    pool.bind(ACME, binding('a'));
    const before = await pool.get(ACME);
    pool.bind(ACME, binding('a'));
    expect(await pool.get(ACME)).toBe(before);
    expect(events).toEqual(['open a']);
  });

  test('that does not open leaves the old switch open, and is tried again', async () => {
    const { pool, events, binding } = setUp({ open: (label) => (label === 'bad' ? Promise.reject(new Error('no')) : undefined) });
    pool.bind(ACME, binding('a'));
    await pool.get(ACME);
    pool.bind(ACME, binding('bad'));
    await rejectionOf(pool.get(ACME));
    expect([events, pool.openCount]).toEqual([['open a'], 1]);
    pool.bind(ACME, binding('c'));
    await pool.get(ACME);
    await turn();
    expect(events).toEqual(['open a', 'open c', 'close a']);
  });

  test('while a switch is being opened: whoever waits gets the one of the new configuration', async () => {
    const opening = Promise.withResolvers<void>();
    const { pool, events, binding } = setUp({ open: (label) => (label === 'a' ? opening.promise : undefined) });
    pool.bind(ACME, binding('a'));
    const waiting = pool.get(ACME);
    await turn();
    pool.bind(ACME, binding('b'));
    const direct = await pool.get(ACME);
    opening.resolve();
    expect(await waiting).toBe(direct);
    await turn();
    expect([events, pool.openCount]).toEqual([['open b', 'open a', 'close a'], 1]);
  });

  test('while a switch is being opened: the new one is opened once, also when the old one comes in between', async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { pool, events, binding } = setUp({ open: (label) => (label === 'a' ? first.promise : second.promise) });
    pool.bind(ACME, binding('a'));
    const waiting = [pool.get(ACME)];
    pool.bind(ACME, binding('b'));
    waiting.push(pool.get(ACME));
    first.resolve();
    await turn();
    waiting.push(pool.get(ACME));
    second.resolve();
    expect(new Set(await Promise.all(waiting)).size).toBe(1);
    await turn();
    expect(events).toEqual(['open a', 'close a', 'open b']);
  });

  test('lets what is under way on the old switch finish there', async () => {
    const dialling = Promise.withResolvers<void>();
    const { pool, events, binding } = setUp({
      vendor: (label) => ({
        makeCall: async () => {
          await dialling.promise;
          events.push(`dialled on ${label}`);
          return { status: 'placed', call: CALL };
        },
      }),
    });
    pool.bind(ACME, binding('a'));
    const call = (await pool.get(ACME)).makeCall(DIAL);
    pool.bind(ACME, binding('b'));
    await pool.get(ACME);
    await turn();
    const closing = pool.close();
    await turn();
    expect(events).not.toContain('close a');
    dialling.resolve();
    expect(await call).toMatchObject({ status: 'placed' });
    await closing;
    expect(events.indexOf('close a')).toBeGreaterThan(events.indexOf('dialled on a'));
  });
});
