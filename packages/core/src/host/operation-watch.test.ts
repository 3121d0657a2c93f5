import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { afterEach, expect, test } from 'vitest';
import type { DiagnosticEvents } from '../runtime/diagnostics.ts';
import { createSwitchHost } from './create-switch-host.ts';
import { CALL, DIAL, rejectionOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

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
