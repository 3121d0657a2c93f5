import { SwitchError } from '../errors/switch-error.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { type Interruption, onInterruption } from '../runtime/interruption.ts';
import { checkCallOptions } from '../switch/request-schemas.ts';
import type { CallOptions } from '../switch/requests.ts';
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
  readonly clock?: Clock;
}

/** A module is on a disk, or should be: what takes longer than this, in milliseconds, waits for something itself. */
const LOAD_MS = 30_000;

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
   * @throws SwitchError `PLUGIN_INVALID`, `PLUGIN_NOT_FOUND`, `SPEC_UNSUPPORTED`, `PLUGIN_DUPLICATE`, `TIMED_OUT`, `ABORTED`,
   * or `ARGUMENT_INVALID` for options that are none.
   */
  async load(specifier: string, options?: Pick<CallOptions, 'deadlineMs' | 'signal'>): Promise<SwitchPlugin> {
    const bounds = checkCallOptions(options ?? {});
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
    const module = await this.#importWithin(specifier, bounds);
    const exported = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
    return this.#registry.register(exported, specifier).plugin;
  }

  // What is imported later all the same is not registered: nobody waits for it any more.
  #importWithin(
    specifier: string,
    { deadlineMs = LOAD_MS, signal }: Pick<CallOptions, 'deadlineMs' | 'signal'>,
  ): Promise<unknown> {
    const { clock = systemClock } = this.#options;
    return new Promise((resolve, reject) => {
      const stop = onInterruption({ clock, ms: deadlineMs, signal }, (why) => reject(gaveUpOn(specifier, why, deadlineMs)));
      this.#import(specifier).finally(stop).then(resolve, reject);
    });
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

function gaveUpOn(specifier: string, why: Interruption, deadlineMs: number): SwitchError {
  const known = { plugin: specifier, effect: 'none' } as const;
  if (why === 'aborted')
    return new SwitchError('ABORTED', {}, { ...known, message: `Given up waiting for the plugin ${specifier}.` });
  const message = `The plugin ${specifier} was not loaded within ${deadlineMs} ms.`;
  const hint = 'Look for what the module, or one that it imports, waits for at its top level; it should wait in connect().';
  return new SwitchError('TIMED_OUT', { deadlineMs }, { ...known, message, hint });
}

// The package itself, not one of its own imports; node names the package also where a subpath of it was asked for.
function isMissing(error: unknown, specifier: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return false;
  const packageName = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  return error.message.includes(`'${specifier}'`) || error.message.includes(`package '${packageName}'`);
}
