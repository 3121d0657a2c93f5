import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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
process.stdout.write(JSON.stringify({ counts, resources }));
`;

interface Cost {
  /** Modules by package. */
  readonly counts: Readonly<Record<string, number>>;
  /** Timers, sockets and other things that keep a process alive. */
  readonly resources: readonly string[];
}

async function costOf(specifier: string): Promise<Cost> {
  const args = ['--conditions=@elasticfunnels/source', '--input-type=module', '--eval', COUNT, specifier];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  return JSON.parse(stdout) as Cost;
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
