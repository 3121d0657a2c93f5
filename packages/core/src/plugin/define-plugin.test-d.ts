import { expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import type { CapabilityOperations } from '../switch/capabilities.ts';
import type { SwitchOperations } from '../switch/phone-switch.ts';
import { definePlugin, type PluginDefinition, type SwitchPlugin, type SwitchServices } from './define-plugin.ts';

declare const base: SwitchOperations;
declare const status: CapabilityOperations['agent.status'];
declare const lookup: CapabilityOperations['call.status'];
const config = z.strictObject({ url: z.string(), retries: z.number().default(3) });
const common = { id: 'acme', displayName: 'Acme', config } as const;

test('a plugin that implements what it declares compiles, and its configuration is typed', () => {
  const plugin = definePlugin({
    ...common,
    capabilities: ['agent.status', 'call.status', 'transfer.attended'],
    connect: (settings, services) => {
      expectTypeOf(settings).toEqualTypeOf<{ url: string; retries: number }>();
      expectTypeOf(services).toEqualTypeOf<SwitchServices>();
      return { ...base, ...status, ...lookup };
    },
  });
  expectTypeOf(plugin).toEqualTypeOf<SwitchPlugin>();
});

test('so does one without capabilities, and one that opens asynchronously', () => {
  definePlugin({ ...common, capabilities: [], connect: () => base });
  definePlugin({ ...common, capabilities: ['transfer.attended'], connect: async () => base });
});

test('a declared capability that is not implemented does not compile', () => {
  // @ts-expect-error getAgentStatus is missing
  definePlugin({ ...common, capabilities: ['agent.status'], connect: () => base });
  // @ts-expect-error findCall is missing
  definePlugin({ ...common, capabilities: ['agent.status', 'call.status'], connect: () => ({ ...base, ...status }) });
  // @ts-expect-error asynchronously neither
  definePlugin({ ...common, capabilities: ['call.status'], connect: async () => base });
});

test('nor does a capability that is none, or a switch that lacks one of the five operations', () => {
  // @ts-expect-error no such capability
  definePlugin({ ...common, capabilities: ['agent.telepathy'], connect: () => base });
  const { hangupCall: _hangupCall, ...incomplete } = base;
  // @ts-expect-error hangupCall is missing
  definePlugin({ ...common, capabilities: [], connect: () => incomplete });
});

test('connect is a property and not a method: an unsound parameter does not compile', () => {
  // @ts-expect-error the configuration has no port
  definePlugin({ ...common, capabilities: [], connect: (_settings: { port: number }) => base });
  expectTypeOf<PluginDefinition<{ url: string }, never>['connect']>().parameter(0).toEqualTypeOf<{ url: string }>();
});

test('plugins of all vendors are held alike', () => {
  const other = definePlugin({ ...common, config: z.strictObject({ key: z.string() }), capabilities: [], connect: () => base });
  const plugin = definePlugin({ ...common, capabilities: ['agent.status'], connect: () => ({ ...base, ...status }) });
  expectTypeOf([plugin, other]).toEqualTypeOf<SwitchPlugin[]>();
});
