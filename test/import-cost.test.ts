import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Imports a package in a process of its own, and counts what that loads from disk. */
const COUNT = `
import { registerHooks } from 'node:module';
const counts = {};
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) {
      const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url)?.[1] ?? 'ours';
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return nextLoad(url, context);
  },
});
await import(process.argv[1]);
// Pipes are the streams of this process itself.
const resources = process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap');
const heavy = ['http2', 'sqlite', 'tls', 'internal/deps/undici/undici'];
const builtins = heavy.filter((name) => process.moduleLoadList.includes('NativeModule ' + name));
process.stdout.write(JSON.stringify({ counts, resources, builtins }));
`;

interface Cost {
  /** Modules by package. */
  readonly counts: Readonly<Record<string, number>>;
  /** Timers, sockets and other things that keep a process alive. */
  readonly resources: readonly string[];
  /** Which of Node's own dear ones were loaded. */
  readonly builtins: readonly string[];
}

async function costOf(specifier: string): Promise<Cost> {
  const args = ['--conditions=@elasticfunnels/source', '--input-type=module', '--eval', COUNT, specifier];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  return JSON.parse(stdout) as Cost;
}

/** Bundles a package as it is published, with the dependencies that are installed here. */
async function publishInto(folder: string, packageFolder: string): Promise<string> {
  const from = join(ROOT, packageFolder);
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/bundle-package.mjs'), folder], { cwd: from });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(from, 'node_modules'), join(folder, 'node_modules'));
  return pathToFileURL(join(folder, 'index.js')).href;
}

// Not a time, which a busy machine decides: how many modules, which is what the time goes by. Whoever raises a number here
// has seen that every process of every platform pays for it, and that nothing of it could be loaded when it is needed.
test('importing core loads what it needs for a call, and starts nothing', { timeout: 30_000 }, async () => {
  const { counts, resources } = await costOf('@elasticfunnels/switch-core');
  const { ours = 0, ...others } = counts;
  const theirs = Object.values(others).reduce((sum, count) => sum + count, 0);
  expect(resources).toEqual([]);
  expect(ours).toBeGreaterThan(50);
  expect(ours).toBeLessThanOrEqual(150);
  expect(theirs).toBeGreaterThan(100);
  expect(theirs).toBeLessThanOrEqual(510);
  // The plans of all countries: loaded when the first number is read.
  expect(Object.keys(others)).not.toContain('libphonenumber-js');
});

// TLS is loaded by the first https connection; HTTP/2, fetch and databases never, as no call uses them.
test('importing core as it is published loads three files', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'published-core-'));
  try {
    const { counts, resources, builtins } = await costOf(await publishInto(folder, 'packages/core'));
    expect(resources).toEqual([]);
    expect(counts).toEqual({ ours: 3 });
    expect(builtins).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
