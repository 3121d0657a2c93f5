import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a page asks its reader to do, in order. */
export type GuideStep =
  | { readonly kind: 'file'; readonly path: string; readonly content: string }
  | { readonly kind: 'commands'; readonly lines: readonly string[] }
  /** What the commands before it print, among other things. */
  | { readonly kind: 'output'; readonly lines: readonly string[] };

/** The fenced blocks of a page: a path after the language is a file, `sh` is to be run, `text` is what that prints. */
export function readGuide(markdown: string): readonly GuideStep[] {
  const blocks = [...markdown.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm)];
  return blocks.map(([, language = '', path, content = '']): GuideStep => {
    if (path !== undefined) return { kind: 'file', path, content };
    const lines = content.split('\n').filter((line) => line.trim() !== '');
    if (language === 'sh') return { kind: 'commands', lines };
    if (language === 'text') return { kind: 'output', lines };
    throw new Error(`The guide has a block of ${language} without a path: nobody can follow that.`);
  });
}

/** Commands that ended, and what they said. */
export interface Ran {
  readonly exitCode: number | null;
  readonly printed: string;
}

/** Follows a page in a folder of its own, which is gone in the end. */
export class GuideReader implements Disposable {
  readonly #start = mkdtempSync(join(tmpdir(), 'guide-'));
  #folder = this.#start;

  /** Writes a file as the page shows it. */
  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), content);
  }

  /** Replaces a part of a file that is there. */
  change(path: string, from: string, to: string): void {
    const before = readFileSync(join(this.#folder, path), 'utf8');
    if (!before.includes(from)) throw new Error(`${path} has no ${from}.`);
    writeFileSync(join(this.#folder, path), before.replace(from, to));
  }

  /** Runs commands in a shell, and stays in the folder that they lead to. `pnpm install` is done without a registry. */
  run(lines: readonly string[]): Ran {
    if (lines.includes('pnpm install')) this.#link();
    const where = join(this.#start, '.where');
    const script = ['set -e', ...lines.filter((line) => line !== 'pnpm install'), `pwd >'${where}'`].join('\n');
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
      cwd: this.#folder,
      encoding: 'utf8',
      env: environment(),
    });
    if (status === 0) this.#folder = readFileSync(where, 'utf8').trim();
    return { exitCode: status, printed: `${stdout}${stderr}` };
  }

  [Symbol.dispose](): void {
    rmSync(this.#start, { recursive: true, force: true });
  }

  /** What package.json asks for, in the versions of this repository, whose core is built. */
  #link(): void {
    const built = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-b', 'packages/core'], { cwd: ROOT, encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stdout);
    const manifest: unknown = JSON.parse(readFileSync(join(this.#folder, 'package.json'), 'utf8'));
    const modules = join(this.#folder, 'node_modules');
    for (const [name, version] of listDependencies(manifest)) {
      const installed = name === '@elasticfunnels/switch-core' ? 'packages/core' : `packages/core/node_modules/${name}`;
      const found = [installed, `node_modules/${name}`].find((path) => hasManifest(join(ROOT, path)));
      if (found === undefined) throw new Error(`${name} is not installed in this repository.`);
      const own = readVersion(join(ROOT, found));
      if (version.replace('^', '') !== own) throw new Error(`The guide asks for ${name} ${version}; here it is ${own}.`);
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, found), join(modules, name));
    }
    symlinkSync(join(ROOT, 'node_modules/.bin'), join(modules, '.bin'));
  }
}

function environment(): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  // Or pnpm would try to install before every script, and ask a registry.
  return { ...process.env, PATH: path, NO_COLOR: '1', pnpm_config_verify_deps_before_run: 'false' };
}

function listDependencies(manifest: unknown): readonly (readonly [string, string])[] {
  const { dependencies, devDependencies } = manifest as Record<string, Record<string, string> | undefined>;
  return Object.entries({ ...dependencies, ...devDependencies });
}

function hasManifest(folder: string): boolean {
  try {
    return readVersion(folder) !== '';
  } catch {
    return false;
  }
}

function readVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
