// How much of the code the tests really hold: changes it in thousands of small ways, and counts which ones a test notices.
//
//   pnpm mutants [--folder NAME]... [--files GLOB] [--json FILE] [--head] [--keep]
//
// In a copy of the tree (of the last commit with --head), never in the tree itself. Each folder's code is held against that folder's own unit tests and no
// others: what is noticed only from far away counts as missed. Stryker keeps what it has tried in `.mutants/` (not in git):
// a run that was interrupted goes on from there, and a later one tries only what has changed. With --files nothing is kept:
// it is for a look at one file while its tests are written, and several may run at once.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const KEPT = join(ROOT, '.mutants');
/** Pinned here, as it is installed into the copy alone: it brings a hundred packages that nothing else needs. */
const STRYKER = ['@stryker-mutator/core@10.1.1', '@stryker-mutator/vitest-runner@10.1.1'];

/** What is mutated, by name: the code, and the tests that have to notice. */
const FOLDERS = {
  errors: { code: 'packages/core/src/errors', tests: ['packages/core/src/errors'] },
  config: { code: 'packages/core/src/config', tests: ['packages/core/src/config'] },
  http: { code: 'packages/core/src/http', tests: ['packages/core/src/http'] },
  host: { code: 'packages/core/src/host', tests: ['packages/core/src/host'] },
  five9: { code: 'packages/switch-five9/src', tests: ['packages/switch-five9/src'] },
};
/** Held by tests with real connections, which the matrix of faults repeats by the thousand: not by unit tests. */
const BY_CONNECTIONS = ['http/undici-transport.ts', 'http/guarded-connector.ts'];

/** Too slow to be run for every mutant: real connections, and hundreds of random cases. */
const NOT_RUN = ['**/node_modules/**', '**/*.int.test.ts', '**/*.property.test.ts'];

const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true, default: Object.keys(FOLDERS) },
    files: { type: 'string' },
    json: { type: 'string' },
    head: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const unknown = values.folder.find((name) => !Object.hasOwn(FOLDERS, name));
if (unknown !== undefined) fail(`There is no folder ${unknown}; there are ${Object.keys(FOLDERS).join(', ')}.`);

const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
try {
  copyTree();
  const results = values.folder.flatMap(tryFolder);
  tell(results);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
} finally {
  if (values.keep) console.log(`The copy is kept: ${copy}`);
  else rmSync(copy, { recursive: true, force: true });
}

function copyTree() {
  if (values.head) run('sh', ['-c', `git archive HEAD | tar -x -C '${copy}'`], ROOT);
  const files = values.head ? [] : run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], ROOT).split('\0');
  for (const file of files) {
    if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(copy, file));
  }
  // The copy is no workspace that anybody works in: nothing is to be installed behind the run's back.
  const workspace = join(copy, 'pnpm-workspace.yaml');
  writeFileSync(workspace, readFileSync(workspace, 'utf8').replace('verifyDepsBeforeRun: install', 'verifyDepsBeforeRun: false'));
  run('pnpm', ['add', '--save-dev', '--workspace-root', '--prefer-offline', ...STRYKER], copy);
}

function tryFolder(name) {
  const { code, tests } = FOLDERS[name];
  console.log(`\n${name}: ${code}`);
  mkdirSync(KEPT, { recursive: true });
  const incrementalFile = join(KEPT, `${name}.json`);
  const report = join(copy, `report-${name}.json`);
  writeFileSync(join(copy, 'vitest.mutants.config.ts'), vitestConfig(tests));
  writeFileSync(join(copy, 'stryker.config.json'), JSON.stringify(strykerConfig(code, { incrementalFile, report })));
  const ended = spawnSync(join(copy, 'node_modules/.bin/stryker'), ['run'], {
    cwd: copy,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (ended.status !== 0 || !existsSync(report)) fail(`Stryker did not finish ${name}: see above.`);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({
      folder: name,
      file,
      source: source.split('\n')[mutant.location.start.line - 1]?.trim(),
      ...mutant,
    })),
  );
}

function strykerConfig(code, { incrementalFile, report }) {
  const not = ['*.test.ts', '*.test-d.ts', '*.test.fixture.ts', 'index.ts', ...BY_CONNECTIONS].map((end) => `!**/${end}`);
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'vitest.mutants.config.ts', related: false },
    mutate: [values.files ?? `${code}/**/*.ts`, ...not],
    // The packages find each other through node_modules: a sandbox beside them would be passed by.
    inPlace: true,
    // TypeScript 7 has no longer the API with which Stryker would rewrite it, and nothing here needs that.
    tsconfigFile: 'none.json',
    coverageAnalysis: 'perTest',
    // What runs once, when a file is loaded, can only be judged by all tests at once, which takes hours.
    ignoreStatic: true,
    concurrency: 2,
    timeoutMS: 8_000,
    ...(values.files === undefined ? { incremental: true, incrementalFile } : {}),
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    allowConsoleColors: false,
  };
}

function vitestConfig(tests) {
  const include = tests.map((folder) => `${folder}/**/*.test.ts`);
  const conditions = ['@elasticfunnels/source', 'node', 'import', 'module', 'default'];
  const test = { include, exclude: NOT_RUN, restoreMocks: true, unstubEnvs: true };
  return `export default ${JSON.stringify({ resolve: { conditions }, ssr: { resolve: { conditions } }, test })};\n`;
}

function tell(results) {
  for (const { file, location, mutatorName, replacement, source, status } of results) {
    if (status !== 'Survived' && status !== 'NoCoverage') continue;
    const by = String(replacement).replace(/\s+/g, ' ').slice(0, 80);
    console.log(`${status} ${file}:${location.start.line}:${location.start.column} ${mutatorName}\n  - ${source}\n  + ${by}`);
  }
  console.log('\n| folder | mutants | noticed | not noticed | score |\n|---|---|---|---|---|');
  for (const name of [...values.folder, undefined]) {
    const tried = results.filter(({ folder, status }) => (name === undefined || folder === name) && isTried(status));
    const noticed = tried.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
    const score = tried.length === 0 ? '-' : `${((100 * noticed) / tried.length).toFixed(1)} %`;
    console.log(`| ${name ?? 'all'} | ${tried.length} | ${noticed} | ${tried.length - noticed} | ${score} |`);
  }
}

/** Those that were left out, or are no program, say nothing about the tests. */
function isTried(status) {
  return ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status);
}

function run(command, words, cwd) {
  const ended = spawnSync(command, words, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (ended.status !== 0) fail(`${command} ${words[0]} failed: ${ended.stderr || ended.stdout || ended.error}`);
  return ended.stdout;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
