import { monitorEventLoopDelay } from 'node:perf_hooks';
import { judgeCase, overshootOf, type Violation } from './judge-case.ts';
import type { MatrixCase } from './matrix-case.ts';
import type { Observation } from './observation.ts';
import { playCase } from './play-case.ts';
import type { Subject } from './subject.ts';

/** How a matrix is run. */
export interface MatrixRun {
  readonly subject: Subject;
  /** How many cases at a time. */
  readonly concurrency: number;
  readonly onCase?: (played: PlayedCase, done: number) => void;
}

/** One case, what happened, and what was wrong with it. */
export interface PlayedCase {
  readonly case: MatrixCase;
  readonly seen: Observation;
  readonly violations: readonly Violation[];
}

/** What a whole run found. */
export interface MatrixOutcome {
  readonly played: readonly PlayedCase[];
  readonly seconds: number;
  /** How late settled what ended by its deadline or its caller, in milliseconds. */
  readonly overshoot: Spread;
  /** How late this very process was with everything, for comparison. */
  readonly loopDelay: Spread;
  readonly unhandled: readonly string[];
  /** Sockets, servers and threads that the process had more after the run than before. */
  readonly handlesLeft: readonly string[];
  readonly largestMemoryMb: number;
}

/** Some times, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Plays all cases, several at a time, and judges each. */
export async function runMatrix(
  cases: readonly MatrixCase[],
  { subject, concurrency, onCase }: MatrixRun,
): Promise<MatrixOutcome> {
  const watch = watchProcess();
  const startedAt = performance.now();
  const played: PlayedCase[] = [];
  const waiting = cases.values();
  const work = async (): Promise<void> => {
    for (const one of waiting) {
      const seen = await playCase(one, subject);
      const judged = { case: one, seen: withoutTexts(seen), violations: judgeCase(one, seen) };
      played.push(judged);
      watch.look();
      onCase?.(judged, played.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const late = played.flatMap(({ case: one, seen }) => overshootOf(one, seen) ?? []);
  return { played, seconds: (performance.now() - startedAt) / 1_000, overshoot: spreadOf(late), ...(await watch.end()) };
}

/** What tens of thousands of cases need not keep. */
function withoutTexts(seen: Observation): Observation {
  return { ...seen, logged: '', ended: 'shown' in seen.ended ? { ...seen.ended, shown: '' } : seen.ended };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

interface ProcessWatch {
  look(): void;
  end(): Promise<Omit<MatrixOutcome, 'played' | 'seconds' | 'overshoot'>>;
}

/** What cases could do to the process as a whole. */
function watchProcess(): ProcessWatch {
  const unhandled: string[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(String(reason));
  process.on('unhandledRejection', onUnhandled);
  const before = process.getActiveResourcesInfo();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let largest = 0;
  const look = (): void => {
    largest = Math.max(largest, process.memoryUsage.rss());
  };
  return {
    look,
    end: async () => {
      delay.disable();
      const ms = (nanoseconds: number): number => nanoseconds / 1e6;
      const handlesLeft = await findHandlesLeft(before);
      process.off('unhandledRejection', onUnhandled);
      const { count } = delay;
      const loopDelay = { count, p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
      return { unhandled, handlesLeft, loopDelay, largestMemoryMb: Math.round(largest / 2 ** 20) };
    },
  };
}

/** Not timers: those of the host are counted case by case, and a test runner has its own. */
const HANDLES = /TCP|TLS|MessagePort|GetAddrInfo/;

/** What is open beyond what was open before; asked again for a while, as the last sockets take a turn or two to go. */
async function findHandlesLeft(before: readonly string[]): Promise<readonly string[]> {
  for (let tries = 0; ; tries += 1) {
    const left = process.getActiveResourcesInfo().filter((kind) => HANDLES.test(kind));
    for (const kind of before) {
      const at = left.indexOf(kind);
      if (at >= 0) left.splice(at, 1);
    }
    if (left.length === 0 || tries === 50) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
