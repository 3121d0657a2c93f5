import {
  type Capability,
  definePlugin,
  type FieldMetadata,
  Secret,
  secretText,
  type SwitchPlugin,
} from '@elasticfunnels/switch-core';
import * as z from 'zod';
import { MemoryDials } from './memory-dials.ts';
import { MemoryPhoneSwitch } from './memory-phone-switch.ts';
import { MemoryWorld, type MemoryWorldOptions } from './memory-world.ts';

/** What the in-memory switch can do, and how it behaves where vendors differ. */
export interface MemorySwitchOptions extends MemoryWorldOptions {
  /** All three unless given. */
  readonly capabilities?: readonly Capability[];
}

/** A plugin, and the world that its driver talks to. */
export interface MemorySwitch {
  readonly plugin: SwitchPlugin;
  readonly world: MemoryWorld;
}

const ALL_CAPABILITIES: readonly Capability[] = ['transfer.attended', 'agent.status', 'call.status'];

const API_KEY_FIELD: FieldMetadata = {
  title: 'API key',
  description: 'Needed only where the world was made with one.',
  group: 'Credentials',
  secret: true,
};

const memoryConfig = z.strictObject({ api_key: secretText().optional().meta(API_KEY_FIELD) });

/**
 * The reference switch, whole in memory: no network, no files, and no waiting but for the clock of its host. Its
 * world is empty until somebody adds agents.
 *
 * @example
 * const { plugin, world } = createMemorySwitch();
 * world.setAgent('1001', 'ready');
 * host.register(plugin);
 * host.setBrand('acme', { plugin: 'memory', config: {} });
 */
export function createMemorySwitch(options: MemorySwitchOptions = {}): MemorySwitch {
  const { capabilities = ALL_CAPABILITIES, ...behaviour } = options;
  const world = new MemoryWorld(behaviour);
  const dials = new MemoryDials(world);
  const plugin = definePlugin({
    id: 'memory',
    displayName: 'In-memory switch',
    capabilities,
    config: memoryConfig,
    connect: ({ api_key: key }, { clock }) =>
      new MemoryPhoneSwitch({ world, dials, clock, capabilities: new Set(capabilities), authorised: isKeyOf(world, key) }),
  });
  return { plugin, world };
}

function isKeyOf({ options: { apiKey } }: MemoryWorld, key: Secret | undefined): boolean {
  return apiKey === undefined || new Secret(apiKey).fingerprint() === key?.fingerprint();
}
