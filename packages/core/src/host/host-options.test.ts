import { ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../errors/error-details.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { silentLogger } from '../runtime/logger.ts';
import { DIRECTORY, SIGNING_SECRET } from '../screen-pop/receiver/receiver.test.fixture.ts';
import { createSwitchHost } from './create-switch-host.ts';
import { phoneSwitchModule } from './phone-switch-module.ts';
import type { SwitchHost } from './switch-host.ts';
import { vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

/** What a caller in JavaScript is told. */
function issuesOf(work: () => unknown): readonly Issue[] {
  try {
    work();
  } catch (error) {
    if (SwitchError.has(error, 'CONFIG_INVALID')) {
      for (const { path, message } of error.details.issues) expect(error.message).toContain(`${path}: ${message}`);
      return error.details.issues;
    }
    throw error;
  }
  throw new Error('It was taken.');
}

const call = (method: (...args: never[]) => unknown, host: unknown, ...args: readonly unknown[]): unknown =>
  Reflect.apply(method, host, args);

function hostWithVendor(): SwitchHost {
  const host = createSwitchHost({ transport: new ScriptedTransport() });
  host.register(vendorPlugin(() => vendorSwitch()));
  return host;
}
const BRAND = { plugin: 'vendor', config: { label: 'a' } };

describe('an option that is none is refused with the nearest name, and not ignored in silence', () => {
  test.each([
    ['allowedPlugin', { allowedPlugin: ['@acme/switch'] }, 'allowedPlugins'],
    ['loger', { loger: silentLogger }, 'logger'],
    ['network.allowAdresses', { network: { allowAdresses: [] } }, 'allowAddresses'],
    ['retry.attempt', { retry: { attempt: 1 } }, 'attempts'],
    ['originLimits.failureInARow', { originLimits: { failureInARow: 1 } }, 'failuresInARow'],
  ])('of a host: %s', (path, options, nearest) => {
    const issue = { path, message: `is not a field; did you mean ${nearest}?` };
    expect(issuesOf(() => call(createSwitchHost, undefined, options))).toEqual([issue]);
    expect(issuesOf(() => call(phoneSwitchModule, undefined, options))).toEqual([issue]);
  });

  test('of a brand: `screenpop` would cost it its pops; the brand stays as it was', async () => {
    await using host = hostWithVendor();
    const settings = { ...BRAND, screenpop: { signing_secrets: [SIGNING_SECRET] } };
    expect(issuesOf(() => call(host.setBrand, host, 'acme', settings))).toEqual([
      { path: 'screenpop', message: 'is not a field; did you mean screenPop?' },
    ]);
    await expect(host.phoneSwitch('acme')).rejects.toThrow('not registered');
  });

  test('of a receiver', async () => {
    await using host = hostWithVendor();
    const options = { directory: DIRECTORY, ondelivery: () => {}, sourceof: undefined };
    expect(issuesOf(() => call(host.receiveScreenPops, host, options))).toEqual([
      { path: 'ondelivery', message: 'is not a field; did you mean onDelivery?' },
    ]);
  });
});

describe('a value that is none is refused by its path, all of them at once', () => {
  test('of a host', () => {
    const options = {
      allowedPlugins: 'switch',
      importModule: './here.js',
      network: 'loopback',
      logger: { info: () => {} },
      clock: Date,
      retry: { attempts: 'often', baseDelayMs: -1, maxDelayMs: Number.NaN, random: 4 },
      originLimits: 'on',
      dialGuard: {},
      deliveryLedger: 7,
      screenPopChannel: [],
      transport: true,
    };
    expect(issuesOf(() => call(createSwitchHost, undefined, options)).map(({ path }) => path)).toEqual([
      'allowedPlugins',
      'importModule',
      'network',
      'logger',
      'clock',
      'retry.attempts',
      'retry.baseDelayMs',
      'retry.maxDelayMs',
      'retry.random',
      'originLimits',
      'dialGuard',
      'deliveryLedger',
      'screenPopChannel',
      'transport',
    ]);
  });

  test('of its network', () => {
    const network = { allowAddresses: '10.0.0.0/8', plainHttp: 'yes', certificateAuthorities: [7] };
    expect(issuesOf(() => call(createSwitchHost, undefined, { network })).map(({ path }) => path)).toEqual([
      'network.allowAddresses',
      'network.plainHttp',
      'network.certificateAuthorities',
    ]);
  });

  test.each([null, 'a text', 7, []])('a host of %j', (options) => {
    expect(() => call(createSwitchHost, undefined, options)).toThrow(/host's configuration is not valid: must be an object with/);
  });

  test.each([undefined, null, 'a text', 7, []])('a brand of %j', async (settings) => {
    await using host = hostWithVendor();
    const set = (): unknown => call(host.setBrand, host, 'acme', settings);
    expect(set).toThrow(/brand's configuration is not valid: must be an object with the fields plugin, config, screenPop/);
  });

  test.each([
    [{ config: {} }, 'is required'],
    [{ ...BRAND, plugin: null }, 'is required'],
    [{ ...BRAND, plugin: 7 }, 'must be a text'],
    [{ ...BRAND, plugin: '' }, 'must be a text'],
  ])('a brand of %j', async (settings, message) => {
    await using host = hostWithVendor();
    expect(issuesOf(() => call(host.setBrand, host, 'acme', settings))).toEqual([{ path: 'plugin', message }]);
  });

  test('a receiver', async () => {
    await using host = hostWithVendor();
    const receive = (options?: unknown): readonly string[] =>
      issuesOf(() => call(host.receiveScreenPops, host, options)).map(({ path }) => path);
    expect(receive({})).toEqual(['directory']);
    expect(receive({ directory: () => {}, brandOf: '/', sourceOf: 7, limits: 7, onDelivery: {} })).toEqual([
      'directory',
      'brandOf',
      'sourceOf',
      'limits',
      'onDelivery',
    ]);
    expect(() => call(host.receiveScreenPops, host)).toThrow(/receiver's configuration is not valid: must be an object/);
  });
});

describe('what a platform may do as it likes', () => {
  test('absent options are left undefined or null, and have their defaults', async () => {
    const options = { logger: null, network: undefined, allowedPlugins: null, screenPops: undefined, clock: null };
    const absent = {
      ...options,
      retry: { attempts: undefined },
      originLimits: { underWay: null },
      transport: new ScriptedTransport(),
    };
    const host = call(createSwitchHost, undefined, absent) as SwitchHost;
    await expect(host.load('@acme/switch')).rejects.toMatchObject({ code: 'PLUGIN_INVALID' });
    await host.close();
  });

  test("options and settings are instances of its own classes: what else these have is the platform's", async () => {
    class Options {
      readonly transport = new ScriptedTransport();
      readonly environment = 'test';
      get allowedPlugins(): readonly string[] {
        return ['@acme/switch'];
      }
    }
    class BrandRow {
      readonly plugin = 'vendor';
      readonly config = { label: 'a' };
      readonly createdAt = new Date();
      save(): void {}
    }
    await using host = createSwitchHost(new Options());
    host.register(vendorPlugin(() => vendorSwitch()));
    host.setBrand('acme', new BrandRow());
    expect(await (await host.phoneSwitch('acme')).connect()).toMatchObject({ status: 'verified' });
  });

  test('a port is whatever has its methods', () => {
    const logger = Object.assign(() => {}, { debug() {}, info() {}, warn() {}, error() {}, child() {} });
    expect(createSwitchHost({ logger, transport: new ScriptedTransport() }).plugins()).toEqual([]);
  });
});
