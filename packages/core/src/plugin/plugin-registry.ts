import { SwitchError } from '../errors/switch-error.ts';
import type { SwitchPlugin } from './define-plugin.ts';
import { SUPPORTED_SPEC_VERSIONS } from './spec-version.ts';

/** The plugins of a host, by id. */
export class PluginRegistry {
  readonly #plugins = new Map<string, SwitchPlugin>();

  /**
   * Adds a plugin; disposing what it returns removes this entry and no other.
   *
   * @throws SwitchError `PLUGIN_INVALID`, `SPEC_UNSUPPORTED` or `PLUGIN_DUPLICATE`; the plugins that are registered
   * already keep working.
   */
  register(candidate: unknown, origin = 'plugin'): Disposable & { readonly plugin: SwitchPlugin } {
    const plugin = checkPlugin(candidate, origin);
    if (this.#plugins.has(plugin.id)) {
      throw new SwitchError(
        'PLUGIN_DUPLICATE',
        { plugin: plugin.id },
        { message: `A plugin ${plugin.id} is registered already.` },
      );
    }
    this.#plugins.set(plugin.id, plugin);
    return {
      plugin,
      [Symbol.dispose]: () => {
        if (this.#plugins.get(plugin.id) === plugin) this.#plugins.delete(plugin.id);
      },
    };
  }

  /** @throws SwitchError `PLUGIN_NOT_FOUND`, with what is registered. */
  get(id: string): SwitchPlugin {
    const plugin = this.#plugins.get(id);
    if (plugin !== undefined) return plugin;
    const registered = [...this.#plugins.keys()];
    throw new SwitchError(
      'PLUGIN_NOT_FOUND',
      { plugin: id, registered },
      {
        message: `There is no plugin ${JSON.stringify(id)}. Registered: ${registered.join(', ') || 'none'}.`,
      },
    );
  }

  list(): readonly SwitchPlugin[] {
    return [...this.#plugins.values()];
  }
}

// By shape, not by class: the plugin may come from another copy of this package.
function checkPlugin(candidate: unknown, origin: string): SwitchPlugin {
  if (!isRecord(candidate) || typeof candidate['specVersion'] !== 'string' || typeof candidate['id'] !== 'string') {
    throw notAPlugin(origin, 'it has no specVersion and id, so it was not made by definePlugin');
  }
  const { specVersion, id } = candidate as { readonly specVersion: string; readonly id: string };
  if (!SUPPORTED_SPEC_VERSIONS.includes(specVersion)) {
    throw new SwitchError(
      'SPEC_UNSUPPORTED',
      { plugin: id, found: specVersion, supported: SUPPORTED_SPEC_VERSIONS },
      {
        message: `The plugin ${id} is built for interface ${specVersion}; this host supports ${SUPPORTED_SPEC_VERSIONS.join(', ')}.`,
      },
    );
  }
  if (!/^[a-z][a-z0-9-]*$/.test(id)) throw notAPlugin(origin, 'its id must be lower case letters, digits and dashes');
  if (!hasPluginMembers(candidate)) throw notAPlugin(origin, 'it lacks a member that definePlugin gives every plugin');
  return candidate;
}

function notAPlugin(origin: string, why: string): SwitchError {
  return new SwitchError(
    'PLUGIN_INVALID',
    { plugin: origin, reason: 'not_a_plugin' },
    {
      message: `${origin} is not a switch plugin: ${why}.`,
    },
  );
}

function hasPluginMembers(candidate: object): candidate is SwitchPlugin {
  const { displayName, capabilities, settingsSchema, configure } = candidate as Partial<SwitchPlugin>;
  return (
    typeof displayName === 'string' &&
    capabilities instanceof Set &&
    typeof settingsSchema === 'function' &&
    typeof configure === 'function'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
