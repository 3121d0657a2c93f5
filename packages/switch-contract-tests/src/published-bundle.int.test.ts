import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as source from './index.ts';

const KIT = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Tells on stderr, when the process ends, what it loaded from disk. */
const COUNT = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load: (url, context, next) => (url.startsWith('file:') && loaded.push(url), next(url, context)) });
process.on('exit', () => process.stderr.write(JSON.stringify(loaded)));
`;

let folder = '';

// As it is published, with the dependencies that are installed here. `test/kit` verifies a middleware with it.
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kit-bundle-')));
  await run(process.execPath, [join(KIT, '../../scripts/bundle-package.mjs'), join(folder, 'bundle')], { cwd: KIT });
  const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(KIT, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }));
  cpSync(join(KIT, 'bin'), join(folder, 'bin'), { recursive: true });
  symlinkSync(join(KIT, 'contract'), join(folder, 'contract'));
  symlinkSync(join(KIT, 'node_modules'), join(folder, 'node_modules'));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs Node beside the bundle; our other packages are their sources. */
function runNode(...words: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return run(process.execPath, ['--conditions=@elasticfunnels/source', ...words], { cwd: folder });
}

async function loadedBy(...words: readonly string[]): Promise<readonly string[]> {
  const hooks = `data:text/javascript,${encodeURIComponent(COUNT)}`;
  const { stderr } = await runNode('--import', hooks, join(folder, 'bin/switch-contract.js'), ...words);
  return JSON.parse(stderr) as readonly string[];
}

describe('the kit as it is published', () => {
  test('has the whole public surface', async () => {
    const script = `console.log(JSON.stringify(Object.keys(await import('${pathToFileURL(join(folder, 'bundle/index.js')).href}'))))`;
    const { stdout } = await runNode('--input-type=module', '--eval', script);
    expect((JSON.parse(stdout) as string[]).toSorted()).toEqual(Object.keys(source).toSorted());
  });

  // Whoever raises the number has seen that every command pays for it.
  test('starts with a few files, and of libraries with the one that reads its command line', async () => {
    const loaded = (await loadedBy('--help')).map((url) => basename(url));
    expect(loaded).toContain('command-line.js');
    expect(loaded.filter((name) => name.startsWith('libraries'))).toEqual(['libraries-commander.js']);
    expect(loaded.length).toBeLessThanOrEqual(8);
  });

  test('names the licence of everything that it contains', () => {
    const text = readFileSync(join(folder, 'bundle/THIRD-PARTY-LICENCES.md'), 'utf8');
    for (const name of ['ajv', 'commander', 'fast-uri', 'zod'])
      expect(text).toMatch(new RegExp(`^## ${name} [\\d.]+ \\(.+\\)$`, 'm'));
  });
});
