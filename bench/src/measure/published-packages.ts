import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const OURS = '@elasticfunnels/';
const run = promisify(execFile);

/** A project of a user: what was packed is installed in it, and nothing of this workspace's own is. */
export interface UserProject {
  /** Where the packages are installed, below `node_modules/`. */
  readonly directory: string;
  /** For a compile cache that begins empty. */
  readonly cacheFolder: string;
  /** Copies a script to where it resolves packages as a user's own does, and tells its path. */
  readonly copy: (script: string) => Promise<string>;
  close(): Promise<void>;
}

/** Packs packages as they are published, and installs them; what they need of others is linked from this checkout. */
export async function installPublished(folders: readonly string[]): Promise<UserProject> {
  const directory = await mkdtemp(join(tmpdir(), 'published-'));
  for (const folder of folders) await install(join(ROOT, folder), directory);
  await writeFile(join(directory, 'package.json'), '{ "type": "module", "private": true }');
  return {
    directory,
    cacheFolder: join(directory, 'compile-cache'),
    copy: async (script) => {
      const copied = join(directory, 'main.js');
      await copyFile(script, copied);
      return copied;
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function install(from: string, project: string): Promise<void> {
  const tarball = join(project, 'packed.tgz');
  await run('pnpm', ['pack', '--out', tarball], { cwd: from });
  const manifest = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as Manifest;
  const target = join(project, 'node_modules', manifest.name);
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  // Ours are found where they were unpacked.
  for (const name of Object.keys(manifest.dependencies ?? {}).filter((each) => !each.startsWith(OURS))) {
    const linked = join(target, 'node_modules', name);
    await mkdir(dirname(linked), { recursive: true });
    await symlink(join(from, 'node_modules', name), linked);
  }
}
