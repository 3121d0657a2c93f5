import { getEventListeners } from 'node:events';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { queryObjects } from 'node:v8';
import { InProcessScreenPopChannel } from '@elasticfunnels/switch-core';
import type { Point } from './slope.ts';

/** What a process is at one moment, its garbage collected. */
export interface HealthSample {
  /** Since the first sample. */
  readonly atSeconds: number;
  readonly heapMb: number;
  readonly rssMb: number;
  /** What keeps the process alive, by kind, as node counts it. */
  readonly resources: Readonly<Record<string, number>>;
  /** Timers of the host's clock. */
  readonly timers: number;
  /** Listeners on signals that outlive operations. */
  readonly listeners: number;
}

/** Objects that hold connections or subscribers, and are still reachable. */
export interface LiveObjects {
  readonly pools: number;
  readonly clients: number;
  readonly sockets: number;
  readonly channels: number;
}

/** What is looked at beside the process itself. */
export interface Watched {
  readonly pendingTimers: () => number;
  readonly signals: readonly AbortSignal[];
}

const MIB = 2 ** 20;
const DELAY_RESOLUTION_MS = 5;
// The same classes as those of the transport, which this package does not depend on.
const undici = createRequire(new URL('../../packages/core/package.json', import.meta.url))('undici') as {
  readonly Pool: NewableFunction;
  readonly Client: NewableFunction;
};

/** Looks at this process every now and then; its looking is not counted among what delays the process. */
export class ProcessHealth {
  readonly samples: HealthSample[] = [];
  readonly troubles: string[] = [];
  readonly #delay: ReturnType<typeof monitorEventLoopDelay> = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  readonly #startedAtMs = performance.now();
  readonly #watched: Watched;

  constructor(watched: Watched) {
    this.#watched = watched;
    process.on('unhandledRejection', this.#onRejection);
    process.on('uncaughtExceptionMonitor', this.#onException);
    process.on('warning', this.#onWarning);
    this.#delay.enable();
  }

  /** The delays of the event loop, in milliseconds. */
  get delays(): { readonly p50: number; readonly p99: number; readonly max: number } {
    const toMs = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - DELAY_RESOLUTION_MS);
    return { p50: toMs(this.#delay.percentile(50)), p99: toMs(this.#delay.percentile(99)), max: toMs(this.#delay.max) };
  }

  /** Collects the garbage, and looks. */
  sample(): HealthSample {
    this.#delay.disable();
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    const { pendingTimers, signals } = this.#watched;
    const sample = {
      atSeconds: (performance.now() - this.#startedAtMs) / 1_000,
      heapMb: heapUsed / MIB,
      rssMb: rss / MIB,
      resources: countResources(),
      timers: pendingTimers(),
      listeners: signals.reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0),
    };
    this.samples.push(sample);
    this.#delay.enable();
    return sample;
  }

  stop(): void {
    this.#delay.disable();
    process.off('unhandledRejection', this.#onRejection);
    process.off('uncaughtExceptionMonitor', this.#onException);
    process.off('warning', this.#onWarning);
  }

  readonly #onRejection = (reason: unknown): void => void this.troubles.push(`unhandled rejection: ${String(reason)}`);
  readonly #onException = (error: unknown): void => void this.troubles.push(`uncaught exception: ${String(error)}`);
  readonly #onWarning = ({ name, message }: Error): void => {
    if (name === 'MaxListenersExceededWarning') this.troubles.push(`${name}: ${message}`);
  };
}

/** The heap over time, in MB and minutes, from some second on. */
export function heapOverTime(samples: readonly HealthSample[], fromSeconds: number): readonly Point[] {
  return samples
    .filter(({ atSeconds }) => atSeconds >= fromSeconds)
    .map(({ atSeconds, heapMb }) => ({ x: atSeconds / 60, y: heapMb }));
}

/** What keeps the process alive, by kind. */
export function countResources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Kinds of which there are more than before. */
export function findMore(before: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(now)
    .filter(([kind, count]) => count > (before[kind] ?? 0))
    .map(([kind, count]) => `${kind}: ${count} instead of ${before[kind] ?? 0}`);
}

/** Counts what is reachable; takes a moment, in which nothing else happens. */
export function countLiveObjects(): LiveObjects {
  const count = (constructor: NewableFunction): number => queryObjects(constructor, { format: 'count' });
  return {
    pools: count(undici.Pool),
    clients: count(undici.Client),
    sockets: count(Socket),
    channels: count(InProcessScreenPopChannel),
  };
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('The soak needs node --expose-gc.');
  globalThis.gc();
}
