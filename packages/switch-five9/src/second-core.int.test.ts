import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { createSwitchHost, LOOPBACK_ALLOWED, SwitchError, type SwitchHost, type SwitchPlugin } from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALL, DIAL, failureOf, KEY } from './five9-phone.test.fixture.ts';
import { startServer } from './recorded-server.test.fixture.ts';

// A plugin is installed on its own, so it can bring another copy of core than the platform's: other classes, other
// symbols that are not `Symbol.for`, another `instanceof`; and, as published packages contain it, another zod. Here it is the
// plugin as it is published, loaded by Node and not by the test runner, in a host of the sources.
const FIVE9 = fileURLToPath(new URL('..', import.meta.url));
const CORE = join(FIVE9, '..', 'core');
const ROOT = join(FIVE9, '..', '..');

let folder = '';
let entry = '';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'second-core-')));
  const scope = join(folder, 'node_modules', '@elasticfunnels');
  copyPackage(CORE, join(scope, 'switch-core'));
  copyPackage(FIVE9, join(scope, 'switch-five9'));
  entry = pathToFileURL(join(scope, 'switch-five9', 'bundle', 'index.js')).href;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is published, with the dependencies that are installed already, but for our own. */
function copyPackage(from: string, to: string): void {
  mkdirSync(join(to, 'node_modules'), { recursive: true });
  const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }));
  execFileSync(process.execPath, [join(ROOT, 'scripts/bundle-package.mjs'), join(to, 'bundle')], { cwd: from });
  for (const name of Object.keys(manifest.dependencies)) {
    const linked = join(to, 'node_modules', name);
    mkdirSync(dirname(linked), { recursive: true });
    symlinkSync(realpathSync(join(from, 'node_modules', name)), linked);
  }
}

async function openHost(
  logger = new RecordingLogger(),
): Promise<{ host: SwitchHost; plugin: SwitchPlugin; logger: RecordingLogger }> {
  const host = createSwitchHost({ allowedPlugins: [entry], network: LOOPBACK_ALLOWED, logger, retry: { attempts: 1 } });
  return { host, plugin: await host.load(entry), logger };
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not throw.');
}

describe('a plugin with a copy of core of its own', () => {
  test('loads, and its copy is really another', async () => {
    const { host, plugin } = await openHost();
    expect(host.plugins()).toEqual([plugin]);
    expect(plugin).toMatchObject({ id: 'five9', specVersion: 'v1', displayName: 'Five9' });
    expect(plugin.capabilities.has('transfer.attended')).toBe(true);
    const error = thrownBy(() => plugin.configure({}));
    expect(error).not.toBeInstanceOf(SwitchError);
    await host.close();
  });

  test('fails in a way that this copy recognises by its code', async () => {
    const { host, plugin } = await openHost();
    const foreign = thrownBy(() => plugin.configure({ api_key: 'two words' }));
    expect(SwitchError.is(foreign)).toBe(true);
    expect(SwitchError.has(foreign, 'CONFIG_INVALID')).toBe(true);
    expect(SwitchError.has(foreign, 'REJECTED')).toBe(false);
    const told = thrownBy(() => host.setBrand('acme', { plugin: 'five9', config: { api_key: 'two words' } }));
    expect(told).toBeInstanceOf(SwitchError);
    expect(told).toMatchObject({ code: 'CONFIG_INVALID', plugin: 'five9', brand: 'acme' });
    expect(JSON.stringify([foreign, told])).not.toContain('two words');
    await host.close();
  });

  test('connects, dials and fails over a real connection, with its secrets hidden', async () => {
    await using server = await startServer(({ path }) => {
      if (path === '/') return {};
      if (path === '/calls/make') return { body: '{"success":true,"call_id":"300000000115271"}' };
      if (path === '/calls/hangup') return { status: 410 };
      if (path === '/calls/recording') return { body: '{"recording_url":"http://127.0.0.1/7.wav?s=1"}' };
      return { status: 409, body: `{"success":false,"code":"agent_not_ready","message":"Not with ${KEY}."}` };
    });
    const { host, logger } = await openHost();
    host.setBrand('acme', { plugin: 'five9', config: { api_base_url: server.url, api_key: KEY } });
    const phone = await host.phoneSwitch('acme');

    expect(await phone.connect()).toMatchObject({ status: 'verified' });
    expect(await phone.makeCall(DIAL)).toMatchObject({ status: 'placed', call: CALL });
    expect(await phone.hangupCall(CALL)).toEqual({ status: 'already_ended' });
    expect(await phone.getCallRecordingUrl(CALL)).toMatchObject({ status: 'available' });
    const error = await failureOf(phone.transferCall({ call: CALL, targetExtension: '1002' }));

    expect(error).toBeInstanceOf(SwitchError);
    expect(SwitchError.has(error, 'AGENT_NOT_READY')).toBe(true);
    expect(error).toMatchObject({
      effect: 'none',
      vendorMessage: 'Not with [redacted].',
      plugin: 'five9',
      operation: 'transferCall',
    });
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(Array.from({ length: 5 }, () => `Bearer ${KEY}`));
    const deep = { depth: Infinity, showHidden: true } as const;
    const shown = [JSON.stringify(error), inspect(error, deep), inspect(phone, deep), inspect(host, deep), logger.text()].join(
      '\n',
    );
    expect(shown).not.toContain(KEY);
    await host.close();
  });

  test('leaves open what a dial did, in the same words', async () => {
    await using server = await startServer(() => ({ body: '{"success":"true","call_id":"7"}' }));
    const { host } = await openHost();
    host.setBrand('acme', { plugin: 'five9', config: { api_base_url: server.url, api_key: KEY } });
    const error = await failureOf((await host.phoneSwitch('acme')).makeCall(DIAL));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', details: { reason: 'unreadable_answer' } });
    expect(server.seen).toHaveLength(1);
    await host.close();
  });

  test('tells a changed key from the same one, without showing either', async () => {
    const { host, plugin } = await openHost();
    const digestOf = (api_key: string): string => plugin.configure({ api_base_url: 'https://five9.example', api_key }).digest();
    expect(digestOf(KEY)).toBe(digestOf(KEY));
    expect(digestOf(KEY)).not.toBe(digestOf('another-key'));
    expect(digestOf(KEY)).not.toContain(KEY);
    await host.close();
  });
});
