import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KIT = 'packages/switch-contract-tests';
/** What is packed: the kit, and which of our packages it needs. */
const PACKED = [KIT, 'packages/switch-five9', 'packages/core'];

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A folder that held nothing, after the kit's tarballs were installed in it. */
export interface PackedKit extends Disposable {
  readonly directory: string;
  /** The kit's command, as npm would link it. */
  readonly command: string;
  /** The contract, as it is in the tarball. */
  readonly contract: string;
  /** What the manifests in the tarballs say. */
  readonly manifests: readonly string[];
}

/** Builds, packs and unpacks the kit; what others wrote is linked from this checkout, so that no registry is asked. */
export function installPackedKit(): PackedKit {
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-b', KIT], { cwd: ROOT });
  const directory = mkdtempSync(join(tmpdir(), 'packed-kit-'));
  const modules = join(directory, 'node_modules');
  for (const folder of PACKED) unpack(folder, directory);
  const manifests = PACKED.map((folder) =>
    readFileSync(join(modules, readManifest(join(ROOT, folder)).name, 'package.json'), 'utf8'),
  );
  for (const [index, folder] of PACKED.entries()) {
    const { dependencies = {} } = JSON.parse(manifests[index] ?? '') as Manifest;
    for (const name of Object.keys(dependencies)) link(join(ROOT, folder, 'node_modules', name), join(modules, name));
  }
  const { name, bin = {} } = readManifest(join(ROOT, KIT));
  const installed = join(modules, name);
  const command = join(modules, '.bin', 'switch-contract');
  mkdirSync(dirname(command));
  symlinkSync(relative(dirname(command), join(installed, bin['switch-contract'] ?? '')), command);
  return {
    directory,
    command,
    contract: join(installed, 'contract'),
    manifests,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function unpack(folder: string, directory: string): void {
  const tarballs = join(directory, 'tarballs', folder);
  mkdirSync(tarballs, { recursive: true });
  execFileSync('pnpm', ['pack', '--pack-destination', tarballs], { cwd: join(ROOT, folder), stdio: 'pipe' });
  const [tarball = ''] = readdirSync(tarballs);
  const target = join(directory, 'node_modules', readManifest(join(ROOT, folder)).name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(tarballs, tarball), '-C', target, '--strip-components=1']);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function link(from: string, to: string): void {
  // One of ours, from its tarball, or what two of them need.
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}
