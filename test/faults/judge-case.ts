import { judgeCount } from './judge-count.ts';
import { judgeEnding } from './judge-ending.ts';
import { deadlineOf, type MatrixCase } from './matrix-case.ts';
import type { Observation } from './observation.ts';
import { PATIENCE_MS } from './play-case.ts';
import { PLANTED_KEY } from './subject.ts';
import { declaredOf } from './what-may-end.ts';
import { DIALLED } from './call-operation.ts';

/**
 * The promises that each case is held to.
 *
 * - `double dial`: a dial or a transfer took effect twice.
 * - `misclassified`: it said that nothing happened, or that nothing was sent, and something may have.
 * - `needless doubt`: it left in doubt what is certain.
 * - `conclusion`: the fault's declaration does not allow this ending.
 * - `count`: the server saw the request more often, or less often, than the settings say.
 * - `foreign result`: a result of another request, or of nobody's.
 * - `strayed`: a request to a place that nobody configured, or without its credentials.
 * - `key`: the requests of one intent had different keys, or none.
 * - `overdue`: it settled long after its time, or never.
 * - `too early`: it spoke of a deadline, or of the caller, before either.
 * - `left over`: a connection, a timer or a listener stayed.
 * - `secret shown`: in an error or in the log.
 * - `unexplained`: an error without words.
 */
export const RULES = [
  'double dial',
  'misclassified',
  'needless doubt',
  'conclusion',
  'count',
  'foreign result',
  'strayed',
  'key',
  'overdue',
  'too early',
  'left over',
  'secret shown',
  'unexplained',
] as const;

/** One of the promises. */
export type Rule = (typeof RULES)[number];

/** One broken promise. */
export interface Violation {
  readonly rule: Rule;
  readonly says: string;
}

const SECRETS = [PLANTED_KEY, Buffer.from(PLANTED_KEY).toString('base64'), DIALLED.slice(2)];

/** Holds what happened against what the fault declares. Gives every promise that was broken. */
export function judgeCase(one: MatrixCase, seen: Observation): readonly Violation[] {
  const declared = declaredOf(one);
  return [
    ...judgeEnding(one, seen, declared),
    ...judgeCount(one, seen, declared),
    ...judgeTime(one, seen),
    ...judgeLeftovers(seen),
    ...judgeWords(seen),
  ];
}

/** How long after the end of its time an operation settled, in milliseconds; undefined when it settled before that. */
export function overshootOf(one: MatrixCase, { elapsedMs, abortedAtMs }: Observation): number | undefined {
  const over = elapsedMs - Math.min(deadlineOf(one), abortedAtMs ?? Number.POSITIVE_INFINITY);
  return over > 0 ? over : undefined;
}

function* judgeTime(one: MatrixCase, seen: Observation): Generator<Violation> {
  const over = overshootOf(one, seen) ?? 0;
  if (seen.ended.ends === 'never') yield { rule: 'overdue', says: 'it never settled' };
  else if (over > PATIENCE_MS + seen.lagMs) yield { rule: 'overdue', says: `it settled ${Math.round(over)} ms late` };
}

function* judgeLeftovers({ left: { connections, timers, listeners, closing } }: Observation): Generator<Violation> {
  if (connections > 0) yield { rule: 'left over', says: `${connections} connections at the server after the host closed` };
  if (timers > 0) yield { rule: 'left over', says: `${timers} timers` };
  if (listeners > 0) yield { rule: 'left over', says: `${listeners} listeners on the caller's signal` };
  if (closing !== undefined) yield { rule: 'left over', says: `closing the host failed: ${closing}` };
}

function* judgeWords({ ended, logged }: Observation): Generator<Violation> {
  const shown = 'shown' in ended ? ended.shown : '';
  for (const secret of SECRETS) {
    if (shown.includes(secret)) yield { rule: 'secret shown', says: `the error shows ${secret.slice(0, 4)}...` };
    if (logged.includes(secret)) yield { rule: 'secret shown', says: `the log shows ${secret.slice(0, 4)}...` };
  }
  if (ended.ends !== 'error') return;
  if (ended.message.trim() === '' || ended.hint.trim() === '') yield { rule: 'unexplained', says: 'no message or no hint' };
}
