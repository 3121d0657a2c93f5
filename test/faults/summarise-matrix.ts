import { FAULT_CLASSES, classOf } from './fault-class.ts';
import type { Rule } from './judge-case.ts';
import { MATRIX_OPERATIONS } from './matrix-case.ts';
import type { MemoryGrowth } from './measure-memory.ts';
import type { MatrixOutcome, PlayedCase, Spread } from './run-matrix.ts';

/** The command that found it, and of how many cases. */
export interface SummaryHead {
  readonly command: string;
  readonly allCases: number;
}

const figure = (value: number): string => value.toLocaleString('en-US');
const row = (cells: readonly (string | number)[]): string =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? figure(cell) : cell)).join(' | ')} |`;

/** The figures of a run, in Markdown: for the terminal and for docs/reliability.md. */
export function summariseMatrix(outcome: MatrixOutcome, head: SummaryHead): string {
  const faults = new Set(outcome.played.map(({ case: one }) => one.fault.name)).size;
  return [
    `\`${head.command}\`: ${figure(outcome.played.length)} of ${figure(head.allCases)} cases, ${faults} faults, in ${Math.round(outcome.seconds)} s.`,
    '',
    ...describePromises(outcome.played),
    '',
    ...describeClasses(outcome.played),
    '',
    ...describeEndings(outcome.played),
    '',
    ...describeProcess(outcome),
  ].join('\n');
}

/** How many cases broke a promise. */
export function countBroken(played: readonly PlayedCase[], ...rules: readonly Rule[]): number {
  return played.filter(({ violations }) => violations.some(({ rule }) => rules.length === 0 || rules.includes(rule))).length;
}

function countRequests(played: readonly PlayedCase[]): number {
  return played.reduce((sum, { seen }) => sum + seen.requests.length, 0);
}

const ringsOnce = ({ case: { operation } }: PlayedCase): boolean => operation === 'makeCall' || operation === 'transferCall';

function describePromises(played: readonly PlayedCase[]): readonly string[] {
  const dials = played.filter(({ case: { operation } }) => operation === 'makeCall');
  const transfers = played.filter(({ case: { operation } }) => operation === 'transferCall');
  return [
    row(['promise', 'figure']),
    '|---|--:|',
    row(['dials asked for', dials.length]),
    row(['dials that reached the server', countRequests(dials)]),
    row(['transfers asked for', transfers.length]),
    row(['transfers that reached the server', countRequests(transfers)]),
    row(['**dials and transfers that took effect twice**', `**${countBroken(played, 'double dial')}**`]),
    row(['**said to have done nothing, and may have done something**', `**${countBroken(played, 'misclassified')}**`]),
    row(['left in doubt although nothing was sent', countBroken(played, 'needless doubt')]),
    row(['ended otherwise than the fault allows', countBroken(played, 'conclusion', 'foreign result', 'too early')]),
    row(['sent too often, too seldom, with another key or elsewhere', countBroken(played, 'count', 'key', 'strayed')]),
    row(['not settled in time', countBroken(played, 'overdue')]),
    row(['left a connection, a timer or a listener', countBroken(played, 'left over')]),
    row(['showed a secret, or an error without words', countBroken(played, 'secret shown', 'unexplained')]),
  ];
}

function describeClasses(played: readonly PlayedCase[]): readonly string[] {
  const heads = [
    'where the fault strikes',
    'faults',
    ...MATRIX_OPERATIONS,
    'calls and transfers that arrived',
    'double',
    'misclassified',
  ];
  const rows = FAULT_CLASSES.flatMap((name) => {
    const ofClass = played.filter(({ case: one }) => classOf(one.fault) === name);
    return ofClass.length === 0 ? [] : [describeClass(name, ofClass)];
  });
  return [row(heads), `|---|${'--:|'.repeat(heads.length - 1)}`, ...rows, describeClass('all', played)];
}

function describeClass(name: string, played: readonly PlayedCase[]): string {
  const faults = new Set(played.map(({ case: one }) => one.fault.name)).size;
  const byOperation = MATRIX_OPERATIONS.map((operation) => played.filter(({ case: one }) => one.operation === operation).length);
  const arrived = countRequests(played.filter(ringsOnce));
  return row([name, faults, ...byOperation, arrived, countBroken(played, 'double dial'), countBroken(played, 'misclassified')]);
}

/** What the callers were told, so that nobody takes a matrix for a proof in which nothing ever happens. */
function describeEndings(played: readonly PlayedCase[]): readonly string[] {
  const rows = MATRIX_OPERATIONS.map((operation) => {
    const all = played.filter(({ case: one }) => one.operation === operation);
    const ends = (test: (ended: PlayedCase['seen']['ended']) => boolean): number =>
      all.filter(({ seen }) => test(seen.ended)).length;
    return row([
      operation,
      all.length,
      ends((ended) => ended.ends === 'result'),
      ends((ended) => ended.ends === 'error' && ended.effect === 'none'),
      ends((ended) => ended.ends === 'error' && ended.effect !== 'none'),
      all.filter(({ seen }) => seen.abortedAtMs !== undefined).length,
      countRequests(all),
    ]);
  });
  const heads = [
    'operation',
    'cases',
    'results',
    'errors: nothing happened',
    'errors: nobody knows',
    'given up',
    'requests that arrived',
  ];
  return [row(heads), `|---|${'--:|'.repeat(heads.length - 1)}`, ...rows];
}

function describeProcess({ overshoot, loopDelay, unhandled, handlesLeft, largestMemoryMb }: MatrixOutcome): readonly string[] {
  const spread = ({ p50, p99, max }: Spread): readonly string[] => [p50, p99, max].map((ms) => `${ms.toFixed(1)} ms`);
  return [
    row(['how late', 'p50', 'p99', 'max']),
    '|---|--:|--:|--:|',
    row([`settled after the deadline or the abort (${figure(overshoot.count)} cases)`, ...spread(overshoot)]),
    row(['this process itself, client and servers in one (event loop)', ...spread(loopDelay)]),
    '',
    `Unhandled rejections: ${unhandled.length}. Handles left in the process at the end: ${handlesLeft.length}. ` +
      `Largest memory of the process, all servers included: ${largestMemoryMb} MiB.`,
  ];
}

/** What each bomb did to the memory of the client's process, in Markdown. */
export function summariseMemory(measured: ReadonlyMap<string, MemoryGrowth>): string {
  const kib = (bytes: number): string => `${figure(Math.round(bytes / 1_024))} KiB`;
  return [
    row(['answer without end, of 64 MiB at most', 'read before the driver hangs up, and held in memory', 'kept after that']),
    '|---|--:|--:|',
    ...[...measured].map(([name, { largest, kept }]) => row([`\`${name}\``, kib(largest), kib(kept)])),
  ].join('\n');
}
