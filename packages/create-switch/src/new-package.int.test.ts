import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createSwitch } from './create-switch.ts';
import { emptyFolder, linkDependencies, ROOT, runTool } from './new-package.test.fixture.ts';

// Compilers and a whole test run, on machines that are busy with others.
vi.setConfig({ testTimeout: 120_000 });

// What is started from this repository uses the core as it is built.
beforeAll(() => {
  const { exitCode, printed } = runTool('tsc', ['-b', 'packages/core'], ROOT);
  if (exitCode !== 0) throw new Error(printed);
}, 60_000);

describe('a package that stands alone', () => {
  it('compiles, and its conformance is green from the first minute and says what is missing', async () => {
    using temporary = emptyFolder();
    const { folder } = await createSwitch({ name: 'my-dialler', workingFolder: temporary.path });
    linkDependencies(folder);
    expect(runTool('tsc', [], folder)).toEqual({ exitCode: 0, printed: '' });
    expect(runTool('tsc', ['-p', 'tsconfig.build.json'], folder)).toEqual({ exitCode: 0, printed: '' });
    const { exitCode, printed } = runTool('vitest', ['run'], folder);
    expect(printed).toMatch(/My Dialler behind the host breaks \d+ promises: \d+ kept, \d+ broken, \d+ not tested\./);
    expect(printed).toContain('BROKEN      a dial rings the destination exactly once');
    expect(printed).toContain('The My Dialler driver does not implement makeCall yet, so nothing was sent.');
    expect(printed).not.toContain('connect rings nobody');
    expect(exitCode).toBe(0);
  });

  it('goes red when a promise breaks that was kept, and when one is kept that is not on record', async () => {
    using temporary = emptyFolder();
    const { folder } = await createSwitch({ name: 'acme', workingFolder: temporary.path });
    linkDependencies(folder);
    const record = join(folder, 'src/conformance/kept-promises.test.fixture.ts');
    const kept = readFileSync(record, 'utf8');
    const broken = 'a dial rings the destination exactly once';
    writeFileSync(record, kept.replace("'connect rings nobody'", `'${broken}'`));
    const { exitCode, printed } = runTool('vitest', ['run'], folder);
    expect(printed).toContain(`These promises were kept, and are not any more:\n  ${broken}\n    makeCall failed`);
    expect(printed).toContain("You now keep these: add them to kept-promises.test.fixture.ts.\n  'connect rings nobody',\n");
    expect(exitCode).toBe(1);
  });

  it("asks for the versions that this repository's own packages use", async () => {
    using temporary = emptyFolder();
    const { folder } = await createSwitch({ name: 'acme', workingFolder: temporary.path });
    const made = readManifest(folder);
    const root = readManifest(ROOT);
    const core = readManifest(join(ROOT, 'packages/core'));
    expect(made).toMatchObject({
      peerDependencies: { '@elasticfunnels/switch-core': `^${core.version}` },
      dependencies: { zod: core.dependencies?.['zod'] },
      engines: core['engines'],
    });
    for (const name of ['@types/node', 'typescript', 'vitest']) {
      expect(made.devDependencies?.[name], name).toBe(root.devDependencies?.[name]);
    }
    // No registry has the core yet, so a checkout is where it comes from.
    expect(made.devDependencies?.['@elasticfunnels/switch-core']).toMatch(/^link:.*packages\/core$/);
  });
});

describe("a package of the framework's workspace", () => {
  it('compiles under the rules of the workspace, which knows it', async () => {
    using temporary = emptyFolder();
    const workspace = temporary.path;
    mkdirSync(join(workspace, 'packages/anything'), { recursive: true });
    for (const file of ['pnpm-workspace.yaml', 'tsconfig.base.json', 'tsconfig.json', 'tsconfig.test.json']) {
      copyFileSync(join(ROOT, file), join(workspace, file));
    }
    symlinkSync(join(ROOT, 'packages/core'), join(workspace, 'packages/core'));
    const created = await createSwitch({ name: 'acme', workingFolder: join(workspace, 'packages/anything') });
    expect(created).toMatchObject({
      folder: join(workspace, 'packages/switch-acme'),
      packageName: '@elasticfunnels/switch-acme',
      edited: ['tsconfig.json', 'tsconfig.test.json'],
      toEdit: [],
    });
    for (const file of created.edited) {
      expect(readFileSync(join(workspace, file), 'utf8')).toContain('    { "path": "packages/switch-acme" },\n');
    }
    linkDependencies(created.folder);
    expect(runTool('tsc', ['-p', created.folder], workspace)).toEqual({ exitCode: 0, printed: '' });
  });

  it('is shaped like the packages that are there', async () => {
    using temporary = emptyFolder();
    const { folder } = await createSwitch({
      name: 'acme',
      workingFolder: ROOT,
      directory: join(temporary.path, 'acme'),
    });
    // Outside packages/ it stands alone, whoever asks.
    expect(readManifest(folder)).toMatchObject({ name: 'switch-acme', private: true });
    const template = readManifest(join(ROOT, 'packages/create-switch/template/workspace'), '_package.json');
    const sibling = readManifest(join(ROOT, 'packages/switch-five9'));
    for (const part of ['type', 'engines', 'files', 'exports', 'scripts', 'publishConfig', 'peerDependencies', 'dependencies']) {
      expect(template[part], part).toEqual(sibling[part]);
    }
  });
});

interface Manifest {
  readonly version: string;
  readonly [part: string]: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string, name = 'package.json'): Manifest {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
