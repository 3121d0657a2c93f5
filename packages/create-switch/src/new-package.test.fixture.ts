import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** An empty folder that is gone after the test. */
export function emptyFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'create-switch-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** What an installation would bring, out of this repository: the registry is not asked. */
export function linkDependencies(folder: string): void {
  const from = { '@elasticfunnels/switch-core': 'packages/core', zod: 'packages/core/node_modules/zod' };
  const own = Object.fromEntries(['@types/node', 'typescript', 'vitest'].map((name) => [name, join('node_modules', name)]));
  for (const [name, path] of Object.entries({ ...from, ...own })) {
    const target = join(folder, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(ROOT, path), target);
  }
}

/** What a command said and how it ended. */
export interface Ran {
  readonly exitCode: number | null;
  readonly printed: string;
}

/** Runs one of the tools of this repository in a folder. */
export function runTool(tool: 'tsc' | 'vitest', words: readonly string[], cwd: string): Ran {
  // Without what a test runner tells its own workers.
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_ENV');
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', tool), words, {
    cwd,
    encoding: 'utf8',
    env: { ...Object.fromEntries(environment), NO_COLOR: '1' },
  });
  return { exitCode: status, printed: `${stdout}${stderr}` };
}
