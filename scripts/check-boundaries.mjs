// What oxlint cannot say: which package may depend on which, that core names no vendor, and that a public page
// names what it exports. Prints one line a finding: where, which rule, what to do.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCOPE = '@elasticfunnels/';
const CORE = 'packages/core';
const VENDORS = /five9|vicidial|\bytel\b|genesys|cxone|talkdesk|ringcentral|twilio|asterisk|freeswitch|dialpad|aircall|convoso/i;
/** Which of our packages each may have at run time; the apps may have all. A vendor's plugin is any other `switch-*`. */
const MAY_DEPEND_ON = {
  'switch-core': [],
  'switch-contract-tests': ['switch-core', 'switch-five9'],
};
const PLUGIN_MAY_DEPEND_ON = ['switch-core'];

const findings = [...checkDependencies(), ...checkSources()];
for (const finding of findings) process.stderr.write(`${finding}\n`);
process.stdout.write(`boundaries: ${findings.length === 0 ? 'kept' : `${findings.length} broken`}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;

function* checkDependencies() {
  for (const file of listFiles('packages', (name) => name === 'package.json')) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const manifest = JSON.parse(text);
    const name = manifest.name.slice(SCOPE.length);
    const allowed = allowedFor(name);
    const runtime = ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
    for (const dependency of runtime.filter((found) => found.startsWith(SCOPE))) {
      if (allowed.includes(dependency.slice(SCOPE.length))) continue;
      const may = allowed.map((each) => SCOPE + each).join(', ') || 'none of our packages';
      yield `${file}:${lineOf(text, `"${dependency}"`)}: package-direction: ${manifest.name} may depend on ${may}, not on ${dependency}; move the code down, or pass it in`;
    }
    if (
      name !== 'switch-core' &&
      manifest.dependencies?.[`${SCOPE}switch-core`] !== undefined &&
      manifest.private !== true &&
      !name.endsWith('-contract-tests')
    ) {
      yield `${file}:${lineOf(text, `"${SCOPE}switch-core"`)}: core-is-a-peer: core is a peer dependency of every plugin; move it to peerDependencies, so that a platform holds one copy`;
    }
  }
}

// Lint knows the packages of today; this knows any. Tests may use what they test with.
function* checkImports(file, line, at) {
  if (/\.test(\.|-d\.)/.test(file)) return;
  const imported = /(?:from|import)\s*\(?\s*['"]@elasticfunnels\/([a-z0-9-]+)/.exec(line)?.[1];
  const own = ownerOf(file);
  if (imported === undefined || /^\s*\*/.test(line) || imported === own || allowedFor(own).includes(imported)) return;
  yield `${at}: package-direction: ${SCOPE}${own} may not import ${SCOPE}${imported}; move the code down, or pass it in`;
}

function ownerOf(file) {
  return JSON.parse(readFileSync(join(ROOT, ...file.split('/').slice(0, 2), 'package.json'), 'utf8')).name.slice(SCOPE.length);
}

function allowedFor(name) {
  return MAY_DEPEND_ON[name] ?? PLUGIN_MAY_DEPEND_ON;
}

function* checkSources() {
  for (const file of listFiles('packages', (name) => name.endsWith('.ts'))) {
    const inCore = file.startsWith(`${CORE}/`);
    for (const [index, line] of readFileSync(join(ROOT, file), 'utf8').split('\n').entries()) {
      const at = `${file}:${index + 1}`;
      yield* checkImports(file, line, at);
      const vendor = inCore ? VENDORS.exec(line)?.[0] : undefined;
      if (vendor !== undefined) {
        yield `${at}: core-names-no-vendor: "${vendor}"; say what is true of any switch, also in comments and tests, or move it to the vendor's package`;
      }
      if (/^\s*export\s+(type\s+)?\*\s+from\s+['"](?!\.\/)/.test(line)) {
        yield `${at}: no-export-star: name what is exported, so that one page shows the whole surface`;
      }
    }
  }
}

function listFiles(folder, wanted) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'coverage'].includes(entry.name)) return [];
    const path = relative(ROOT, join(ROOT, folder, entry.name));
    if (entry.isDirectory()) return listFiles(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

function lineOf(text, part) {
  const index = text.indexOf(part);
  return index < 0 ? 1 : text.slice(0, index).split('\n').length;
}
