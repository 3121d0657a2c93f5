import { ContainerModule, type ContainerModuleLoadOptions, type ServiceIdentifier } from 'inversify';
import { fairLookup } from '../http/fair-lookup.ts';
import type { HttpTransport } from '../http/http-transport.ts';
import { type NetworkPolicy, PUBLIC_HTTPS_ONLY } from '../http/network-policy.ts';
import { OriginGuardedTransport } from '../http/origin-guarded-transport.ts';
import { type OriginLimits, parseOriginLimits } from '../http/origin-limits.ts';
import { DEFAULT_RETRY, type RetryPolicy } from '../http/retry-policy.ts';
import { UndiciTransport } from '../http/undici-transport.ts';
import { PluginLoader, type PluginLoaderOptions } from '../plugin/plugin-loader.ts';
import { PluginRegistry } from '../plugin/plugin-registry.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { type Logger, silentLogger } from '../runtime/logger.ts';
import { quietLogger } from '../runtime/quiet-logger.ts';
import { quietTelemetry } from '../runtime/quiet-telemetry.ts';
import { openTelemetry, type Telemetry } from '../runtime/telemetry.ts';
import { InProcessDeliveryLedger } from '../screen-pop/channel/in-process-delivery-ledger.ts';
import { InProcessScreenPopChannel } from '../screen-pop/channel/in-process-screen-pop-channel.ts';
import type { DeliveryLedger, ScreenPopChannel } from '../screen-pop/screen-pop-ports.ts';
import { type DialGuard, InProcessDialGuard } from './dial-guard.ts';
import { checkHostOptions } from './host-options.ts';
import { HostScreenPops } from './host-screen-pops.ts';
import { switchFactory } from './open-switch.ts';
import { type Closable, PooledSwitchHost } from './switch-host.ts';
import { SwitchPool } from './switch-pool.ts';
import { TOKENS } from './tokens.ts';

/** Of this module alone: what a platform may take or rebind are the parts of it. */
const SCREEN_POPS: ServiceIdentifier<HostScreenPops> = Symbol('screenPops');
const GUARDED_TRANSPORT: ServiceIdentifier<HttpTransport> = Symbol('guardedTransport');
/** What the platform bound, except that nothing it throws changes what an operation comes to. */
const QUIET_LOGGER: ServiceIdentifier<Logger> = Symbol('quietLogger');
const QUIET_TELEMETRY: ServiceIdentifier<Telemetry> = Symbol('quietTelemetry');

/** How a host is set up; everything has a default. */
export interface SwitchHostOptions {
  /** The specifiers that `host.load` accepts. None by default. */
  readonly allowedPlugins?: readonly string[];
  /** Imports a plugin: `(specifier) => import(specifier)` from your own module, so that it resolves from there. */
  readonly importModule?: (specifier: string) => Promise<unknown>;
  /** Which addresses may be connected to. Public ones over https by default. */
  readonly network?: NetworkPolicy;
  /** A pino logger fits as it is. Silent by default. */
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly retry?: Partial<RetryPolicy>;
  /**
   * How much one origin may take, and when it is left alone for a while, so that one brand's dead middleware harms no
   * other brand; `off` leaves every origin to itself.
   */
  readonly originLimits?: Partial<OriginLimits> | 'off';
  /** Replace it by one with shared state when the platform runs on several nodes. */
  readonly dialGuard?: DialGuard;
  /** Replace it by one with shared state when the platform runs on several nodes; you close what you made. */
  readonly deliveryLedger?: DeliveryLedger;
  /** As above. */
  readonly screenPopChannel?: ScreenPopChannel;
  /** Replaces undici and with it the network policy's guard: for tests. */
  readonly transport?: HttpTransport;
}

/**
 * The framework as an inversify module, for a platform with a container of its own; every service can be rebound.
 *
 * @throws SwitchError `CONFIG_INVALID` with every option that is wrong, or that is none.
 * @example
 * container.load(phoneSwitchModule({ allowedPlugins }));
 * container.rebind(TOKENS.logger).toConstantValue(platformLogger);
 * const host = container.get(TOKENS.host);
 */
export function phoneSwitchModule(options: SwitchHostOptions = {}): ContainerModule {
  checkHostOptions(options);
  // Now, and not when a container loads it: it is this call that was wrong.
  const limits = options.originLimits === 'off' ? 'off' : parseOriginLimits(withoutAbsent(options.originLimits));
  return new ContainerModule(({ bind }) => {
    bindOptions(bind, options);
    bind(TOKENS.originLimits).toConstantValue(limits);
    bindTransport(bind, options);
    bindHost(bind, options);
    bind(TOKENS.dialGuard)
      .toResolvedValue((clock) => options.dialGuard ?? new InProcessDialGuard(clock), [TOKENS.clock])
      .inSingletonScope();
    bind(TOKENS.registry)
      .toResolvedValue(() => new PluginRegistry())
      .inSingletonScope();
    bind(TOKENS.loader)
      .toResolvedValue(
        (registry, clock) => new PluginLoader(registry, { ...loaderOptions(options), clock }),
        [TOKENS.registry, TOKENS.clock],
      )
      .inSingletonScope();
    bind(TOKENS.pool)
      .toResolvedValue(
        (transport, network, retry, clock, logger, telemetry, dialGuard) =>
          new SwitchPool(switchFactory({ transport, network, retry, clock, logger, telemetry, dialGuard }), { clock, logger }),
        [GUARDED_TRANSPORT, TOKENS.network, TOKENS.retry, TOKENS.clock, QUIET_LOGGER, QUIET_TELEMETRY, TOKENS.dialGuard],
      )
      .inSingletonScope();
  });
}

type Bind = ContainerModuleLoadOptions['bind'];

function bindOptions(bind: Bind, { clock, logger, network, retry }: SwitchHostOptions): void {
  bind(TOKENS.clock).toConstantValue(clock ?? systemClock);
  bind(TOKENS.logger).toConstantValue(logger ?? silentLogger);
  bind(TOKENS.network).toConstantValue(network ?? PUBLIC_HTTPS_ONLY);
  bind(TOKENS.retry).toConstantValue({ ...DEFAULT_RETRY, ...withoutAbsent(retry) });
  bind(TOKENS.telemetry).toResolvedValue(openTelemetry).inSingletonScope();
  bind(QUIET_LOGGER).toResolvedValue(quietLogger, [TOKENS.logger]).inSingletonScope();
  bind(QUIET_TELEMETRY).toResolvedValue(quietTelemetry, [TOKENS.telemetry, QUIET_LOGGER]).inSingletonScope();
}

// An option that is there and undefined would stand in the place of its default.
function withoutAbsent<Options extends object>(options: Options | undefined): Partial<Options> {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given) as Partial<Options>;
}

function bindTransport(bind: Bind, { transport: given }: SwitchHostOptions): void {
  bind(TOKENS.transport)
    .toResolvedValue(
      (policy, clock) => given ?? new UndiciTransport({ policy, clock, resolveHost: fairLookup(clock) }),
      [TOKENS.network, TOKENS.clock],
    )
    .inSingletonScope();
  bind(GUARDED_TRANSPORT)
    .toResolvedValue(
      (transport, limits, clock, logger, telemetry) =>
        limits === 'off' ? transport : new OriginGuardedTransport(transport, { limits, clock, logger, telemetry }),
      [TOKENS.transport, TOKENS.originLimits, TOKENS.clock, QUIET_LOGGER, QUIET_TELEMETRY],
    )
    .inSingletonScope();
}

function bindHost(bind: Bind, options: SwitchHostOptions): void {
  // What the host makes for itself; what the platform passed in or rebound is the platform's to close.
  const owned: Closable[] = [];
  const own = <Service extends Closable>(service: Service): Service => {
    owned.push(service);
    return service;
  };
  const { deliveryLedger, screenPopChannel } = options;
  bind(TOKENS.deliveryLedger)
    .toResolvedValue(
      (clock, logger) => deliveryLedger ?? own(new InProcessDeliveryLedger(clock, { logger })),
      [TOKENS.clock, QUIET_LOGGER],
    )
    .inSingletonScope();
  bind(TOKENS.screenPopChannel)
    .toResolvedValue(
      (clock, logger) => screenPopChannel ?? own(new InProcessScreenPopChannel(clock, { logger })),
      [TOKENS.clock, QUIET_LOGGER],
    )
    .inSingletonScope();
  bind(TOKENS.host)
    .toResolvedValue(
      (registry, loader, pool, transport, screenPops) =>
        new PooledSwitchHost({ registry, loader, pool, transport, screenPops, owned }),
      [TOKENS.registry, TOKENS.loader, TOKENS.pool, GUARDED_TRANSPORT, SCREEN_POPS],
    )
    .inSingletonScope();
  // The receiver tells of a logger or of telemetry that throws by itself.
  bind(SCREEN_POPS)
    .toResolvedValue(
      (clock, logger, telemetry, ledger, channel) => new HostScreenPops({ clock, logger, telemetry, ledger, channel }),
      [TOKENS.clock, TOKENS.logger, TOKENS.telemetry, TOKENS.deliveryLedger, TOKENS.screenPopChannel],
    )
    .inSingletonScope();
}

function loaderOptions({ allowedPlugins, importModule }: SwitchHostOptions): PluginLoaderOptions {
  return { allowed: allowedPlugins ?? [], importModule: importModule ?? ((specifier) => import(specifier)) };
}
