import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

/** A project of a user: what was packed is installed in it, and nothing of this workspace's own is. */
export interface UserProject {
  /** Where the script was copied to; it resolves packages from there. */
  readonly script: string;
  /** For a compile cache that begins empty. */
  readonly cacheFolder: string;
  close(): Promise<void>;
}

/** Packs packages as they are published, and installs them for a script; others' packages are linked from this checkout. */
export async function installPublished(folders: readonly string[], script: string): Promise<UserProject> {
  const project = await mkdtemp(join(tmpdir(), 'published-'));
  for (const folder of folders) await install(join(ROOT, folder), project);
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  const copied = join(project, 'main.js');
  await copyFile(script, copied);
  return {
    script: copied,
    cacheFolder: join(project, 'compile-cache'),
    close: () => rm(project, { recursive: true, force: true }),
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
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const linked = join(target, 'node_modules', name);
    await mkdir(dirname(linked), { recursive: true });
    await symlink(join(from, 'node_modules', name), linked);
  }
}
