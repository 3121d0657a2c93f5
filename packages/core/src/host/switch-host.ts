import type { BrandId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { HttpTransport } from '../http/http-transport.ts';
import type { SwitchPlugin } from '../plugin/define-plugin.ts';
import type { PluginLoader } from '../plugin/plugin-loader.ts';
import type { PluginRegistry } from '../plugin/plugin-registry.ts';
import type { PhoneSwitch } from '../switch/phone-switch.ts';
import { parseBrandId } from '../switch/request-schemas.ts';
import type { SwitchPool } from './switch-pool.ts';

/** A brand's choice of plugin, and what the brand filled into its settings form. */
export interface BrandSettings {
  readonly plugin: string;
  readonly config: unknown;
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
  /** Imports and registers a plugin of the allow-list. */
  load(specifier: string): Promise<SwitchPlugin>;
  /** Registers a plugin that is imported already; disposing what it returns removes it. */
  register(plugin: SwitchPlugin): Disposable;
  plugins(): readonly SwitchPlugin[];
  /**
   * Registers a brand, or changes it: the next `phoneSwitch` opens the new switch before the old one closes.
   *
   * @throws SwitchError `CONFIG_INVALID` with every field that is wrong; the brand stays as it was.
   */
  setBrand(brand: string, settings: BrandSettings): void;
  /** Forgets a brand and closes its switch. */
  removeBrand(brand: string): Promise<void>;
  /** The brand's switch; opened on first use. Ask each time: settings change. */
  phoneSwitch(brand: string): Promise<PhoneSwitch>;
  /** Closes every switch and connection. @throws AggregateError when switches did not close. */
  close(): Promise<void>;
}

/** What a host is made of. */
export interface SwitchHostParts {
  readonly registry: PluginRegistry;
  readonly loader: PluginLoader;
  readonly pool: SwitchPool;
  readonly transport: HttpTransport;
}

/** The host over its parts. */
export class PooledSwitchHost implements SwitchHost {
  readonly #parts: SwitchHostParts;
  #closing: Promise<void> | undefined;

  constructor(parts: SwitchHostParts) {
    this.#parts = parts;
  }

  load(specifier: string): Promise<SwitchPlugin> {
    return this.#parts.loader.load(specifier);
  }

  register(plugin: SwitchPlugin): Disposable {
    return this.#parts.registry.register(plugin);
  }

  plugins(): readonly SwitchPlugin[] {
    return this.#parts.registry.list();
  }

  setBrand(brand: string, { plugin: id, config }: BrandSettings): void {
    const brandId: BrandId = parseBrandId(brand);
    const plugin = this.#parts.registry.get(id);
    try {
      this.#parts.pool.bind(brandId, { plugin, configured: plugin.configure(config) });
    } catch (error) {
      if (SwitchError.is(error)) throw SwitchError.retold(error, { plugin: id, brand });
      const message = `The plugin ${id} threw while it read the brand's configuration.`;
      throw new SwitchError('INTERNAL', {}, { plugin: id, brand, message, effect: 'none', cause: error });
    }
  }

  removeBrand(brand: string): Promise<void> {
    return this.#parts.pool.unbind(parseBrandId(brand));
  }

  async phoneSwitch(brand: string): Promise<PhoneSwitch> {
    return this.#parts.pool.get(parseBrandId(brand));
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeParts();
    return this.#closing;
  }

  async #closeParts(): Promise<void> {
    try {
      await this.#parts.pool.close();
    } finally {
      await this.#parts.transport.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
