import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BRANDS = 200;

/** Counts, in a process of its own, what so many brands leave in memory and keep alive; not how long it takes. */
const COUNT = `
import { EventEmitter } from 'node:events';
import { queryObjects } from 'node:v8';
import { createSwitchHost } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
const kinds = { AbortController, EventEmitter, Map, Promise, Function, Object };
const count = () => Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, queryObjects(kind, { format: 'count' })]));
const alive = () => process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap');
const host = createSwitchHost();
host.register(five9Plugin);
const set = (index) => host.setBrand('brand-' + index, {
  plugin: 'five9',
  config: { api_base_url: 'https://brand-' + index + '.example', api_key: 'key-' + index },
  screenPop: { signing_secrets: ['whsec_' + Buffer.alloc(32, index % 250).toString('base64')], default_region: 'US' },
});
for (let index = 0; index < 100; index += 1) set(index);
const before = count();
for (let index = 100; index < ${BRANDS} + 100; index += 1) set(index);
const after = count();
const resources = alive();
for (let index = 0; index < 50; index += 1) await host.phoneSwitch('brand-' + index);
const opened = alive();
const perBrand = Object.fromEntries(Object.keys(kinds).map((name) => [name, (after[name] - before[name]) / ${BRANDS}]));
await host.close();
process.stdout.write(JSON.stringify({ perBrand, resources, opened }));
`;

interface Cost {
  /** Objects by their kind; `Object` counts all others too. */
  readonly perBrand: Readonly<Record<string, number>>;
  /** Timers, sockets and other things that keep a process alive. */
  readonly resources: readonly string[];
  /** The same after switches were opened. */
  readonly opened: readonly string[];
}

// Exact counts of live objects, which no busy machine changes: whoever raises one has seen that ten thousand brands pay for it.
test('a brand that nobody calls for is a few plain objects, and an open switch keeps nothing alive', {
  timeout: 120_000,
}, async () => {
  const args = ['--conditions=@elasticfunnels/source', '--no-warnings', '--input-type=module', '--eval', COUNT];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  const { perBrand, resources, opened } = JSON.parse(stdout) as Cost;
  expect(resources).toEqual([]);
  expect(opened).toEqual([]);
  const { Function: functions = 0, Object: objects = 0, ...machinery } = perBrand;
  expect(machinery).toEqual({ AbortController: 0, EventEmitter: 0, Map: 0, Promise: 0 });
  // A fraction of one is what the maps that know all brands grow by.
  expect(functions).toBeLessThan(4.5);
  expect(objects).toBeGreaterThan(5);
  expect(objects).toBeLessThan(20);
});
