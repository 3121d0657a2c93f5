import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type RaceOutcome, runRace } from './measure/run-race.ts';
import { renderRace } from './report.ts';
import type { Suite } from './suite.ts';
import { SUITES } from './suites/suites.ts';

const HELP = `pnpm bench [suite ...] [options]

Measures the product beside its peers, in turn, and holds the ratios against the performance budgets.

Suites (all of them when none is named):
${SUITES.map(({ name, title }) => `  ${name.padEnd(12)} ${title}`).join('\n')}

Options:
  --json FILE   writes every figure to a file as well
  --rounds N    how often everybody is measured
  --quick       short and few rounds: to see that it runs, not to judge by
  --help
`;

interface Choice {
  readonly suites: readonly Suite[];
  readonly json: string | undefined;
  readonly rounds: number | undefined;
  readonly roundMs: number;
}

function parseChoice(args: readonly string[]): Choice | 'help' {
  const { values, positionals } = parseArgs({
    args: args.filter((each) => each !== '--'),
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const suites = positionals.map((name) => {
    const suite = SUITES.find((each) => each.name === name);
    if (suite === undefined)
      throw new Error(`there is no suite ${name}; there are ${SUITES.map((each) => each.name).join(', ')}`);
    return suite;
  });
  if (values.rounds !== undefined && !/^[1-9]\d{0,3}$/.test(values.rounds))
    throw new Error('--rounds takes a number from 1 to 9999');
  const given = values.rounds === undefined ? undefined : Number(values.rounds);
  return {
    suites: suites.length === 0 ? SUITES : suites,
    json: values.json,
    rounds: given ?? (values.quick ? 3 : undefined),
    roundMs: values.quick ? 250 : 1_000,
  };
}

async function run({ suites, json, rounds, roundMs }: Choice): Promise<void> {
  const colours = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  process.stdout.write(`Node ${machine.node}, ${machine.cores} × ${machine.cpu}\n`);
  const told: { readonly suite: string; readonly races: RaceOutcome[] }[] = [];
  for (const suite of suites) {
    process.stdout.write(`\n${suite.name}: ${suite.title}\n`);
    const races: RaceOutcome[] = [];
    told.push({ suite: suite.name, races });
    for (const race of suite.races) {
      const outcome = await runRace(race, { roundMs, rounds });
      races.push(outcome);
      process.stdout.write(`\n${renderRace(outcome, colours)}\n`);
    }
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, suites: told }, null, 2)}\n`);
}

function main(): Promise<void> | void {
  let choice: Choice | 'help';
  try {
    choice = parseChoice(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
    return;
  }
  if (choice === 'help') process.stdout.write(HELP);
  else return run(choice);
}

await main();
