import type { ManyNodesOutcome } from './run-many-nodes.ts';

/** The figures of a run, a line each. */
export function summariseRun(outcome: ManyNodesOutcome): string {
  const { answers, chaos, findings, latency } = outcome;
  const { done } = chaos;
  const failed = Object.entries(answers).filter(([kind]) => kind !== 'published' && kind !== 'duplicate');
  const rows: readonly (readonly [string, string])[] = [
    ['deliveries sent', `${count(outcome.events)}, and ${count(outcome.duplicates)} duplicates of them`],
    ['attempts', `${count(outcome.attempts)}, at most ${outcome.mostAttempts} for one delivery`],
    ['acknowledged', `${count(outcome.acknowledged)} (given up: ${findings.givenUp})`],
    ['answered as published', count(answers['published'] ?? 0)],
    ['answered as a duplicate', count(answers['duplicate'] ?? 0)],
    ['attempts that failed', failed.map(([kind, times]) => `${kind}: ${count(times)}`).join(', ') || 'none'],
    ['screens', `${outcome.screens}, which connected again ${count(outcome.reconnections)} times`],
    ['shown once', count(outcome.shownOnce)],
    ['**lost**', String(findings.lost)],
    ['**shown twice**', String(findings.shownTwice)],
    ['to a wrong screen, or with a wrong customer', `${findings.misdirected}, ${findings.wrongCustomer}`],
    ['call gone back, or wrongly told as late', `${findings.backwards}, ${findings.wronglyLate}`],
    ['late events', count(outcome.shownLate)],
    ['gaps told', String(findings.gaps)],
    ['first attempt to screen', `p50 ${latency.p50} ms, p99 ${latency.p99} ms, at most ${latency.max} ms`],
    ['killed', `nodes ${done.nodeKills} times, Redis ${done.redisKills} times`],
    ['frozen', `nodes ${done.nodeFreezes} times, Redis ${done.redisFreezes} times`],
    [
      'told to end, and started again',
      `${done.nodeStops} times; the slowest end took ${outcome.slowestEndMs} ms, the slowest start ${outcome.slowestStartMs} ms`,
    ],
    ['ended by themselves', `${outcome.crashes} processes`],
    ['it took', `${outcome.seconds} s`],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

/** How many promises were broken. */
export function countBroken({ findings, crashes, allEnded }: ManyNodesOutcome): number {
  return Object.values(findings).reduce((sum: number, each: number) => sum + each, 0) + crashes + (allEnded ? 0 : 1);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
