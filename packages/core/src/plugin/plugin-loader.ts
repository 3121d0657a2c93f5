import { SwitchError } from '../errors/switch-error.ts';
import type { SwitchPlugin } from './define-plugin.ts';
import type { PluginRegistry } from './plugin-registry.ts';

/** What may be loaded, and how. */
export interface PluginLoaderOptions {
  /** The specifiers that `load` accepts, as they are given to it. */
  readonly allowed: readonly string[];
  /**
   * Imports a module by specifier. Pass `(specifier) => import(specifier)` from your own module, so that packages
   * resolve from where you are and not from where this package lies.
   */
  readonly importModule: (specifier: string) => Promise<unknown>;
}

/** Loads plugins by specifier, from an allow-list. */
export class PluginLoader {
  readonly #registry: PluginRegistry;
  readonly #options: PluginLoaderOptions;

  constructor(registry: PluginRegistry, options: PluginLoaderOptions) {
    this.#registry = registry;
    this.#options = options;
  }

  /**
   * Imports a module and registers the plugin that it exports as default.
   *
   * @throws SwitchError `PLUGIN_INVALID`, `PLUGIN_NOT_FOUND`, `SPEC_UNSUPPORTED` or `PLUGIN_DUPLICATE`.
   */
  async load(specifier: string): Promise<SwitchPlugin> {
    if (!this.#options.allowed.includes(specifier)) {
      throw new SwitchError(
        'PLUGIN_INVALID',
        { plugin: specifier, reason: 'not_allowed' },
        {
          message: `${specifier} is not among the plugins that this host may load.`,
          hint: 'Name the package in the allow-list of the host, if it is one that you trust.',
        },
      );
    }
    const module = await this.#import(specifier);
    const exported = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
    return this.#registry.register(exported, specifier).plugin;
  }

  async #import(specifier: string): Promise<unknown> {
    try {
      return await this.#options.importModule(specifier);
    } catch (cause) {
      if (isMissing(cause, specifier)) {
        const registered = this.#registry.list().map(({ id }) => id);
        const message = `The package ${specifier} is not installed where this host looks for it.`;
        throw new SwitchError('PLUGIN_NOT_FOUND', { plugin: specifier, registered }, { cause, message });
      }
      throw new SwitchError(
        'PLUGIN_INVALID',
        { plugin: specifier, reason: 'threw_on_load' },
        {
          cause,
          message: `The plugin ${specifier} threw while it was loaded: ${cause instanceof Error ? cause.message : 'no error object'}.`,
        },
      );
    }
  }
}

// The package itself, not one of its own imports; node names the package also where a subpath of it was asked for.
function isMissing(error: unknown, specifier: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return false;
  const packageName = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  return error.message.includes(`'${specifier}'`) || error.message.includes(`package '${packageName}'`);
}
