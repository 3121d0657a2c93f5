import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { NO_FAULT, startFaultServer } from '@elasticfunnels/switch-core/testing/faults';
import { Container } from 'inversify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type * as source from '../index.ts';
import { CALL, DIAL, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

// What is published contains inversify, zod and parts of undici; a platform and its plugins bring copies of their own.
const CORE = fileURLToPath(new URL('../..', import.meta.url));
type Core = typeof source;

let folder = '';
let core: Core;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-')));
  execFileSync(process.execPath, [join(CORE, '../../scripts/bundle-package.mjs'), folder], { cwd: CORE });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(CORE, 'node_modules'), join(folder, 'node_modules'));
  core = (await import(pathToFileURL(join(folder, 'index.js')).href)) as Core;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('core as it is published', () => {
  test('has the whole public surface', async () => {
    expect(Object.keys(core).toSorted()).toEqual(Object.keys(await import('../index.ts')).toSorted());
  });

  test("is a module for the platform's own inversify, whose logger it then uses", async () => {
    const container = new Container();
    container.load(core.phoneSwitchModule());
    const logger = new RecordingLogger();
    container.rebind(core.TOKENS.logger).toConstantValue(logger);
    const host = container.get(core.TOKENS.host);
    host.register(vendorPlugin(() => vendorSwitch()));
    host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
    expect(await (await host.phoneSwitch('acme')).makeCall(DIAL)).toMatchObject({ status: 'placed', call: CALL });
    expect(container.get(core.TOKENS.logger)).toBe(logger);
    await host.close();
  });

  test("draws and checks a form that a plugin made with a zod of its own, and with core's own fields in it", () => {
    const label = z.string('must be a text').meta({ title: 'Label' });
    const plugin = core.definePlugin({
      id: 'other-zod',
      displayName: 'Other zod',
      capabilities: [],
      config: z.strictObject({ label, key: core.secretText().meta({ title: 'Key', secret: true }), at: core.baseUrl }),
      connect: async () => vendorSwitch(),
    });
    expect(plugin.settingsSchema()).toMatchObject({
      properties: { label: { title: 'Label', type: 'string' }, key: { title: 'Key', secret: true } },
      required: ['label', 'key', 'at'],
    });
    const wrong = (): unknown => plugin.configure({ label: 7, key: 'k', at: 'no url', more: 1 });
    const issues = ['label', 'at', 'more'].map((path) => expect.objectContaining({ path, message: expect.any(String) }));
    expect(wrong).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', details: { issues } }));
    expect(plugin.configure({ label: 'a', key: 'k', at: 'https://switch.example' }).digest()).toMatch(/^[\w-]{43}$/);
  });

  test.each(['http', 'https'] as const)('asks over %s with what it has of undici', async (scheme) => {
    const behaviour = { ...NO_FAULT.behaviour, ...(scheme === 'https' && { tls: {} }) };
    await using server = await startFaultServer({ fault: { ...NO_FAULT, scheme, behaviour } });
    const { certificateAuthorities } = server;
    const transport = new core.UndiciTransport({ policy: { ...core.LOOPBACK_ALLOWED, certificateAuthorities } });
    const request = { method: 'POST', url: server.url, headers: {}, body: '{"a":1}', timeoutMs: 10_000 } as const;
    expect(await transport.request(request)).toMatchObject({ status: 200 });
    await transport.close();
  });

  test('names the licence of everything that it contains', () => {
    const text = readFileSync(join(folder, 'THIRD-PARTY-LICENCES.md'), 'utf8');
    for (const name of ['inversify', 'reflect-metadata', 'undici', 'zod'])
      expect(text).toMatch(new RegExp(`^## \\S*${name}\\S* [\\d.]+ \\(.+\\)$`, 'm'));
    expect(readdirSync(folder)).toContain('libraries.js');
  });
});
