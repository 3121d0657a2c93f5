// The public surface of the core, one page an entry point, in packages/core/api: whoever changes what others build on
// sees it in the diff. `pnpm check:api` fails when a page is not what the build says, `pnpm update:api` writes them anew.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CORE = join(ROOT, 'packages/core');
const REPORTS = join(CORE, 'api');
const ENTRIES = [
  { specifier: '@elasticfunnels/switch-core', folder: 'src', report: 'switch-core.api.md' },
  { specifier: '@elasticfunnels/switch-core/testing', folder: 'testing', report: 'testing.api.md' },
  { specifier: '@elasticfunnels/switch-core/conformance', folder: 'conformance', report: 'conformance.api.md' },
];
/** Mentioned by the surface and left unexported on purpose; all else that it mentions must be exported. */
const NEEDS_NO_EXPORT = [
  // Helpers of a type that nobody has to name.
  'Branded',
  'MethodsOf',
  'NewCall',
  'Step',
  // Parts of the pool: a platform takes the pool from the container, and builds none.
  'GuardedSwitch',
  'OpenSwitch',
];

const COMPILER_OPTIONS = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2023', 'esnext.disposable'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
};

const work = mkdtempSync(join(tmpdir(), 'api-reports-'));
try {
  const pages = ENTRIES.map((entry) => ({ ...entry, ...renderReport(entry) }));
  const forgotten = pages.flatMap((page) =>
    page.forgotten.map((name) => `${page.specifier} mentions ${name}, and does not export it.`),
  );
  for (const line of forgotten) process.stderr.write(`${line}\n`);
  if (process.argv.includes('--update')) update(pages);
  else if (!check(pages)) process.exitCode = 1;
  if (forgotten.length > 0) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function update(pages) {
  mkdirSync(REPORTS, { recursive: true });
  for (const { report, text } of pages) writeFileSync(join(REPORTS, report), text);
  process.stdout.write(`${pages.length} reports written to ${relative(ROOT, REPORTS)}\n`);
}

function check(pages) {
  const changed = pages.filter(({ report, text }) => !showDifference(join(REPORTS, report), text));
  if (changed.length === 0) {
    process.stdout.write(`the public surface is as reported: ${pages.map(({ specifier }) => specifier).join(', ')}\n`);
    return true;
  }
  process.stderr.write(
    `\nThe public surface changed: ${changed.map(({ specifier }) => specifier).join(', ')}.\n` +
      'If you mean it, run `pnpm update:api`, commit the result, and say in a changeset what it asks of others.\n',
  );
  return false;
}

/** Whether a file has this text; the difference is printed. */
function showDifference(file, text) {
  const found = join(work, 'found.api.md');
  writeFileSync(found, text);
  const known = existsSync(file) ? file : '/dev/null';
  const { status, stdout } = spawnSync('git', ['diff', '--no-index', '--unified=2', known, found], { encoding: 'utf8' });
  if (status === 0) return true;
  const lines = stdout.split('\n').filter((line) => !/^(diff|index|new file|---|\+\+\+) /.test(line));
  process.stderr.write(`--- ${relative(ROOT, file)}\n${lines.join('\n')}`);
  return false;
}

function renderReport({ specifier, folder, report }) {
  const project = stage(folder);
  const forgotten = [];
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: project,
      mainEntryPointFilePath: join(project, folder, 'index.d.ts'),
      compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, include: [`${folder}/**/*.d.ts`] } },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: work,
        reportTempFolder: join(project, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
    },
    packageJsonFullPath: join(project, 'package.json'),
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.messageId === 'ae-forgotten-export') forgotten.push(/"(.+?)"/.exec(message.text)[1]);
      // Release tags and TSDoc are not how these packages are documented.
      if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
    },
  });
  const text = tidy(readFileSync(join(work, report), 'utf8'), specifier);
  return { text, forgotten: forgotten.filter((name) => !NEEDS_NO_EXPORT.includes(name)) };
}

/** One entry point, as a stranger has it: what it imports from the package comes from outside. */
function stage(folder) {
  const project = join(work, folder);
  cpSync(join(CORE, 'dist', folder), join(project, folder), { recursive: true });
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'entry', version: '0.0.0', type: 'module' }));
  const manifest = JSON.parse(readFileSync(join(CORE, 'package.json'), 'utf8'));
  link(CORE, project, manifest.name);
  link(join(ROOT, 'node_modules/@types/node'), project, '@types/node');
  for (const name of Object.keys(manifest.dependencies)) link(join(CORE, 'node_modules', name), project, name);
  return project;
}

function link(from, project, name) {
  const target = join(project, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(from, target);
}

/** Names the entry point, and leaves out what says nothing about it. */
function tidy(text, specifier) {
  return text
    .replace(/^## API Report File for .*$/m, `## API of ${specifier}`)
    .replace(
      /^> Do not edit this file.*$/m,
      '> Written by `pnpm update:api`. A change here is a change to what others build on: see CONTRIBUTING.md.',
    )
    .replace(/^ *\/\/ \(undocumented\)\n/gm, '')
    .replace(/^\/\/ Warning: \(ae-forgotten-export\).*\n/gm, '')
    .replace(/\n\/\/ \(No @packageDocumentation comment for this package\)\n/, '');
}
