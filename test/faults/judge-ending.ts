import { ERROR_POLICY } from '@elasticfunnels/switch-core';
import { POISON } from '@elasticfunnels/switch-core/testing/faults';
import type { Violation } from './judge-case.ts';
import { attemptsOf, deadlineOf, type MatrixCase } from './matrix-case.ts';
import type { Ended, Observation } from './observation.ts';
import type { Declared } from './what-may-end.ts';

type EndedInError = Extract<Ended, { ends: 'error' }>;

/** A timer may come due a moment before its time, by a clock with more digits; in milliseconds. */
const TIMER_TOLERANCE_MS = 2;

/** Code, effect, retryable and result, against what the fault declares and what the caller did meanwhile. */
export function* judgeEnding(one: MatrixCase, seen: Observation, declared: Declared): Generator<Violation> {
  const { ended } = seen;
  if (ended.ends === 'stranger')
    yield { rule: 'conclusion', says: `it threw what is no SwitchError: ${ended.shown.slice(0, 200)}` };
  if (one.abort === 'before') yield* judgeNeverBegun(seen);
  else if (ended.ends === 'result') yield* judgeResult(one, seen, declared);
  else if (ended.ends === 'error') {
    if (!isDeclared(one, ended, declared) && !isInterruption(one, seen, ended, declared)) yield notDeclared(ended, declared);
    yield* judgeReason(one, seen, ended);
  }
}

function* judgeNeverBegun({ ended, connections }: Observation): Generator<Violation> {
  const right = ended.ends === 'error' && ended.code === 'ABORTED' && ended.effect === 'none';
  if (!right) yield { rule: 'conclusion', says: `given up before the call, it ended as ${tell(ended)}` };
  if (connections > 0) yield { rule: 'count', says: 'it connected for a caller who had given up' };
}

function* judgeResult(
  { fault, operation }: MatrixCase,
  { ended, requests, idsGiven }: Observation,
  declared: Declared,
): Generator<Violation> {
  if (ended.ends !== 'result') return;
  if (!declared.mayResult) yield { rule: 'conclusion', says: `a result (${ended.status}) where the fault allows none` };
  // An answer before the request was whole is told to nobody but whoever sent it.
  if (requests.length === 0 && fault.seen === 'always') yield { rule: 'foreign result', says: 'a result without a request' };
  const { named } = ended;
  if (operation === 'makeCall' && named === undefined) yield { rule: 'foreign result', says: 'a dial without a call' };
  const ours = named === undefined || idsGiven.some((id) => named === id || named.endsWith(`/${id}.mp3`));
  if (!ours || named === POISON) yield { rule: 'foreign result', says: `it gives ${named}, which this request was never given` };
}

/** One of the fault's own conclusions; the code is the last try's, the doubt that of all of them. */
function isDeclared(one: MatrixCase, ended: EndedInError, { errors, mayRepeat, once }: Declared): boolean {
  const doubtBefore = mayRepeat && !once && errors.some(({ repeated, effect }) => repeated && effect === 'unknown');
  const healed = one.heals && attemptsOf(one) > 1;
  return errors.some(
    ({ code, effect, retryable }) =>
      ended.code === code &&
      ended.retryable === retryable &&
      (ended.effect === effect || (ended.effect === 'unknown' && (doubtBefore || (healed && once)))),
  );
}

/** The caller gave up, or the time was over, wherever the exchange was then. */
function isInterruption(one: MatrixCase, seen: Observation, ended: EndedInError, { once, neverSent }: Declared): boolean {
  if (ended.retryable !== ERROR_POLICY[ended.code].retryable) return false;
  if (neverSent && ended.effect !== 'none') return false;
  if (ended.code === 'OUTCOME_UNKNOWN') return once && ended.effect === 'unknown' && hasReason(ended, one, seen);
  const aborted = ended.code === 'ABORTED' && isAborted(seen);
  const timedOut = ended.code === 'TIMED_OUT' && isOver(one, seen);
  // In doubt, an operation that must not be done twice says so by its code.
  return (aborted || timedOut) && (ended.effect === 'none' || (ended.effect === 'unknown' && !once));
}

function hasReason({ reason }: EndedInError, one: MatrixCase, seen: Observation): boolean {
  return (reason === 'aborted' && isAborted(seen)) || (reason === 'timed_out' && isOver(one, seen));
}

function* judgeReason(one: MatrixCase, seen: Observation, ended: EndedInError): Generator<Violation> {
  const { code, reason } = ended;
  if ((code === 'ABORTED' || reason === 'aborted') && !isAborted(seen)) yield { rule: 'too early', says: 'nobody had given up' };
  const timedOut = code === 'TIMED_OUT' || reason === 'timed_out';
  if (timedOut && !isOver(one, seen)) yield { rule: 'too early', says: `out of time after ${Math.round(seen.elapsedMs)} ms` };
}

function isAborted({ abortedAtMs }: Observation): boolean {
  return abortedAtMs !== undefined;
}

function isOver(one: MatrixCase, { elapsedMs }: Observation): boolean {
  return elapsedMs >= deadlineOf(one) - TIMER_TOLERANCE_MS;
}

function notDeclared(ended: EndedInError, { conclusions, neverSent }: Declared): Violation {
  const allowed = [...new Set(conclusions.map(tell))].join(' or ');
  if (neverSent && ended.effect !== 'none')
    return { rule: 'needless doubt', says: `${tell(ended)}, and nothing can have been sent` };
  return { rule: 'conclusion', says: `${tell(ended)} instead of ${allowed}` };
}

/** An ending in few words. */
function tell(ended: { readonly ends: string } & Partial<Pick<EndedInError, 'code' | 'effect' | 'retryable'>>): string {
  if (ended.ends !== 'error') return ended.ends;
  return `${ended.code}/${ended.effect}${ended.retryable === true ? '/retryable' : ''}`;
}
