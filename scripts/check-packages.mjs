// Packs every package that is published, as it would be published, and looks at it as a stranger would: what is in
// the tarball, whether its exports and types hold (publint, attw), and whether a project that installed it compiles and
// runs. Needs no network: the consumer borrows the dependencies that are installed here.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE_CONDITION = '@elasticfunnels/source';
const NOT_FOR_THE_TARBALL = [
  // A template's tests are for whoever starts from it.
  [/^(?!template\/).*(\.test\.|\.test-d\.|\.fixture\.)/, 'is a test file'],
  [/\.tsbuildinfo$/, 'is of use to this build only'],
  [/(^|\/)(node_modules|coverage)\//, 'was never meant to be published'],
];

const work = mkdtempSync(join(tmpdir(), 'check-packages-'));
try {
  const published = listPublished();
  const packed = published.map((folder) => pack(folder, join(work, 'packed', folder.replaceAll('/', '-'))));
  let problems = 0;
  for (const each of packed) {
    const found = [...checkContents(each), ...checkManifest(each), ...checkWithTools(each), ...checkAsConsumer(each, packed)];
    process.stdout.write(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${each.manifest.name} (${each.files.length} files)\n`);
    for (const problem of found) process.stdout.write(`     ${problem}\n`);
    problems += found.length;
  }
  process.stdout.write(`${packed.length} packages checked, ${problems} problems\n`);
  process.exitCode = problems === 0 && packed.length > 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function listPublished() {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => posix.join(parent, name)),
  );
  return folders.filter((folder) => {
    const manifest = join(ROOT, folder, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).private !== true;
  });
}

function pack(folder, destination) {
  mkdirSync(destination, { recursive: true });
  run('pnpm', ['pack', '--pack-destination', destination], join(ROOT, folder));
  const tarball = join(
    destination,
    readdirSync(destination).find((name) => name.endsWith('.tgz')),
  );
  run('tar', ['-xzf', tarball, '-C', destination], destination);
  const unpacked = join(destination, 'package');
  const files = listFiles(unpacked).map((file) => relative(unpacked, file));
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  return { folder, tarball, unpacked, files, manifest };
}

function* checkContents({ folder, unpacked, files }) {
  for (const needed of ['README.md', 'LICENSE']) {
    if (!files.includes(needed)) yield `${needed} is missing: registries show it, and people read it first`;
  }
  for (const file of files) {
    for (const [pattern, why] of NOT_FOR_THE_TARBALL) if (pattern.test(file)) yield `${file} ${why}: exclude it in "files"`;
    const text = readFileSync(join(unpacked, file), 'utf8');
    const path = [ROOT, work].find((each) => text.includes(each)) ?? /file:\/\/\/|\/(?:home|Users)\/\w+\//.exec(text)?.[0];
    if (path !== undefined) yield `${file} contains the absolute path ${path}: it is true of one machine only`;
    if (file.endsWith('.js.map')) yield* checkSourceMap(file, JSON.parse(text), join(ROOT, folder));
  }
}

// A file that was renamed or removed leaves its old output behind.
function* checkSourceMap(file, { sources }, packageFolder) {
  const source = resolve(packageFolder, dirname(file), sources[0]);
  if (!existsSync(source)) yield `${file} is left over from a source that is gone: remove dist/ and build again`;
}

function* checkManifest({ unpacked }) {
  const text = readFileSync(join(unpacked, 'package.json'), 'utf8');
  if (text.includes('workspace:')) yield 'package.json still says "workspace:": nobody else can install that';
  if (text.includes(SOURCE_CONDITION))
    yield `package.json still has the condition ${SOURCE_CONDITION}: its files are not in the tarball`;
}

function* checkWithTools({ tarball }) {
  const tools = [
    ['publint', ['run', tarball, '--strict']],
    ['attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', '--no-color']],
  ];
  for (const [tool, args] of tools) {
    const failure = findFailure(tool, args, work);
    if (failure !== undefined) yield `${tool}: ${failure}`;
  }
}

/** Every entry point, type-checked with both resolutions (its declarations too) and imported by plain Node. */
function* checkAsConsumer(own, packed) {
  const project = join(dirname(own.unpacked), 'consumer');
  install(own, packed, project);
  // Data is no module: a pattern of files is looked at by the package's own tests.
  const isModule = (entry) => entry !== './package.json' && !entry.includes('*');
  const entries = Object.keys(own.manifest.exports ?? {}).filter(isModule);
  const specifiers = entries.map((entry) => posix.join(own.manifest.name, entry));
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  writeFileSync(join(project, 'main.ts'), specifiers.map(importAll).join(''));
  for (const [resolution, module] of [
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ]) {
    const options = [
      '--moduleResolution',
      resolution,
      '--module',
      module,
      '--target',
      'es2022',
      '--lib',
      'es2023,esnext.disposable',
    ];
    const failure = findFailure(
      'tsc',
      ['--noEmit', '--strict', '--skipLibCheck', 'false', '--types', 'node', ...options, 'main.ts'],
      project,
    );
    const ours = failure?.split('\n').filter((line) => /^(main\.ts|node_modules\/@elasticfunnels\/)/.test(line));
    if (ours !== undefined && ours.length > 0) yield `moduleResolution ${resolution}: ${ours.slice(0, 5).join('\n')}`;
  }
  const script = specifiers.map((specifier) => `await import('${specifier}');`).join('');
  const failure = findFailure('node', ['--input-type=module', '--eval', script], project);
  if (failure !== undefined) yield `node: ${failure}`;
}

// An entry that does not resolve to types is `any`, which the last line would let pass.
function importAll(specifier, index) {
  return (
    `import * as entry${index} from '${specifier}';\nexport const all${index}: object = entry${index};\n` +
    `// @ts-expect-error\nexport const number${index}: number = entry${index};\n`
  );
}

/** The tarballs of our packages, and links to what they depend on. */
function install(own, packed, project) {
  const names = ['@types/node'];
  const pending = [own.manifest.name];
  for (const name of pending) {
    const ours = packed.find(({ manifest }) => manifest.name === name);
    if (ours === undefined) continue;
    const target = join(project, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    run('tar', ['-xzf', ours.tarball, '-C', target, '--strip-components=1'], project);
    const wanted = Object.keys({ ...ours.manifest.dependencies, ...ours.manifest.peerDependencies });
    for (const dependency of wanted) {
      if (packed.some(({ manifest }) => manifest.name === dependency)) pending.push(dependency);
      else link(join(ROOT, ours.folder, 'node_modules', dependency), join(project, 'node_modules', dependency));
    }
  }
  for (const name of names) link(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
}

function link(from, to) {
  if (!existsSync(from) || existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}

function findFailure(command, args, cwd) {
  try {
    run(command, args, cwd);
    return undefined;
  } catch (error) {
    return `${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || String(error);
  }
}

function run(command, args, cwd) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
