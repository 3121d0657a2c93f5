import { type Choice, HELP, parseChoice } from './choice.ts';
import { updateDocs } from './docs/update-docs.ts';
import { runRace, type RunSettings } from './measure/run-race.ts';
import { runSweep } from './measure/run-sweep.ts';
import { Progress } from './progress.ts';
import { renderRace, renderSweep } from './report.ts';
import { describeMachine, type SuiteOutcome, writeResults } from './results.ts';
import type { Suite } from './suite.ts';
import { SUITES } from './suites/suites.ts';

type RunChoice = Extract<Choice, { readonly kind: 'run' }>;

const colours = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

async function runSuite(suite: Suite, { rounds, roundMs, quick }: RunChoice): Promise<SuiteOutcome> {
  const startedAt = performance.now();
  process.stdout.write(`\n${suite.name}: ${suite.title}\n`);
  const progress = new Progress(process.stderr);
  const { races = [], sweeps = [] } = suite;
  // Each gets its share of the suite's time, and what the ones before it have left.
  let left = races.length + sweeps.length;
  const settings = (): RunSettings => {
    const now = performance.now();
    const share = (startedAt + suite.seconds * 1_000 - now) / left--;
    return { rounds, roundMs, until: now + share, onProgress: (told) => progress.tell(told) };
  };
  const told = (text: string): void => {
    progress.clear();
    process.stdout.write(`\n${text}\n`);
  };
  const outcome = { races: [] as SuiteOutcome['races'][number][], sweeps: [] as SuiteOutcome['sweeps'][number][] };
  try {
    for (const race of races) told(renderRace(keep(outcome.races, await runRace(race, settings())), colours));
    for (const sweep of sweeps) told(renderSweep(keep(outcome.sweeps, await runSweep(sweep, settings())), colours));
  } finally {
    progress.clear();
  }
  const { name, title } = suite;
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  return { suite: name, title, measuredOn: new Date().toISOString().slice(0, 10), quick, seconds, ...outcome };
}

function keep<Each>(list: Each[], each: Each): Each {
  list.push(each);
  return each;
}

async function run(choice: RunChoice): Promise<void> {
  const machine = describeMachine();
  process.stdout.write(`Node ${machine.node}, ${machine.cores} × ${machine.cpu}\n`);
  const suites: SuiteOutcome[] = [];
  for (const suite of choice.suites) {
    suites.push(await runSuite(suite, choice));
    // After each suite: nobody should lose minutes by the failure of a later one.
    if (choice.json !== undefined)
      writeResults(
        choice.json,
        { machine, suites },
        SUITES.map(({ name }) => name),
      );
  }
  const verdicts = suites.flatMap(({ races, sweeps }) => [
    ...races.flatMap(({ outcomes }) => outcomes.map(({ verdict }) => verdict)),
    ...sweeps.flatMap(({ growth }) => growth.map(({ verdict }) => verdict)),
  ]);
  const count = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  const seconds = suites.reduce((sum, each) => sum + each.seconds, 0);
  process.stdout.write(
    `\n${count('met')} budgets met, ${count('missed')} missed, ${count('unclear')} too noisy to tell; in ${seconds} s\n`,
  );
  if (choice.strict && count('missed') > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  let choice: Choice;
  try {
    choice = parseChoice(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
    return;
  }
  if (choice.kind === 'help') process.stdout.write(HELP);
  else if (choice.kind === 'update-docs') for (const path of updateDocs()) process.stdout.write(`${path}\n`);
  else await run(choice);
}

await main();
