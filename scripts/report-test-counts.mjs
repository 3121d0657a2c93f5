// Prints what vitest's own JSON reports say, in one line: `N passed, M failed`, with `, K skipped` if any were.
// Usage: node scripts/report-test-counts.mjs [--refuse-skipped] <report.json>...
// Exits with 1 when a test failed, a file did not load, nothing ran or, with --refuse-skipped, a test was skipped.
// Must run on any Node from 20 on.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const refuseSkipped = process.argv.includes('--refuse-skipped');

const missing = paths.filter((path) => !existsSync(path));
for (const path of missing) process.stderr.write(`There is no test report ${path}: the tests did not get as far as running.\n`);
const reports = paths.filter((path) => existsSync(path)).map((path) => JSON.parse(readFileSync(path, 'utf8')));

const files = reports.flatMap((report) => report.testResults);
const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: relative('.', file.name) })));
const passed = tests.filter(({ status }) => status === 'passed');
const failed = tests.filter(({ status }) => status === 'failed');
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
// A file that does not load has no tests to fail: it counts as one.
const broken = files.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
);
for (const file of broken) process.stderr.write(`${relative('.', file.name)} did not load or failed outside its tests.\n`);
if (refuseSkipped) {
  for (const { file, fullName } of skipped) process.stderr.write(`Skipped: ${file}: ${fullName}\n`);
  if (skipped.length > 0) process.stderr.write('A test that is skipped proves nothing: run it, or delete it.\n');
}

const counts = [`${passed.length} passed`, `${failed.length + broken.length} failed`];
if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
process.stdout.write(`${counts.join(', ')}\n`);

const succeeded = reports.every((report) => report.success) && missing.length === 0 && passed.length > 0;
if (!succeeded || failed.length + broken.length > 0 || (refuseSkipped && skipped.length > 0)) process.exitCode = 1;
