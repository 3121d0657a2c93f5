// Sends screen pops to several processes of the platform while they and their Redis are killed, and says what the agents
// were shown: `pnpm many-nodes [--seed N] [--deliveries N] [--fsync always|everysec] [--json FILE] [--update-docs]`.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { RedisServer } from '../packages/switch-redis/src/redis-server.test.fixture.ts';
import { fullRun } from '../test/many-nodes/full-run.ts';
import { runManyNodes } from '../test/many-nodes/run-many-nodes.ts';
import { countBroken, summariseRun } from '../test/many-nodes/summarise-run.ts';
import { writeBlock } from './write-block.mjs';

const PAGE = new URL('../docs/reliability.md', import.meta.url);
const PROGRESS_EVERY_MS = 3_000;
const DELIVERIES = 10_000;

const options = readOptions();
const lack = RedisServer.findLack();
if (lack !== undefined) fail(`It needs a Redis that it may kill: ${lack}.`);
const outcome = await runManyNodes({ ...fullRun(options), onProgress: reporter() });
const summary = summariseRun(outcome);
process.stdout.write(`\n${summary}\n\n`);
for (const example of outcome.examples) process.stdout.write(`${example}\n`);
const broken = countBroken(outcome);
process.stdout.write(broken === 0 ? 'Every promise was kept.\n' : `${broken} broken.\n`);
if (options.json !== undefined) await writeFile(options.json, JSON.stringify({ ...options, ...outcome }, undefined, 2));
if (options.updateDocs) await updateDocs();
process.exitCode = broken === 0 ? 0 : 1;

function readOptions() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      deliveries: { type: 'string', default: String(DELIVERIES) },
      fsync: { type: 'string', default: 'always' },
      json: { type: 'string' },
      'update-docs': { type: 'boolean', default: false },
    },
  });
  const { fsync: appendfsync, json } = values;
  if (!['always', 'everysec', 'no'].includes(appendfsync)) fail('--fsync must be always, everysec or no.');
  const numbers = { seed: readNumber('--seed', values.seed), deliveries: readNumber('--deliveries', values.deliveries) };
  return { ...numbers, appendfsync, json, updateDocs: values['update-docs'] };
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

function reporter() {
  let toldAt = performance.now();
  return ({ acknowledged, planned, shown }) => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    process.stderr.write(`${acknowledged} of ${planned} acknowledged, ${shown} on a screen\n`);
  };
}

async function updateDocs() {
  if (broken > 0) fail('docs/reliability.md stays as it is: promises were broken.');
  if (options.deliveries < DELIVERIES) fail(`docs/reliability.md tells of ${DELIVERIES} deliveries or more.`);
  await writeFile(
    PAGE,
    writeBlock(
      await readFile(PAGE, 'utf8'),
      'many-nodes',
      `\`pnpm many-nodes --seed ${options.seed}\`, Redis with \`appendfsync ${options.appendfsync}\`:\n\n${summary}`,
    ),
  );
}
