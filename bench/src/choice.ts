import { parseArgs } from 'node:util';
import type { Suite } from './suite.ts';
import { SUITES } from './suites/suites.ts';

/** What `pnpm bench --help` prints. */
export const HELP: string = `pnpm bench [suite ...] [options]

Measures the product beside its peers, in turn, and holds the ratios against the performance budgets. Without a suite: all,
in about ${Math.ceil(SUITES.reduce((sum, { seconds }) => sum + seconds, 0) / 60)} minutes at most; on a machine that does nothing else, or the figures are of what else it does.

Suites, and how many seconds each takes at most:
${SUITES.map(({ name, title, seconds }) => `  ${name.padEnd(12)} ${String(seconds).padStart(4)} s  ${title}`).join('\n')}

Options:
  --json FILE    writes every figure to a file as well; suites that it has from this machine and that are not run stay in it
  --update-docs  runs nothing: writes README.md, docs/performance.md and docs/bench/*.svg from bench/results.json
  --rounds N     how often everybody is measured
  --quick        short and few rounds: to see that it runs, not to judge by
  --strict       ends with 1 when a budget is missed
  --help

A budget is met or missed by the median of the ratios. Where the half of the rounds around it lies on both sides of the
budget, the machine was too noisy to tell.

Exit codes:
  0  everything was measured; a budget that is missed is a finding, and no failure
  1  the bench itself failed, or --strict and a budget is missed
  2  the command line cannot be used

Examples:
  $ pnpm bench driver receiver
  $ pnpm bench screen-pop --rounds 21
  $ pnpm bench --json bench/results.json && pnpm bench --update-docs
`;

/** What is to be done. */
export type Choice =
  | { readonly kind: 'help' }
  | { readonly kind: 'update-docs' }
  | {
      readonly kind: 'run';
      readonly suites: readonly Suite[];
      readonly json: string | undefined;
      readonly rounds: number | undefined;
      readonly roundMs: number;
      readonly quick: boolean;
      readonly strict: boolean;
    };

/** @throws Error with what is wrong with the command line. */
export function parseChoice(args: readonly string[]): Choice {
  const { values, positionals } = parseArgs({
    args: args.filter((each) => each !== '--'),
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      'update-docs': { type: 'boolean', default: false },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  if (values['update-docs']) {
    if (positionals.length > 0 || values.json !== undefined) throw new Error('--update-docs runs nothing: give it by itself');
    return { kind: 'update-docs' };
  }
  const { json, quick, strict } = values;
  const rounds = readRounds(values.rounds) ?? (quick ? 3 : undefined);
  return { kind: 'run', suites: findSuites(positionals), json, rounds, roundMs: quick ? 250 : 1_000, quick, strict };
}

function findSuites(names: readonly string[]): readonly Suite[] {
  const unknown = names.find((name) => !SUITES.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new Error(`there is no suite ${unknown}; there are ${SUITES.map((each) => each.name).join(', ')}`);
  }
  return names.length === 0 ? SUITES : SUITES.filter(({ name }) => names.includes(name));
}

function readRounds(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new Error('--rounds takes a number from 1 to 9999');
  return Number(given);
}
