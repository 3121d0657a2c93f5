// Writes the JavaScript that a package is published with: few files in place of hundreds, as a new process pays for each.
// Run in the package's folder, by its `prepack`; an argument names another folder to write to. What it inlines stays a dependency of the package at the very same version,
// so that audits and licence scanners see it. docs/adr/0012-published-bundled.md says why, and what it gains.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { minify } from 'rolldown/utils';

const FOLDER = process.cwd();
const manifest = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8'));
const OUT = resolve(FOLDER, process.argv[2] ?? 'bundle');
/** Loaded when the first phone number is read, and in no hurry: it stays a package of its own. */
const NOT_INLINED = [/^node:/, /^@elasticfunnels\//, /^libphonenumber-js(\/|$)/];
const LIBRARIES = 'libraries';
const ON_ITS_WAY = '\0on-its-way:';

/** Which replacements took place: an update of a library may have moved what they replace. */
const replaced = new Set();
const EXPECTED = { undici: ['undici', 'left-out'], zod: ['english'] };

/**
 * What of a library is not ours to load: undici's index brings mocks, fetch, WebSocket and caches; its client brings HTTP/2,
 * which the transport never speaks, and bodies that are no texts, which it never sends; zod brings forty languages.
 */
const parts = {
  name: 'parts-of-libraries',
  async resolveId(id, importer, { kind } = {}) {
    const resolved = await this.resolve(id, importer, { skipSelf: true, kind });
    const path = resolved?.id.split(sep).join('/') ?? '';
    if (path.endsWith('/undici/index.js')) return `${ON_ITS_WAY}undici:${dirname(path)}`;
    if (/\/undici\/lib\/(dispatcher\/client-h2|web\/.*)\.js$/.test(path)) return `${ON_ITS_WAY}left-out:${id}`;
    if (path.endsWith('/zod/v4/locales/index.js')) return `${ON_ITS_WAY}english:${dirname(path)}`;
    return resolved;
  },
  load(id) {
    if (!id.startsWith(ON_ITS_WAY)) return null;
    const [what, ...rest] = id.slice(ON_ITS_WAY.length).split(':');
    replaced.add(what);
    const where = rest.join(':');
    if (what === 'english') return `export { default as en } from '${where}/en.js';`;
    if (what === 'left-out') return `module.exports = () => { throw new Error(${JSON.stringify(`${where} is not bundled`)}); };`;
    return (
      `export { default as Agent } from '${where}/lib/dispatcher/agent.js';\n` +
      `export { default as buildConnector } from '${where}/lib/core/connect.js';`
    );
  },
};

/** Others' code loses its white space, comments and local names; ours stays as it was written, for whoever reads a stack trace. */
const pressed = {
  name: 'pressed',
  async renderChunk(code, { name, fileName }) {
    if (!name.startsWith(LIBRARIES)) return null;
    const options = { module: true, compress: false, mangle: { keepNames: true }, codegen: { removeWhitespace: true } };
    return { code: (await minify(fileName, code, options)).code, map: null };
  },
};

const entries = Object.fromEntries(listEntries());
if (Object.keys(entries).length === 0) throw new Error(`${manifest.name}: publishConfig names no file of bundle/`);
const bundle = await rolldown({
  input: entries,
  platform: 'node',
  external: NOT_INLINED,
  plugins: [parts, pressed],
  // No import inside zod has an effect that we want: what is not used can go.
  treeshake: { moduleSideEffects: (id) => !/\/zod\//.test(id.split(sep).join('/')) },
});
const { output } = await bundle.generate({
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  codeSplitting: { groups: [{ name: librariesOf, debugName: LIBRARIES, test: /node_modules|^\0/ }] },
  minify: false,
});
await bundle.close();
for (const library of Object.keys(EXPECTED).filter((name) => name in manifest.dependencies)) {
  const missing = EXPECTED[library].filter((what) => !replaced.has(what));
  if (missing.length > 0) throw new Error(`${library} has moved what is replaced of it (${missing.join(', ')}): see above`);
}

const files = new Map(output.map(({ fileName, code }) => [fileName, code]));
files.set('THIRD-PARTY-LICENCES.md', describeLicences(output));
mkdirSync(OUT, { recursive: true });
for (const [name, text] of files) {
  // In one step, as tests may pack the same package at the same time.
  const unfinished = join(OUT, `.${name}.${process.pid}`);
  writeFileSync(unfinished, text);
  renameSync(unfinished, join(OUT, name));
}
const leftOver = readdirSync(OUT).filter((name) => !files.has(name) && !name.startsWith('.'));
for (const name of leftOver) rmSync(join(OUT, name), { force: true });

/** What has one entry needs all of its libraries; a command line must not load for one command what another needs. */
function librariesOf(id) {
  const library = /.*\/node_modules\/(?:@[^/]+\/)?([^/]+)\//.exec(id.split(sep).join('/'))?.[1];
  return Object.keys(entries).length === 1 || library === undefined ? LIBRARIES : `${LIBRARIES}-${library}`;
}

/** Each file that the published manifest names, and the source that it is made from. */
function* listEntries() {
  for (const field of ['exports', 'imports']) {
    for (const [specifier, published] of Object.entries(manifest.publishConfig[field] ?? {})) {
      const name = /^\.\/bundle\/(.+)\.js$/.exec(published.default ?? published)?.[1];
      if (name !== undefined) yield [name, join(FOLDER, manifest[field][specifier]['@elasticfunnels/source'])];
    }
  }
}

function describeLicences(chunks) {
  const inlined = new Map();
  for (const path of chunks.flatMap(({ modules = {} }) => Object.keys(modules))) {
    const root = path.startsWith('\0')
      ? undefined
      : /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.split(sep).join('/'))?.[1];
    if (root !== undefined) inlined.set(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  }
  const sections = [...inlined].sort(([, a], [, b]) => a.name.localeCompare(b.name)).map(describeLicence);
  return `# What this package contains of others\n\n${sections.join('\n')}`;
}

function describeLicence([root, { name, version, license }]) {
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE'].map((each) => join(root, each)).find(existsSync);
  if (typeof license !== 'string' || license === '') throw new Error(`${manifest.name}: nobody says what licence ${name} has`);
  const text = file === undefined ? `${license}; the package brings no text of it.` : readFileSync(file, 'utf8').trim();
  return `## ${name} ${version} (${license})\n\n\`\`\`\n${text}\n\`\`\`\n`;
}
