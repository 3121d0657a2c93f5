// Plays the fault matrix and says what it found: `pnpm fault-matrix [--seed N] [--cases N|all] [--filter TEXT] [--json FILE] [--update-docs]`.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chooseCases, listAllCases } from '../test/faults/make-cases.ts';
import { ANSWER_CAP_BYTES, BOMBS, measureMemory } from '../test/faults/measure-memory.ts';
import { runMatrix } from '../test/faults/run-matrix.ts';
import { PRODUCT } from '../test/faults/subject.ts';
import { countBroken, summariseMatrix, summariseMemory } from '../test/faults/summarise-matrix.ts';
import { writeBlock } from './write-block.mjs';

const DEFAULT_CASES = 12_000;
const SHOWN_AT_MOST = 50;
const PROGRESS_EVERY_MS = 2_000;
const PAGE = new URL('../docs/reliability.md', import.meta.url);

const options = readOptions();
const all = listAllCases();
const cases = chooseCases(options, all);
if (cases.length === 0) fail(`No case has ${JSON.stringify(options.filter)} in its name. One that has: ${all[0].name}`);
const outcome = await runMatrix(cases, { subject: PRODUCT, concurrency: options.concurrency, onCase: reporter(cases.length) });
const memory = options.filter === undefined ? await measureBombs() : new Map();
const figures = summariseMatrix(outcome, { command: options.command, allCases: all.length });
const summary = memory.size === 0 ? figures : `${figures}\n\n${summariseMemory(memory)}`;
process.stdout.write(`\n${summary}\n`);
const greedy = [...memory].filter(([, { largest }]) => largest > 2 * ANSWER_CAP_BYTES);
for (const [name] of greedy) process.stdout.write(`more than twice the cap: ${name}\n`);
const broken = countBroken(outcome.played) + outcome.unhandled.length + outcome.handlesLeft.length + greedy.length;
for (const reason of outcome.unhandled) process.stdout.write(`unhandled rejection: ${reason}\n`);
for (const kind of outcome.handlesLeft) process.stdout.write(`left in the process: ${kind}\n`);
process.stdout.write(broken === 0 ? '\nEvery promise was kept.\n' : `\n${broken} broken.\n`);
if (options.json !== undefined) await writeFile(options.json, JSON.stringify(describe(outcome), undefined, 2));
if (options.updateDocs) await updateDocs();
process.exitCode = broken === 0 ? 0 : 1;

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      cases: { type: 'string', default: String(DEFAULT_CASES) },
      concurrency: { type: 'string', default: '32' },
      filter: { type: 'string' },
      json: { type: 'string' },
      'update-docs': { type: 'boolean', default: false },
    },
  });
  const count = values.cases === 'all' ? Number.POSITIVE_INFINITY : readNumber('--cases', values.cases);
  const seed = readNumber('--seed', values.seed);
  const command = `pnpm fault-matrix --seed ${seed} --cases ${values.cases}${values.filter === undefined ? '' : ` --filter ${values.filter}`}`;
  const concurrency = readNumber('--concurrency', values.concurrency);
  return { seed, count, concurrency, filter: values.filter, json: values.json, updateDocs: values['update-docs'], command };
}

function readNumber(name, text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    fail(`${name} must be a whole number from 1 on, and is ${JSON.stringify(text)}.`);
  return value;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** One after the other, and when nothing else runs in this process. */
async function measureBombs() {
  const measured = new Map();
  for (const name of BOMBS) measured.set(name, await measureMemory(name, PRODUCT));
  return measured;
}

/** Says how far it is, and each broken promise at once. */
function reporter(count) {
  let toldAt = performance.now();
  let shown = 0;
  return ({ case: { name }, violations }, done) => {
    if (violations.length > 0 && shown < SHOWN_AT_MOST) {
      shown += 1;
      for (const { rule, says } of violations) process.stdout.write(`${rule}: ${says}\n  pnpm fault-matrix --filter ${name}\n`);
    }
    if (performance.now() - toldAt < PROGRESS_EVERY_MS && done < count) return;
    toldAt = performance.now();
    process.stderr.write(`${done} of ${count} cases\n`);
  };
}

function describe({ played, ...totals }) {
  const lines = played.map(({ case: { name }, seen: { ended, elapsedMs, abortedAtMs, requests, connections }, violations }) => {
    const { shown: _shown, ...told } = ended;
    return { name, ended: told, elapsedMs, abortedAtMs, requests: requests.length, connections, violations };
  });
  return { command: options.command, ...totals, cases: lines };
}

async function updateDocs() {
  if (broken > 0) fail('docs/reliability.md stays as it is: promises were broken.');
  if (options.filter !== undefined || cases.length < 10_000)
    fail('docs/reliability.md tells of 10,000 cases or more, of all kinds.');
  await writeFile(PAGE, writeBlock(await readFile(PAGE, 'utf8'), 'fault-matrix', summary));
}
