import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AbortPoint, deadlineOf, type MatrixCase } from './matrix-case.ts';

/** A caller who gives up at a moment that the case names. */
export interface ArmedAbort {
  readonly signal: AbortSignal;
  /** When the signal was aborted, by the monotonic clock. */
  readonly abortedAt: number | undefined;
  /** What the server tells. */
  readonly onEvent: (event: 'connection' | 'request' | 'strike') => void;
  /** The operation was called. */
  begin(): void;
  /** The operation has settled. */
  end(): void;
}

/** A few bytes of an answer that comes a byte at a time, every millisecond. */
const PART_OF_ANSWER_MS = 8;
/** For what never happens in a case, such as a request that is seen at a port where nobody listens. */
const NEVER_HAPPENED_MS = 150;
const AFTER_DEADLINE_MS = 10;

/** Arms a signal for one case; the random numbers decide where exactly, within the moment that the case names. */
export function armAbort(one: MatrixCase, random: () => number): ArmedAbort {
  const controller = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  let abortedAt: number | undefined;
  let over = false;
  const abort = (): void => {
    if (over) return;
    abortedAt ??= performance.now();
    controller.abort();
  };
  const abortIn = (ms: number): void => void timers.add(setTimeout(abort, ms));
  if (one.abort === 'before') abort();
  return {
    signal: controller.signal,
    get abortedAt() {
      return abortedAt;
    },
    onEvent: (event) => {
      if (one.abort === 'seen' && event !== 'connection') abort();
      if (one.abort === 'answering' && event === 'strike') abortIn(PART_OF_ANSWER_MS);
    },
    begin: () => {
      if (one.abort === 'connecting') void inSomeTurns(random).then(abort);
      if (one.abort === 'late') abortIn(deadlineOf(one) + AFTER_DEADLINE_MS);
      if (waitsForServer(one.abort)) abortIn(NEVER_HAPPENED_MS);
    },
    end: () => {
      over = true;
      for (const timer of timers) clearTimeout(timer);
      controller.abort();
    },
  };
}

function waitsForServer(abort: AbortPoint): boolean {
  return abort === 'seen' || abort === 'answering';
}

/** From the very call on, through all that happens before the connection is there. */
async function inSomeTurns(random: () => number): Promise<void> {
  for (let left = Math.floor(random() * 40); left > 0; left -= 1) await Promise.resolve();
  for (let left = Math.floor(random() * 4); left > 0; left -= 1) await nextTurn();
}
