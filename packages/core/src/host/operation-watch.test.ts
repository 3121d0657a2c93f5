import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import type { DiagnosticEvents } from '../runtime/diagnostics.ts';
import { openTelemetry, type OperationEnd, type Telemetry } from '../runtime/telemetry.ts';
import { createSwitchHost } from './create-switch-host.ts';
import { OperationWatch } from './operation-watch.ts';
import { ACME, CALL, DIAL, rejectionOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function eventsOf(name: keyof DiagnosticEvents): unknown[] {
  const events: unknown[] = [];
  const record = (event: unknown): void => void events.push(event);
  subscribe(name, record);
  stops.push(() => unsubscribe(name, record));
  return events;
}

test('subscribers of phone-switch.operation learn how each operation ended', async () => {
  const events = eventsOf('phone-switch.operation');
  const clock = new FakeClock();
  await using host = createSwitchHost({ clock });
  host.register(
    vendorPlugin(() =>
      vendorSwitch({
        hangupCall: () => new Promise((_resolve, reject) => void clock.setTimer(250, () => reject(new Error('bug')))),
      }),
    ),
  );
  host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
  const phone = await host.phoneSwitch('acme');
  await phone.connect({ correlationId: 'c-1' });
  const failing = rejectionOf(phone.hangupCall(CALL, { correlationId: 'c-2' }));
  await clock.advance(250);
  await failing;
  const common = { brand: 'acme', plugin: 'vendor' };
  expect(events).toEqual([
    { ...common, operation: 'connect', correlationId: 'c-1', outcome: 'verified', failed: false, durationMs: 0 },
    { ...common, operation: 'hangupCall', correlationId: 'c-2', outcome: 'INTERNAL', failed: true, durationMs: 250 },
  ]);
});

describe('telemetry learns of each operation', () => {
  interface Seen {
    readonly operation: string;
    readonly attributes: Readonly<Record<string, string>>;
    end?: OperationEnd;
  }

  function watch(clock: Clock): { readonly operations: OperationWatch; readonly seen: readonly Seen[] } {
    const seen: Seen[] = [];
    const telemetry: Telemetry = {
      ...openTelemetry(),
      start: (operation, attributes) => {
        const observed: Seen = { operation, attributes };
        seen.push(observed);
        return { run: (work) => work(), end: (end) => void (observed.end = end) };
      },
    };
    const services = { brandId: ACME, pluginId: 'vendor', clock, logger: new RecordingLogger(), telemetry };
    return { operations: new OperationWatch(services), seen };
  }

  test('whose it was, how it ended, with which effect, and how long it took', async () => {
    const clock = new FakeClock();
    await clock.advance(60_000);
    const { operations, seen } = watch(clock);
    const failing = operations.begin('makeCall', 'c-1');
    await clock.advance(250);
    failing.fail(new SwitchError('AGENT_NOT_READY', {}));
    operations.begin('transferCall', 'c-2').succeed({ status: 'transferred' });
    const attributes = { 'phone_switch.brand': 'acme', 'phone_switch.plugin': 'vendor' };
    expect(seen).toEqual([
      {
        operation: 'makeCall',
        attributes,
        end: { outcome: 'AGENT_NOT_READY', failed: true, effect: 'none', durationMs: 250 },
      },
      { operation: 'transferCall', attributes, end: { outcome: 'transferred', failed: false, durationMs: 0 } },
    ]);
  });

  test.each([
    ['a status', { status: 'already_ended' }, 'already_ended'],
    ["an agent's state", { state: 'wrap_up' }, 'wrap_up'],
    ['a call that was found', CALL, 'done'],
    ['no call', undefined, 'done'],
    ['what is no text', { ...CALL, status: 7 }, 'done'],
  ])('that ended with %s', (_what, result, outcome) => {
    const { operations, seen } = watch(new FakeClock());
    operations.begin('findCall', 'c-1').succeed(result);
    expect(seen).toMatchObject([{ end: { outcome, failed: false } }]);
  });
});

test('subscribers of phone-switch.dial-joined learn of a dial that rang nobody, with its number masked', async () => {
  const events = eventsOf('phone-switch.dial-joined');
  const logger = new RecordingLogger();
  let rings = 0;
  await using host = createSwitchHost({ logger });
  host.register(
    vendorPlugin(() =>
      vendorSwitch({
        makeCall: async () => {
          rings += 1;
          return { status: 'placed', call: CALL };
        },
      }),
    ),
  );
  host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
  const phone = await host.phoneSwitch('acme');
  const [first, second] = await Promise.all([phone.makeCall(DIAL), phone.makeCall(DIAL)]);
  expect([first, second]).toEqual([
    { status: 'placed', call: CALL },
    { status: 'placed', call: CALL, replayed: true },
  ]);
  expect(rings).toBe(1);
  expect(events).toEqual([{ brand: 'acme', agentExtension: '1001', destination: '+1•••••4567' }]);
  expect(logger.text()).not.toContain('5550004567');
});

test('a dial rings again at once after the call was hung up', async () => {
  let rings = 0;
  await using host = createSwitchHost();
  host.register(
    vendorPlugin(() =>
      vendorSwitch({
        makeCall: async () => {
          rings += 1;
          return { status: 'placed', call: CALL };
        },
      }),
    ),
  );
  host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
  const phone = await host.phoneSwitch('acme');
  await phone.makeCall(DIAL);
  await phone.hangupCall(CALL);
  expect(await phone.makeCall(DIAL)).toEqual({ status: 'placed', call: CALL });
  expect(rings).toBe(2);
});
