import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a package is written, and how it reaches the framework from there. */
export interface Destination {
  /** Absolute. */
  readonly folder: string;
  /** The root of the framework's workspace, where the package becomes one of its packages. */
  readonly workspace?: string;
  /** What package.json asks for as the framework's core, where the package stands alone. */
  readonly core?: string;
}

const CORE = '@elasticfunnels/switch-core';

/**
 * Inside the framework's workspace `packages/switch-<name>`, elsewhere `./switch-<name>`; `directory` overrides both.
 * A package that stands alone takes the core from the checkout that this tool runs from, where it runs from one.
 */
export function chooseDestination(name: string, workingFolder: string, directory?: string): Destination {
  const around = findWorkspace(workingFolder);
  const beside = around === undefined ? workingFolder : join(around, 'packages');
  const folder = directory === undefined ? join(beside, `switch-${name}`) : resolve(workingFolder, directory);
  const workspace = findWorkspace(dirname(folder));
  if (workspace !== undefined && dirname(folder) === join(workspace, 'packages')) return { folder, workspace };
  const checkout = fileURLToPath(new URL('../../core', import.meta.url));
  return isCore(checkout) ? { folder, core: `link:${relative(folder, checkout)}` } : { folder };
}

/** The root of the framework's own workspace, at a folder or above it. */
function findWorkspace(folder: string): string | undefined {
  if (existsSync(join(folder, 'pnpm-workspace.yaml')) && isCore(join(folder, 'packages', 'core'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findWorkspace(parent);
}

function isCore(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && readFileSync(manifest, 'utf8').includes(`"name": "${CORE}"`);
}
