import type { Verdict } from './judge-soak.ts';
import type { SoakOutcome } from './soak-outcome.ts';

const figure = (value: number): string => Math.round(value).toLocaleString('en-US');
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const rows = (lines: readonly (readonly [string, string])[]): readonly string[] => ['| | |', '|---|---|', ...lines.map(row)];

/** The figures of a run, in Markdown: for the terminal and for docs/reliability.md. */
export function summariseSoak(outcome: SoakOutcome, verdicts: readonly Verdict[], command: string): string {
  const { plan, tally } = outcome;
  return [
    `\`${command}\`: ${figure(tally.operations)} operations in ${figure(outcome.trafficSeconds)} s, of ${plan.active} brands at work and ${figure(plan.registered)} registered.`,
    '',
    row(['promise', 'kept', 'figure']),
    '|---|---|---|',
    ...verdicts.map(({ promise, kept, figure: said }) => row([promise, kept ? 'yes' : '**no**', said])),
    '',
    ...rows(describeProcess(outcome)),
    '',
    ...rows(describeTraffic(outcome)),
    '',
    row(['operation', 'p50', 'p99', 'ended']),
    '|---|--:|--:|---|',
    ...describeOperations(outcome),
  ].join('\n');
}

function describeProcess({
  health,
  most,
  closeMs,
  warmUpSeconds,
  ...outcome
}: SoakOutcome): readonly (readonly [string, string])[] {
  const { delays } = health;
  const warm = health.samples.slice(0, -1).filter(({ atSeconds }) => atSeconds >= warmUpSeconds);
  const heaps = warm.map(({ heapMb }) => heapMb);
  const mb = (value: number): string => `${value.toFixed(1)} MB`;
  return [
    [
      'heap before, at work, after',
      `${mb(outcome.heapBeforeMb)}, ${mb(Math.min(...heaps))} to ${mb(Math.max(...heaps))}, ${mb(outcome.heapAfterMb)}`,
    ],
    ['resident memory, at most', mb(most.rssMb)],
    ['sockets, timers, listeners on sessions, at most', `${most.sockets}, ${most.timers}, ${most.listeners}`],
    [
      'event loop late by',
      `p50 ${delays.p50.toFixed(1)} ms, p99 ${delays.p99.toFixed(1)} ms, at most ${delays.max.toFixed(0)} ms`,
    ],
    ['closing took', `${figure(closeMs)} ms`],
  ];
}

function describeTraffic({
  dials,
  tally,
  pops,
  faultsStruck,
  changes,
  moves,
}: SoakOutcome): readonly (readonly [string, string])[] {
  const answers = Object.entries(pops.answers).sort(([one], [other]) => one.localeCompare(other));
  return [
    ['intents to dial', `${figure(dials.intents)}: placed ${figure(dials.placed)}, in doubt ${figure(dials.doubts)}`],
    ['numbers that rang at the simulator', figure(dials.rang)],
    ['faults of the middleware that struck', figure(faultsStruck)],
    ['refused by an open breaker', figure(tally.refusedByBreaker)],
    ['settings changed, brands removed and back', `${figure(changes)}; middlewares replaced: ${figure(moves)}`],
    ['screen pops by answer', answers.map(([answer, count]) => `${answer}: ${figure(count)}`).join(', ')],
    ['visits of browsers', figure(pops.visits)],
  ];
}

function describeOperations({ tally }: SoakOutcome): readonly string[] {
  return Object.entries(tally.times()).map(([kind, { p50, p99 }]) => {
    const ended = [...tally.counts]
      .filter(([name]) => name.startsWith(`${kind} `) && !name.slice(kind.length + 1).startsWith('for '))
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => `${name.slice(kind.length + 1)} ${figure(count)}`);
    return row([kind, `${p50} ms`, `${p99} ms`, ended.join(', ')]);
  });
}
