import type { BrandId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { HttpTransport } from '../http/http-transport.ts';
import type { SwitchPlugin } from '../plugin/define-plugin.ts';
import type { PluginLoader } from '../plugin/plugin-loader.ts';
import type { PluginRegistry } from '../plugin/plugin-registry.ts';
import type { ReceiveScreenPopsOptions, ScreenPopReceiver } from '../screen-pop/receiver/screen-pop-receiver.ts';
import type { ScreenPopChannel } from '../screen-pop/screen-pop-ports.ts';
import { parseScreenPopSettings } from '../screen-pop/settings/screen-pop-settings.ts';
import type { PhoneSwitch } from '../switch/phone-switch.ts';
import { parseBrandId } from '../switch/request-schemas.ts';
import type { CallOptions } from '../switch/requests.ts';
import { checkBrandSettings } from './host-options.ts';
import type { HostScreenPops } from './host-screen-pops.ts';
import type { SwitchPool } from './switch-pool.ts';

/** A brand's choice of plugin, and what the brand filled into its settings form. */
export interface BrandSettings {
  readonly plugin: string;
  readonly config: unknown;
  /**
   * What the brand filled in about its screen pops, for `parseScreenPopSettings`; without it the brand takes none.
   * A change of it leaves the brand's switch as it is.
   */
  readonly screenPop?: unknown;
}

/** What is closed with the host. */
export interface Closable {
  close(): Promise<void>;
}

/**
 * What the platform holds: it loads plugins, knows the brands, and hands out one switch a brand.
 *
 * @example
 * await using host = createSwitchHost({ allowedPlugins: ['switch-of-a-vendor'], importModule });
 * await host.load('switch-of-a-vendor');
 * host.setBrand('acme', { plugin: 'vendor', config });
 * const phone = await host.phoneSwitch('acme');
 */
export interface SwitchHost extends AsyncDisposable {
  /**
   * Imports and registers a plugin of the allow-list. It is waited for 30 s, unless `deadlineMs` says otherwise.
   *
   * @throws SwitchError `PLUGIN_INVALID`, `PLUGIN_NOT_FOUND`, `SPEC_UNSUPPORTED`, `PLUGIN_DUPLICATE`, `TIMED_OUT` or `ABORTED`.
   */
  load(specifier: string, options?: Pick<CallOptions, 'deadlineMs' | 'signal'>): Promise<SwitchPlugin>;
  /** Registers a plugin that is imported already; disposing what it returns removes it. */
  register(plugin: SwitchPlugin): Disposable;
  plugins(): readonly SwitchPlugin[];
  /**
   * Registers a brand, or changes it: the next `phoneSwitch` opens the new switch before the old one closes.
   *
   * @throws SwitchError `CONFIG_INVALID` with every field that is wrong, or that is none; the brand stays as it was.
   */
  setBrand(brand: string, settings: BrandSettings): void;
  /** Forgets a brand and closes its switch. */
  removeBrand(brand: string): Promise<void>;
  /** The brand's switch; opened on first use. Ask each time: settings change. */
  phoneSwitch(brand: string): Promise<PhoneSwitch>;
  /**
   * Takes the telephony's deliveries, for all brands by the path. Subscribe to `screenPops` for what comes of them.
   *
   * @throws SwitchError `CONFIG_INVALID` with every option that is wrong, or that is none, and `CLOSED`.
   */
  receiveScreenPops(options: ReceiveScreenPopsOptions): ScreenPopReceiver;
  /** Where screens subscribe. Closed with the host, unless the platform passed it in. */
  readonly screenPops: ScreenPopChannel;
  /**
   * Closes every receiver, switch and connection, and what the host made for itself. A ledger or channel that the
   * platform passed in stays open: who made it closes it.
   *
   * @throws AggregateError when switches did not close.
   */
  close(): Promise<void>;
}

/** What a host is made of. */
export interface SwitchHostParts {
  readonly registry: PluginRegistry;
  readonly loader: PluginLoader;
  readonly pool: SwitchPool;
  readonly transport: HttpTransport;
  readonly screenPops: HostScreenPops;
  /** Closed last, in the order in which they were made. */
  readonly owned: readonly Closable[];
}

/** The host over its parts. */
export class PooledSwitchHost implements SwitchHost {
  readonly #parts: SwitchHostParts;
  #closing: Promise<void> | undefined;

  constructor(parts: SwitchHostParts) {
    this.#parts = parts;
  }

  load(specifier: string, options?: Pick<CallOptions, 'deadlineMs' | 'signal'>): Promise<SwitchPlugin> {
    return this.#parts.loader.load(specifier, options);
  }

  register(plugin: SwitchPlugin): Disposable {
    return this.#parts.registry.register(plugin);
  }

  plugins(): readonly SwitchPlugin[] {
    return this.#parts.registry.list();
  }

  get screenPops(): ScreenPopChannel {
    return this.#parts.screenPops.channel;
  }

  receiveScreenPops(options: ReceiveScreenPopsOptions): ScreenPopReceiver {
    return this.#parts.screenPops.receive(options);
  }

  setBrand(brand: string, settings: BrandSettings): void {
    const { registry, pool, screenPops } = this.#parts;
    const brandId: BrandId = parseBrandId(brand);
    checkBrandSettings(settings);
    const { plugin: id, config, screenPop } = settings;
    const plugin = registry.get(id);
    try {
      const configured = plugin.configure(config);
      const pops = screenPop == null ? undefined : parseScreenPopSettings(screenPop);
      pool.bind(brandId, { plugin, configured });
      screenPops.bind(brandId, pops, configured);
    } catch (error) {
      if (SwitchError.is(error)) throw SwitchError.retold(error, { plugin: id, brand });
      const message = `The plugin ${id} threw while it read the brand's configuration.`;
      throw new SwitchError('INTERNAL', {}, { plugin: id, brand, message, effect: 'none', cause: error });
    }
  }

  removeBrand(brand: string): Promise<void> {
    const brandId = parseBrandId(brand);
    this.#parts.screenPops.unbind(brandId);
    return this.#parts.pool.unbind(brandId);
  }

  async phoneSwitch(brand: string): Promise<PhoneSwitch> {
    const { pool } = this.#parts;
    const brandId = parseBrandId(brand);
    // Mostly it is open, and a promise of a promise takes three turns more.
    return pool.find(brandId) ?? pool.get(brandId);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeParts();
    return this.#closing;
  }

  async #closeParts(): Promise<void> {
    const { screenPops, pool, transport, owned } = this.#parts;
    // Deliveries first: they are answered by what is closed after them.
    await screenPops.close();
    try {
      await pool.close();
    } finally {
      await transport.close();
      for (const service of owned) await service.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
