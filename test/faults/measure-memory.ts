import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LOOPBACK_ALLOWED } from '@elasticfunnels/switch-core';
import { callOperation, settle } from './call-operation.ts';
import type { Ended } from './observation.ts';
import { startFaultProcess } from './start-fault-process.ts';
import { openSubject, type Subject } from './subject.ts';

/** The faults that send more than anybody should keep. */
export const BOMBS = [
  'huge-body-declared',
  'huge-body-chunked',
  'huge-body-unmeasured',
  'huge-header',
  'endless-headers',
  'encoding-gzip',
  'encoding-br',
  'encoding-zstd',
  'encoding-unsaid',
] as const;

/** The most that the transport reads of an answer, in bytes: its own default. */
export const ANSWER_CAP_BYTES = 1_048_576;

/** What a server would send if it were let. */
const SENT_AT_MOST_BYTES = 64 * 2 ** 20;

/** How long until memory that is free is counted as free: this many milliseconds, this many times. */
const SETTLED_MS = 50;
const LOOKS = 6;

/** What one answer did to the process's memory, in bytes that are really in use: garbage is collected before each look. */
export interface MemoryGrowth {
  readonly ended: Ended;
  /** The most at any turn of the event loop, beyond what was in use before. */
  readonly largest: number;
  /** What stayed after the host was closed. */
  readonly kept: number;
}

/** Whatever is loaded with the first dial is not the bomb's. */
let warm = false;

/** Dials against a bomb, and looks at the memory all the while. */
export async function measureMemory(name: (typeof BOMBS)[number], subject: Subject): Promise<MemoryGrowth> {
  const collect = exposeCollector();
  if (!warm) await dialOnce('none', subject, () => {});
  warm = true;
  collect();
  const before = inUse();
  let largest = 0;
  const ended = await dialOnce(name, subject, () => {
    collect();
    largest = Math.max(largest, inUse() - before);
  });
  return { ended, largest, kept: await leastInUse(before, collect) };
}

/** What was freed is counted as free some turns later: the least that is seen for a while. */
async function leastInUse(before: number, collect: () => void): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let looks = 0; looks < LOOKS && least > 0; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    collect();
    least = Math.min(least, Math.max(0, inUse() - before));
  }
  return least;
}

/** Dials, and looks at each turn of the event loop until it is over, and then once more. */
async function dialOnce(name: string, subject: Subject, look: () => void): Promise<Ended> {
  await using server = await startFaultProcess(name, SENT_AT_MOST_BYTES);
  const { host, phone } = await openSubject(subject, { baseUrl: server.url, network: LOOPBACK_ALLOWED });
  const over = new AbortController();
  const dialling = settle(() => callOperation(phone, 'makeCall', {}), 30_000).finally(() => {
    over.abort();
    look();
  });
  while (!over.signal.aborted) {
    look();
    await nextTurn();
  }
  const ended = await dialling;
  await host.close();
  return ended;
}

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function exposeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('This runtime does not let its garbage be collected.');
  return () => void collect();
}
