import type { BrandId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { AddressGuard } from '../http/address-guard.ts';
import { RepeatingHttpClient } from '../http/http-client.ts';
import type { HttpTransport } from '../http/http-transport.ts';
import type { NetworkPolicy } from '../http/network-policy.ts';
import { parseRecordingUrl } from '../http/recording-url.ts';
import type { RetryPolicy } from '../http/retry-policy.ts';
import type { ConfiguredPlugin, SwitchPlugin, SwitchServices } from '../plugin/define-plugin.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { CAPABILITY_METHODS, type Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import type { DialGuard } from './dial-guard.ts';
import { GuardedSwitch } from './guarded-switch.ts';
import { OperationWatch } from './operation-watch.ts';

/** What every brand's switch shares. */
export interface SharedServices {
  readonly transport: HttpTransport;
  readonly network: NetworkPolicy;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly dialGuard: DialGuard;
}

/** What a brand has chosen: a plugin, and a configuration that the plugin has validated. */
export interface BrandBinding {
  readonly plugin: SwitchPlugin;
  readonly configured: ConfiguredPlugin;
}

/** Opens a brand's switch: a plain factory, as a container of its own per brand would cost a hundred times more. */
export type OpenSwitch = (brandId: BrandId, binding: BrandBinding) => Promise<GuardedSwitch>;

/** The factory of switches over what they share. */
export function switchFactory(shared: SharedServices): OpenSwitch {
  const guard = new AddressGuard(shared.network);
  return async (brandId, { plugin, configured }) => {
    const { clock, logger } = shared;
    const services: SwitchServices = {
      brandId,
      clock,
      logger,
      http: (target) => new RepeatingHttpClient(target, shared),
      parseRecordingUrl: (text) => parseRecordingUrl(text, guard),
    };
    const vendor = await openVendorSwitch(plugin, configured, services);
    assertComplete(vendor, plugin);
    const watch = new OperationWatch({ ...shared, brandId, pluginId: plugin.id });
    return new GuardedSwitch(vendor, { ...shared, ...services, capabilities: plugin.capabilities, watch });
  };
}

async function openVendorSwitch(
  plugin: SwitchPlugin,
  configured: ConfiguredPlugin,
  services: SwitchServices,
): Promise<OperationsWith> {
  try {
    return await configured.open(services);
  } catch (thrown) {
    const context = { plugin: plugin.id, brand: services.brandId };
    if (SwitchError.is(thrown)) throw SwitchError.retold(thrown, context);
    const message = `The plugin ${plugin.id} threw while it opened the brand's switch.`;
    throw new SwitchError('INTERNAL', {}, { ...context, message, effect: 'none', cause: thrown });
  }
}

const METHODS = ['connect', 'makeCall', 'hangupCall', 'transferCall', 'getCallRecordingUrl', 'close'];

// What the compiler guarantees to authors in TypeScript, for all the others.
function assertComplete(vendor: OperationsWith, plugin: SwitchPlugin): asserts vendor is OperationsWith<Capability> {
  const needed = [...METHODS, ...[...plugin.capabilities].flatMap((capability) => CAPABILITY_METHODS[capability] ?? [])];
  const missing = needed.find((name) => typeof Reflect.get(Object(vendor), name) !== 'function');
  if (missing === undefined) return;
  throw new SwitchError(
    'PLUGIN_INVALID',
    { plugin: plugin.id, reason: 'incomplete' },
    {
      message: `The switch of the plugin ${plugin.id} has no ${missing}().`,
    },
  );
}
