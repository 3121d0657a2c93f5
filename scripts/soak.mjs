// Keeps a platform busy for minutes amid faults, and says what it did to the process:
// `pnpm soak [--minutes 3] [--rate 300] [--seed N] [--json FILE] [--update-docs] [--self-check]`.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { judgeSoak } from '../test/soak/judge-soak.ts';
import { PLANTED, Plants } from '../test/soak/plants.ts';
import { runSoak } from '../test/soak/run-soak.ts';
import { summariseSoak } from '../test/soak/summarise-soak.ts';
import { writeBlock } from './write-block.mjs';

const PAGE = new URL('../docs/reliability.md', import.meta.url);
const PROGRESS_EVERY_SECONDS = 5;
const SELF_CHECK_MINUTES = 1 / 3;
const LEAST_MINUTES = 3;

const options = readOptions();
const plants = options.selfCheck ? new Plants() : undefined;
const outcome = await runSoak(toPlan(options), { onProgress: reporter(), ...(plants === undefined ? {} : { plants }) });
plants?.clear();
const verdicts = judgeSoak(outcome);
const summary = summariseSoak(outcome, verdicts, options.command);
process.stdout.write(`\n${summary}\n\n`);
for (const example of [...outcome.tally.unexpected, ...outcome.health.troubles, ...outcome.dials.twice, ...outcome.dialledTwice])
  process.stdout.write(`${example}\n`);
const broken = verdicts.filter(({ kept }) => !kept).map(({ name }) => name);
if (options.json !== undefined) await writeFile(options.json, JSON.stringify(describe(), undefined, 2));
if (options.selfCheck) concludeSelfCheck();
else await conclude();

function readOptions() {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '3' },
      rate: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      'update-docs': { type: 'boolean', default: false },
      'self-check': { type: 'boolean', default: false },
    },
  });
  const selfCheck = values['self-check'];
  const minutes = selfCheck ? SELF_CHECK_MINUTES : readNumber('--minutes', values.minutes);
  const [rate, seed] = [readNumber('--rate', values.rate), readNumber('--seed', values.seed)];
  const command = selfCheck ? 'pnpm soak --self-check' : `pnpm soak --minutes ${minutes} --rate ${rate} --seed ${seed}`;
  return { minutes, rate, seed, selfCheck, json: values.json, updateDocs: values['update-docs'], command };
}

function readNumber(name, text) {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) fail(`${name} must be a number above 0, and is ${JSON.stringify(text)}.`);
  return value;
}

function toPlan({ minutes, rate, seed }) {
  const brands = { registered: 2_000, active: 200 };
  return { ...brands, seconds: minutes * 60, perSecond: rate, seed, popsPerSecond: 40, screens: 20, instances: 34 };
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function reporter() {
  let toldAt = 0;
  return ({ seconds, operations, underWay, heapMb, rssMb, sockets }) => {
    if (seconds - toldAt < PROGRESS_EVERY_SECONDS) return;
    toldAt = seconds;
    const memory = `heap ${heapMb.toFixed(1)} MB, resident ${rssMb.toFixed(0)} MB`;
    process.stderr.write(
      `${seconds.toFixed(0)} s: ${operations} operations, ${underWay} under way, ${memory}, ${sockets} sockets\n`,
    );
  };
}

function describe() {
  const { tally, health, dials, ...rest } = outcome;
  const { samples, troubles, delays } = health;
  const counted = { operations: tally.operations, counts: Object.fromEntries(tally.counts), times: tally.times() };
  return { command: options.command, verdicts, ...rest, dials, ...counted, delays, troubles, samples };
}

async function conclude() {
  process.stdout.write(broken.length === 0 ? 'Every promise was kept.\n' : `Broken: ${broken.join(', ')}.\n`);
  if (options.updateDocs) await updateDocs();
  process.exitCode = broken.length === 0 ? 0 : 1;
}

function concludeSelfCheck() {
  const missed = PLANTED.filter((name) => !broken.includes(name));
  const more = broken.filter((name) => !PLANTED.includes(name));
  process.stdout.write(
    missed.length === 0
      ? `Everything that was planted was found: ${PLANTED.join(', ')}.\n`
      : `Planted, and not found: ${missed.join(', ')}.\n`,
  );
  if (more.length > 0) process.stdout.write(`Found and not planted: ${more.join(', ')}.\n`);
  process.exit(missed.length === 0 && more.length === 0 ? 0 : 1);
}

async function updateDocs() {
  if (broken.length > 0) fail('docs/reliability.md stays as it is: promises were broken.');
  if (options.minutes < LEAST_MINUTES) fail(`docs/reliability.md tells of ${LEAST_MINUTES} minutes or more.`);
  await writeFile(PAGE, writeBlock(await readFile(PAGE, 'utf8'), 'soak', summary));
}
