import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { PUBLIC_HTTPS_ONLY } from '../http/network-policy.ts';
import { DEFAULT_RETRY } from '../http/retry-policy.ts';
import { UndiciTransport } from '../http/undici-transport.ts';
import type { SwitchPlugin } from '../plugin/define-plugin.ts';
import { openTelemetry } from '../runtime/telemetry.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import { parseBrandId } from '../switch/request-schemas.ts';
import { InProcessDialGuard } from './dial-guard.ts';
import { type BrandBinding, switchFactory } from './open-switch.ts';
import { SwitchPool } from './switch-pool.ts';
import { ACME, CALL, DIAL, rejectionOf, switchErrorOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A pool over a vendor whose switches say when they open and close. */
function setUp(
  behaviour: {
    open?: (label: string) => Promise<void> | void;
    vendor?: (label: string) => Partial<OperationsWith<Capability>>;
  } = {},
) {
  const events: string[] = [];
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const plugin: SwitchPlugin = vendorPlugin(async ({ label }) => {
    await behaviour.open?.(label);
    events.push(`open ${label}`);
    return vendorSwitch({
      close: async () => {
        events.push(`close ${label}`);
      },
      ...behaviour.vendor?.(label),
    });
  });
  const shared = {
    transport: new UndiciTransport(),
    network: PUBLIC_HTTPS_ONLY,
    retry: DEFAULT_RETRY,
    telemetry: openTelemetry(),
  };
  const pool = new SwitchPool(switchFactory({ ...shared, clock, logger, dialGuard: new InProcessDialGuard(clock) }), {
    clock,
    logger,
  });
  const binding = (label: string): BrandBinding => ({ plugin, configured: plugin.configure({ label }) });
  return { pool, events, clock, logger, binding };
}

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
    expect(await failure).toMatchObject({ code: 'TIMED_OUT', effect: 'none', plugin: 'vendor', brand: 'acme' });
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
    expect(failure).toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(failure.message).toContain('nobody');
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
    expect(logger.at('error')).toMatchObject([{ message: 'a switch did not close' }]);
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

  test('does not wait for ever for one that hangs', async () => {
    const { pool, clock, binding } = setUp({ vendor: () => ({ close: () => new Promise(() => {}) }) });
    pool.bind(ACME, binding('a'));
    await pool.get(ACME);
    const closing = rejectionOf(pool.close());
    await clock.advance(15_000);
    expect(await closing).toMatchObject({ errors: [{ code: 'TIMED_OUT' }] });
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

  test('refuses new uses and new brands as CLOSED', async () => {
    const { pool, binding } = setUp();
    pool.bind(ACME, binding('a'));
    await pool.close();
    expect(await switchErrorOf(pool.get(ACME))).toMatchObject({ code: 'CLOSED' });
    expect(() => pool.bind(ACME, binding('b'))).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  });
});
