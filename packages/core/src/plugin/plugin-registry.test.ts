import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SwitchError } from '../errors/switch-error.ts';
import { vendorPlugin, vendorSwitch } from '../host/vendor.test.fixture.ts';
import { definePlugin, type SwitchPlugin } from './define-plugin.ts';
import { PluginLoader } from './plugin-loader.ts';
import { PluginRegistry } from './plugin-registry.ts';

const plugin = (id: string): SwitchPlugin => vendorPlugin(() => vendorSwitch(), { id });

function errorOf(work: () => unknown): SwitchError {
  try {
    work();
  } catch (error) {
    if (SwitchError.is(error)) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('registering', () => {
  test('a spec version that is not supported: an error built of what was found and what is supported', () => {
    const error = errorOf(() => new PluginRegistry().register({ ...plugin('acme'), specVersion: 'v9' }));
    expect(error).toMatchObject({ code: 'SPEC_UNSUPPORTED', details: { plugin: 'acme', found: 'v9', supported: ['v1'] } });
    expect(error.message).toContain('v9');
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'acme'],
    ['a function', () => plugin('acme')],
    ['an empty object', {}],
    ['an id alone', { id: 'acme' }],
    ['a number for its version', { ...plugin('acme'), specVersion: 1 }],
    ['no configure', { ...plugin('acme'), configure: undefined }],
    ['no settings form', { ...plugin('acme'), settingsSchema: undefined }],
    ['no display name', { ...plugin('acme'), displayName: undefined }],
    ['capabilities as a list', { ...plugin('acme'), capabilities: [] }],
    ['an id in capitals', plugin('Acme')],
    ['an empty id', plugin('')],
    ['an id with a slash', plugin('a/b')],
    ['an id that begins with a dash', plugin('-a')],
  ])('what is not a plugin, %s: PLUGIN_INVALID that names where it came from', (_name, candidate) => {
    const error = errorOf(() => new PluginRegistry().register(candidate, '@acme/switch'));
    expect(error).toMatchObject({ code: 'PLUGIN_INVALID', details: { plugin: '@acme/switch', reason: 'not_a_plugin' } });
  });

  test('a duplicate throws, and the one that is registered stays', () => {
    const registry = new PluginRegistry();
    const first = plugin('acme');
    registry.register(first);
    expect(errorOf(() => registry.register(plugin('acme')))).toMatchObject({
      code: 'PLUGIN_DUPLICATE',
      details: { plugin: 'acme' },
    });
    expect(registry.get('acme')).toBe(first);
  });

  test('a failing one never silences the others', () => {
    const registry = new PluginRegistry();
    registry.register(plugin('one'));
    errorOf(() => registry.register({}));
    registry.register(plugin('two'));
    expect(registry.list().map(({ id }) => id)).toEqual(['one', 'two']);
  });

  test('disposing removes only its own entry', () => {
    const registry = new PluginRegistry();
    const first = registry.register(plugin('acme'));
    registry.register(plugin('other'));
    first[Symbol.dispose]();
    const second = registry.register(plugin('acme'));
    first[Symbol.dispose]();
    expect(registry.get('acme')).toBe(second.plugin);
    expect(registry.list()).toHaveLength(2);
  });

  test('getting one that is not there names those that are', () => {
    const registry = new PluginRegistry();
    registry.register(plugin('acme'));
    const error = errorOf(() => registry.get('nobody'));
    expect(error).toMatchObject({ code: 'PLUGIN_NOT_FOUND', details: { plugin: 'nobody', registered: ['acme'] } });
    expect(error.message).toContain('acme');
  });
});

describe('loading', () => {
  const MODULES: Readonly<Record<string, () => unknown>> = {
    '@acme/switch': () => ({ default: plugin('acme') }),
    '@acme/other': () => ({ default: plugin('other') }),
    '@acme/named-only': () => ({ plugin: plugin('acme') }),
    '@acme/throws': () => {
      throw new TypeError('cannot read properties of undefined');
    },
    '@acme/throws-text': () => Promise.reject('text'),
    '@acme/old': () => ({ default: { ...plugin('old'), specVersion: 'v0' } }),
    '@acme/missing': () => {
      throw Object.assign(new Error("Cannot find package '@acme/missing' imported from /srv/platform.js"), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
    },
    '@acme/missing/plugin': () => {
      throw Object.assign(new Error("Cannot find package '@acme/missing' imported from /srv/platform.js"), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
    },
    '@acme/lacks-a-dependency': () => {
      throw Object.assign(new Error("Cannot find package 'left-pad' imported from /srv/node_modules/@acme/x/index.js"), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
    },
  };

  function setUp(): { registry: PluginRegistry; loader: PluginLoader; imported: string[] } {
    const registry = new PluginRegistry();
    const imported: string[] = [];
    const importModule = async (specifier: string): Promise<unknown> => {
      imported.push(specifier);
      return MODULES[specifier]?.();
    };
    return { registry, imported, loader: new PluginLoader(registry, { allowed: Object.keys(MODULES), importModule }) };
  }

  const failureOf = (specifier: string, { loader } = setUp()): Promise<unknown> =>
    loader.load(specifier).catch((error: unknown) => error);

  test('a plugin of the allow-list is imported and registered', async () => {
    const { registry, loader } = setUp();
    expect(await loader.load('@acme/switch')).toBe(registry.get('acme'));
  });

  test.each(['@evil/switch', './@acme/switch', '@acme/switch/', 'node:fs', 'data:text/javascript,export default 1', ''])(
    '%j is not on the allow-list: refused before it is imported',
    async (specifier) => {
      const parts = setUp();
      expect(await failureOf(specifier, parts)).toMatchObject({
        code: 'PLUGIN_INVALID',
        details: { plugin: specifier, reason: 'not_allowed' },
      });
      expect(parts.imported).toEqual([]);
    },
  );

  test.each([
    ['@acme/named-only', { code: 'PLUGIN_INVALID', details: { reason: 'not_a_plugin' } }],
    ['@acme/throws', { code: 'PLUGIN_INVALID', details: { reason: 'threw_on_load' }, cause: expect.any(TypeError) }],
    ['@acme/throws-text', { code: 'PLUGIN_INVALID', details: { reason: 'threw_on_load' } }],
    ['@acme/old', { code: 'SPEC_UNSUPPORTED', details: { found: 'v0' } }],
    ['@acme/missing', { code: 'PLUGIN_NOT_FOUND', details: { plugin: '@acme/missing', registered: [] } }],
    ['@acme/missing/plugin', { code: 'PLUGIN_NOT_FOUND', details: { plugin: '@acme/missing/plugin' } }],
    ['@acme/lacks-a-dependency', { code: 'PLUGIN_INVALID', details: { reason: 'threw_on_load' } }],
  ])('%s fails by its own reason, and the others keep working', async (specifier, reading) => {
    const parts = setUp();
    await parts.loader.load('@acme/switch');
    const failure = await failureOf(specifier, parts);
    expect(failure).toMatchObject(
      specifier.startsWith('@acme/missing') ? { ...reading, details: { ...reading.details, registered: ['acme'] } } : reading,
    );
    await parts.loader.load('@acme/other');
    expect(parts.registry.list().map(({ id }) => id)).toEqual(['acme', 'other']);
  });

  test('the same one twice: PLUGIN_DUPLICATE', async () => {
    const parts = setUp();
    await parts.loader.load('@acme/switch');
    expect(await failureOf('@acme/switch', parts)).toMatchObject({ code: 'PLUGIN_DUPLICATE' });
  });

  test('a package that is really not installed, by the platform’s own import', async () => {
    const registry = new PluginRegistry();
    const loader = new PluginLoader(registry, {
      allowed: ['@acme/not-installed'],
      importModule: (specifier) => import(/* @vite-ignore */ specifier),
    });
    await expect(loader.load('@acme/not-installed')).rejects.toMatchObject({ code: 'PLUGIN_NOT_FOUND' });
  });
});

describe('a plugin', () => {
  const acme = definePlugin({
    id: 'acme',
    displayName: 'Acme',
    capabilities: ['agent.status'],
    config: z.strictObject({ region: z.string().default('eu') }),
    connect: () => vendorSwitch(),
    screenPop: ({ region }) => ({ decode: () => (region === 'eu' ? undefined : expect.unreachable()) }),
  });

  test('is data: its id, name, capabilities, spec version and settings form', () => {
    expect(acme).toMatchObject({ specVersion: 'v1', id: 'acme', displayName: 'Acme', capabilities: new Set(['agent.status']) });
    expect(acme.settingsSchema()).toMatchObject({ properties: { region: { default: 'eu' } } });
  });

  test('knows equal configurations, defaults filled in', () => {
    expect(acme.configure({}).digest()).toBe(acme.configure({ region: 'eu' }).digest());
    expect(acme.configure({}).digest()).not.toBe(acme.configure({ region: 'us' }).digest());
  });

  test('reads its screen pops under the configuration; one without a reader has none', () => {
    expect(acme.configure({}).screenPop()?.decode({}, {})).toBeUndefined();
    expect(
      vendorPlugin(() => vendorSwitch())
        .configure({ label: 'a' })
        .screenPop(),
    ).toBeUndefined();
  });

  test('whose schema JSON Schema has no words for still tells what is wrong with a configuration', () => {
    const dated = definePlugin({
      id: 'dated',
      displayName: 'Dated',
      capabilities: [],
      config: z.strictObject({ since: z.date('must be a date') }),
      connect: () => vendorSwitch(),
    });
    expect(errorOf(() => dated.configure({ since: 'then', sinse: 1 }))).toMatchObject({
      code: 'CONFIG_INVALID',
      details: {
        issues: [
          { path: 'since', message: 'must be a date' },
          { path: 'sinse', message: 'is not a field; did you mean since?' },
        ],
      },
    });
  });
});
