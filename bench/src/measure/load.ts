import type { Reading } from '../suite.ts';
import { quantile } from './statistics.ts';

/** One unit of work, such as a dial. */
export type Work = (index: number) => Promise<unknown>;

/** Keeps this many in flight for so long. The index goes on from load to load: no two dials are the same. */
export class Load {
  readonly #work: Work;
  #next = 0;

  constructor(work: Work) {
    this.#work = work;
  }

  /** How many a second, and the CPU of this process for each in microseconds, its collector and its kernel time included. */
  async throughput(inFlight: number, ms: number): Promise<Reading> {
    const round = { over: false };
    let calls = 0;
    const timer = setTimeout(() => (round.over = true), ms);
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    const keepOneInFlight = async (): Promise<void> => {
      while (!round.over) {
        await this.#work(this.#next++);
        calls += 1;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, keepOneInFlight));
    const elapsedMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpuBefore);
    clearTimeout(timer);
    return {
      callsPerSecond: (calls / elapsedMs) * 1000,
      cpuPerCall: (user + system) / calls,
      busy: (user + system) / (elapsedMs * 1000),
    };
  }

  /** Does so many, and measures nothing. */
  async count(inFlight: number, units: number): Promise<void> {
    let left = units;
    const work = async (): Promise<void> => {
      while (left-- > 0) await this.#work(this.#next++);
    };
    await Promise.all(Array.from({ length: Math.min(inFlight, units) }, work));
  }

  /** What can be observed in the middle of a load, while so many are in flight: some just sent, some half answered. */
  async during<Observed>(inFlight: number, ms: number, observe: () => Observed): Promise<Observed> {
    const load = this.throughput(inFlight, ms);
    await new Promise((resolve) => setTimeout(resolve, ms / 2));
    const observed = observe();
    await load;
    return observed;
  }

  /** One after the other: the median and the 99th percentile in microseconds. */
  async latency(ms: number): Promise<Reading> {
    const durations: number[] = [];
    const endsAt = performance.now() + ms;
    for (let now = performance.now(); now < endsAt; ) {
      await this.#work(this.#next++);
      const then = now;
      now = performance.now();
      durations.push((now - then) * 1000);
    }
    return { p50: quantile(durations, 0.5), p99: quantile(durations, 0.99) };
  }
}
