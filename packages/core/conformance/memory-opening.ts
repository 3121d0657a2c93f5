import { fail } from 'node:assert/strict';
import {
  type Capability,
  createSwitchHost,
  type OperationsWith,
  type PhoneSwitch,
  parseBrandId,
  silentLogger,
  type SwitchPlugin,
  type SwitchServices,
  systemClock,
} from '@elasticfunnels/switch-core';
import { delegateTo } from './delegation.ts';

/** An open switch, and what closes all that was opened for it. */
export interface OpenedSwitch {
  readonly phone: PhoneSwitch<Capability>;
  readonly close: () => Promise<void>;
}

const BRAND = 'conformance';

/** The switch as a host hands it out. */
export async function openBehindHost(plugin: SwitchPlugin, config: unknown): Promise<OpenedSwitch> {
  const host = createSwitchHost();
  host.register(plugin);
  host.setBrand(BRAND, { plugin: plugin.id, config });
  const phone = await host.phoneSwitch(BRAND);
  assertWhole(phone);
  return { phone, close: () => host.close() };
}

/** The driver alone, with as little around it as makes it a `PhoneSwitch`. */
export async function openBare(plugin: SwitchPlugin, config: unknown): Promise<OpenedSwitch> {
  const driver = await plugin.configure(config).open(WITHOUT_NETWORK);
  assertWhole(driver);
  return { phone: { ...delegateTo(driver), capabilities: plugin.capabilities }, close: async () => {} };
}

const WITHOUT_NETWORK: SwitchServices = {
  brandId: parseBrandId(BRAND),
  clock: systemClock,
  logger: silentLogger,
  http: () => fail('The in-memory switch has no business with a network.'),
  parseRecordingUrl: (text) => new URL(text),
};

/** The same plugin, with something in place of its driver. */
export function withDriver(
  plugin: SwitchPlugin,
  replace: (driver: OperationsWith<Capability>) => OperationsWith<Capability>,
): SwitchPlugin {
  return {
    ...plugin,
    configure(input) {
      const configured = plugin.configure(input);
      return {
        ...configured,
        async open(services) {
          const driver = await configured.open(services);
          assertWhole(driver);
          return replace(driver);
        },
      };
    },
  };
}

function assertWhole<T extends OperationsWith>(driver: T): asserts driver is T & OperationsWith<Capability> {
  if (!('getAgentStatus' in driver && 'findCall' in driver))
    fail('The in-memory driver must have the methods of every capability.');
}
