import { FakeClock, RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Secret, secretText } from '../config/secret.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { bearer } from '../http/authorisation.ts';
import { definePlugin, type SwitchPlugin } from '../plugin/define-plugin.ts';
import { createSwitchHost } from './create-switch-host.ts';
import type { SwitchHost } from './switch-host.ts';
import { DIAL, rejectionOf, switchErrorOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

const settings = (label: string) => ({ plugin: 'vendor', config: { label } });

describe('one switch a brand', () => {
  test('each brand has its own, under its own configuration', async () => {
    const opened: string[] = [];
    await using host = createSwitchHost();
    host.register(
      vendorPlugin(({ label }, { brandId }) => {
        opened.push(`${brandId}: ${label}`);
        return vendorSwitch();
      }),
    );
    host.setBrand('acme', settings('a'));
    host.setBrand('globex', settings('b'));
    const [acme, again, globex] = await Promise.all(['acme', 'acme', 'globex'].map((brand) => host.phoneSwitch(brand)));
    expect(acme).toBe(again);
    expect(acme).not.toBe(globex);
    expect(opened).toEqual(['acme: a', 'globex: b']);
  });

  test('ten thousand registered brands of which one is used: no switch, socket, timer or request for the others', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock);
    let opened = 0;
    await using host = createSwitchHost({ clock, transport });
    host.register(
      vendorPlugin(() => {
        opened += 1;
        return vendorSwitch();
      }),
    );
    const before = process.getActiveResourcesInfo().length;
    for (let index = 0; index < 10_000; index += 1) host.setBrand(`brand-${index}`, settings(`${index}`));
    const phone = await host.phoneSwitch('brand-5000');
    await phone.makeCall(DIAL);
    expect(opened).toBe(1);
    expect(clock.pendingTimers).toBe(0);
    expect(transport.requests).toEqual([]);
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before + 1);
  });

  test('and none with the real transport and clock either', async () => {
    await using host = createSwitchHost();
    host.register(vendorPlugin(() => vendorSwitch()));
    const count = (): number => process.getActiveResourcesInfo().filter((kind) => /TCP|TLS|Timeout|DNS/.test(kind)).length;
    const before = count();
    for (let index = 0; index < 10_000; index += 1) host.setBrand(`brand-${index}`, settings(`${index}`));
    await (await host.phoneSwitch('brand-5000')).connect();
    expect(count()).toBeLessThanOrEqual(before);
  });

  test.each(['', ' ', 'a\nb', 'x'.repeat(257)])('a brand must be a text of sense, which %j is not', async (brand) => {
    await using host = createSwitchHost();
    host.register(vendorPlugin(() => vendorSwitch()));
    expect(() => host.setBrand(brand, settings('a'))).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
    expect(await switchErrorOf(host.phoneSwitch(brand))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});

describe('a configuration that is not valid', () => {
  const SECRET = 'k3y-of-acme';
  const strict: SwitchPlugin = definePlugin({
    id: 'strict',
    displayName: 'Strict',
    capabilities: [],
    config: z.strictObject({ api_key: secretText(), api_base_url: z.url('must be a URL'), seats: z.number() }),
    connect: () => vendorSwitch(),
  });

  test('is told with every field that is wrong at once, the nearest name, and no value', async () => {
    await using host = createSwitchHost();
    host.register(strict);
    try {
      host.setBrand('acme', { plugin: 'strict', config: { api_ky: SECRET, api_base_url: SECRET, seats: SECRET } });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'CONFIG_INVALID', effect: 'none', plugin: 'strict', brand: 'acme' });
      const issues = SwitchError.has(error, 'CONFIG_INVALID') ? error.details.issues : [];
      expect(issues.map(({ path }) => path).sort()).toEqual(['api_base_url', 'api_key', 'api_ky', 'seats']);
      expect(issues).toContainEqual({ path: 'api_ky', message: 'is not a field; did you mean api_key?' });
      expect(String(error) + JSON.stringify(error)).not.toContain(SECRET);
    }
  });

  test('leaves the brand as it was', async () => {
    await using host = createSwitchHost();
    host.register(vendorPlugin(() => vendorSwitch()));
    host.setBrand('acme', settings('a'));
    const before = await host.phoneSwitch('acme');
    expect(() => host.setBrand('acme', { plugin: 'vendor', config: { label: 7 } })).toThrow(SwitchError);
    expect(() => host.setBrand('acme', { plugin: 'nobody', config: {} })).toThrow(
      expect.objectContaining({ code: 'PLUGIN_NOT_FOUND' }),
    );
    expect(await host.phoneSwitch('acme')).toBe(before);
  });

  test('or a plugin that throws while it reads one: a SwitchError that names plugin and brand', async () => {
    await using host = createSwitchHost();
    const careless: SwitchPlugin = {
      ...strict,
      id: 'careless',
      configure: () => {
        throw new TypeError('bug');
      },
    };
    host.register(careless);
    const set = (): void => host.setBrand('acme', { plugin: 'careless', config: {} });
    const message: unknown = expect.stringMatching(/plugin careless .*configuration/);
    expect(set).toThrow(
      expect.objectContaining({ code: 'INTERNAL', effect: 'none', plugin: 'careless', brand: 'acme', message }),
    );
  });
});

test('a plugin that fails to open or close never silences the others', async () => {
  await using host = createSwitchHost();
  host.register(vendorPlugin(() => Promise.reject(new Error('no')), { id: 'broken' }));
  host.register(vendorPlugin(() => vendorSwitch()));
  host.setBrand('acme', { plugin: 'broken', config: { label: 'a' } });
  host.setBrand('globex', settings('b'));
  expect(await switchErrorOf(host.phoneSwitch('acme'))).toMatchObject({ code: 'INTERNAL', plugin: 'broken', brand: 'acme' });
  expect(await (await host.phoneSwitch('globex')).connect()).toMatchObject({ status: 'verified' });
});

describe('loading plugins', () => {
  const load = async (host: SwitchHost, specifier: string): Promise<unknown> =>
    host.load(specifier).catch((error: unknown) => error);
  const allowedPlugins = ['@acme/switch'];

  test('imports what is allowed as the platform says, and registers it', async () => {
    const plugin = vendorPlugin(() => vendorSwitch());
    const imported: string[] = [];
    const importModule = async (specifier: string): Promise<unknown> => {
      imported.push(specifier);
      return { default: plugin };
    };
    await using host = createSwitchHost({ allowedPlugins, importModule });
    expect(host.plugins()).toEqual([]);
    expect(await load(host, '@acme/other')).toMatchObject({ code: 'PLUGIN_INVALID', details: { reason: 'not_allowed' } });
    expect(await load(host, '@acme/switch')).toBe(plugin);
    expect([host.plugins(), imported]).toEqual([[plugin], ['@acme/switch']]);
    host.setBrand('acme', settings('a'));
    expect(await (await host.phoneSwitch('acme')).connect()).toMatchObject({ status: 'verified' });
  });

  test('of a platform that does not say how to import looks where the core lies', async () => {
    await using host = createSwitchHost({ allowedPlugins });
    expect(await load(host, '@acme/switch')).toMatchObject({ code: 'PLUGIN_NOT_FOUND', details: { plugin: '@acme/switch' } });
  });
});

describe('loading a plugin that never finishes', () => {
  test.each([
    [undefined, 30_000],
    [{ deadlineMs: 500 }, 500],
  ])("with %j ends by the host's clock after %d ms, and names it", async (options, deadlineMs) => {
    const clock = new FakeClock();
    await using host = createSwitchHost({ clock, allowedPlugins: ['@acme/switch'], importModule: () => new Promise(() => {}) });
    const failed = switchErrorOf(host.load('@acme/switch', options));
    await clock.advance(deadlineMs);
    expect(await failed).toMatchObject({ code: 'TIMED_OUT', plugin: '@acme/switch', details: { deadlineMs } });
  });
});

describe('closing a host', () => {
  test('is what leaving the block does that uses it', async () => {
    const transport = new ScriptedTransport();
    {
      await using host = createSwitchHost({ transport });
      expect(host.plugins()).toEqual([]);
      expect(transport.closed).toBe(false);
    }
    expect(transport.closed).toBe(true);
  });

  test('closes its transport even when a switch does not close, and says which failed; once', async () => {
    const transport = new ScriptedTransport();
    const host = createSwitchHost({ transport });
    host.register(vendorPlugin(() => vendorSwitch({ close: () => Promise.reject(new Error('stuck')) })));
    host.setBrand('acme', settings('a'));
    await host.phoneSwitch('acme');
    const [first, second] = await Promise.all([rejectionOf(host.close()), rejectionOf(host.close())]);
    expect(first).toBeInstanceOf(AggregateError);
    expect(second).toBe(first);
    expect(transport.closed).toBe(true);
    expect(await switchErrorOf(host.phoneSwitch('acme'))).toMatchObject({ code: 'CLOSED' });
  });

  test('lets a switch use the transport for its own closing', async () => {
    const transport = new ScriptedTransport().answer({});
    const host = createSwitchHost({ transport });
    host.register(
      vendorPlugin((_config, { http }) => {
        const client = http({ baseUrl: new URL('https://switch.test'), authorisation: bearer(new Secret('key')) });
        return vendorSwitch({
          close: () => client.send({ operation: 'connect', method: 'POST', path: '/logout', read: () => undefined }),
        });
      }),
    );
    host.setBrand('acme', settings('a'));
    await host.phoneSwitch('acme');
    await host.close();
    expect(transport.requests.map(({ url }) => url.pathname)).toEqual(['/logout']);
  });
});

test('nothing that the host logs of an operation holds a secret or a whole number', async () => {
  const logger = new RecordingLogger();
  const transport = new ScriptedTransport().answer({ status: 401, json: { message: 'key s3cret-key refused for +15550004567' } });
  await using host = createSwitchHost({ transport, logger });
  host.register(
    vendorPlugin((_config, { http }) => {
      const authorisation = bearer(new Secret('s3cret-key'));
      const client = http({ baseUrl: new URL('https://switch.test'), authorisation });
      return vendorSwitch({
        makeCall: (request, options) =>
          client.send({
            operation: 'makeCall',
            method: 'POST',
            path: '/dial',
            json: { ...request },
            options,
            read: () => {
              throw new SwitchError('UNAUTHENTICATED', {}, { vendorMessage: authorisation.redact('key s3cret-key refused') });
            },
          }),
      });
    }),
  );
  host.setBrand('acme', settings('a'));
  await rejectionOf((await host.phoneSwitch('acme')).makeCall(DIAL));
  expect(logger.at('warn')).toMatchObject([
    { message: 'operation failed', fields: { operation: 'makeCall', brand: 'acme', outcome: 'UNAUTHENTICATED' } },
  ]);
  expect(logger.text()).toContain('[redacted]');
  for (const hidden of ['s3cret-key', '5550004567']) expect(logger.text()).not.toContain(hidden);
});
