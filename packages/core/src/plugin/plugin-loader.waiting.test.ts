import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { rejectionOf, switchErrorOf, vendorPlugin, vendorSwitch } from '../host/vendor.test.fixture.ts';
import { PluginLoader } from './plugin-loader.ts';
import { PluginRegistry } from './plugin-registry.ts';

const SPECIFIER = '@acme/switch';

/** A loader of a plugin whose module finishes when the test says so. */
function setUp() {
  const clock = new FakeClock();
  const registry = new PluginRegistry();
  const module = Promise.withResolvers<unknown>();
  const imported: string[] = [];
  const importModule = (specifier: string): Promise<unknown> => {
    imported.push(specifier);
    return module.promise;
  };
  return { clock, registry, module, imported, loader: new PluginLoader(registry, { allowed: [SPECIFIER], importModule, clock }) };
}
const MODULE = { default: vendorPlugin(() => vendorSwitch()) };

describe('loading a plugin never waits for ever', () => {
  test('for a module that does not finish: TIMED_OUT after 30 s, naming it and what to look for', async () => {
    const { clock, loader } = setUp();
    const failed = switchErrorOf(loader.load(SPECIFIER));
    await clock.advance(29_999);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(1);
    const error = await failed;
    expect(error).toMatchObject({ code: 'TIMED_OUT', effect: 'none', plugin: SPECIFIER, details: { deadlineMs: 30_000 } });
    expect([error.message, error.hint]).toEqual([expect.stringContaining(SPECIFIER), expect.stringMatching(/waits for/)]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('but as long as whoever loads it says', async () => {
    const { clock, loader, module } = setUp();
    const failed = switchErrorOf(loader.load(SPECIFIER, { deadlineMs: 50 }));
    await clock.advance(50);
    expect(await failed).toMatchObject({ code: 'TIMED_OUT', details: { deadlineMs: 50 } });
    const loaded = loader.load(SPECIFIER, { deadlineMs: 60_000 });
    await clock.advance(59_999);
    module.resolve(MODULE);
    expect(await loaded).toBe(MODULE.default);
    expect(clock.pendingTimers).toBe(0);
  });

  test('nor once it was given up', async () => {
    const { clock, loader } = setUp();
    const controller = new AbortController();
    const failed = switchErrorOf(loader.load(SPECIFIER, { signal: controller.signal }));
    controller.abort();
    expect(await failed).toMatchObject({ code: 'ABORTED', effect: 'none', message: expect.stringContaining(SPECIFIER) });
    expect(clock.pendingTimers).toBe(0);
  });

  test('and a plugin that comes when nobody waits for it any more is not registered, nor its failure anybody’s', async () => {
    for (const finish of ['resolve', 'reject'] as const) {
      const { clock, registry, loader, module } = setUp();
      const failed = rejectionOf(loader.load(SPECIFIER));
      await clock.advance(30_000);
      await failed;
      module[finish](MODULE);
      await clock.advance(0);
      expect(registry.list()).toEqual([]);
    }
  });

  test('a deadline that is none is refused before anything is imported', async () => {
    const { imported, loader } = setUp();
    expect(await switchErrorOf(loader.load(SPECIFIER, { deadlineMs: Number.NaN }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(imported).toEqual([]);
  });
});
