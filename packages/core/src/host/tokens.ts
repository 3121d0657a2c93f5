import type { ServiceIdentifier } from 'inversify';
import type { HttpTransport } from '../http/http-transport.ts';
import type { NetworkPolicy } from '../http/network-policy.ts';
import type { OriginLimits } from '../http/origin-limits.ts';
import type { RetryPolicy } from '../http/retry-policy.ts';
import type { PluginLoader } from '../plugin/plugin-loader.ts';
import type { PluginRegistry } from '../plugin/plugin-registry.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { DeliveryLedger, ScreenPopChannel } from '../screen-pop/screen-pop-ports.ts';
import type { DialGuard } from './dial-guard.ts';
import type { SwitchHost } from './switch-host.ts';
import type { SwitchPool } from './switch-pool.ts';

/** What a platform with an inversify container of its own may take from it, or rebind. */
export interface Tokens {
  readonly clock: ServiceIdentifier<Clock>;
  readonly deliveryLedger: ServiceIdentifier<DeliveryLedger>;
  readonly dialGuard: ServiceIdentifier<DialGuard>;
  readonly host: ServiceIdentifier<SwitchHost>;
  readonly loader: ServiceIdentifier<PluginLoader>;
  readonly logger: ServiceIdentifier<Logger>;
  readonly network: ServiceIdentifier<NetworkPolicy>;
  /** `off` lets every request through. */
  readonly originLimits: ServiceIdentifier<OriginLimits | 'off'>;
  readonly pool: ServiceIdentifier<SwitchPool>;
  readonly registry: ServiceIdentifier<PluginRegistry>;
  readonly retry: ServiceIdentifier<RetryPolicy>;
  readonly screenPopChannel: ServiceIdentifier<ScreenPopChannel>;
  readonly telemetry: ServiceIdentifier<Telemetry>;
  readonly transport: ServiceIdentifier<HttpTransport>;
}

const token = (name: string): symbol => Symbol.for(`@elasticfunnels/switch-core/${name}`);

/** `Symbol.for`, never classes: two copies of this package agree on them. */
export const TOKENS: Tokens = {
  clock: token('clock'),
  deliveryLedger: token('deliveryLedger'),
  dialGuard: token('dialGuard'),
  host: token('host'),
  loader: token('loader'),
  logger: token('logger'),
  network: token('network'),
  originLimits: token('originLimits'),
  pool: token('pool'),
  registry: token('registry'),
  retry: token('retry'),
  screenPopChannel: token('screenPopChannel'),
  telemetry: token('telemetry'),
  transport: token('transport'),
};
