import { lookup as systemLookup } from 'node:dns';
import type { Clock } from '../runtime/clock.ts';
import type { ResolveHost } from './guarded-connector.ts';

/** A name that took longer than this, in milliseconds, is slow until it is quick again. */
const SLOW_MS = 1_000;

/** How many slow names are remembered. */
const MAX_SLOW = 1_000;

type Answered = Parameters<ResolveHost>[2];

/** One look-up, and all who wait for it. */
interface LookUp {
  readonly asked: string;
  readonly hostname: string;
  readonly options: Asked;
  readonly waiting: Answered[];
}

/** What Node asks beside the name. */
interface Asked {
  readonly all: true;
  readonly family?: number | string;
  readonly hints?: number;
}

/**
 * Looks names up so that one whose name servers are silent holds back no other.
 *
 * `dns.lookup` waits on the threads of libuv, of which only half may look names up: two at once, for the whole process,
 * unless `UV_THREADPOOL_SIZE` says otherwise. A name whose name server is silent keeps its thread for ten seconds or more,
 * and an origin asks once for each of its connections. So those who ask for the same name at the same time share one
 * look-up, and names that were slow the last time wait for each other: all of them together take one thread.
 *
 * @see https://docs.libuv.org/en/v1.x/threadpool.html
 */
export function fairLookup(clock: Clock, resolve: ResolveHost = systemLookup): ResolveHost {
  const lookups = new FairLookups(clock, resolve);
  return (hostname, options, callback) => lookups.find(hostname, options, callback);
}

class FairLookups {
  readonly #clock: Clock;
  readonly #resolve: ResolveHost;
  /** By what was asked. */
  readonly #underWay = new Map<string, LookUp>();
  readonly #slow = new Set<string>();
  /** Look-ups of slow names that wait for the one that is under way. */
  readonly #queue: (() => void)[] = [];
  #slowUnderWay = false;

  constructor(clock: Clock, resolve: ResolveHost) {
    this.#clock = clock;
    this.#resolve = resolve;
  }

  find(hostname: string, options: Asked, callback: Answered): void {
    const asked = `${hostname} ${options.family ?? 0} ${options.hints ?? 0}`;
    const underWay = this.#underWay.get(asked);
    if (underWay !== undefined) {
      underWay.waiting.push(callback);
      return;
    }
    const lookUp: LookUp = { asked, hostname, options, waiting: [callback] };
    this.#underWay.set(asked, lookUp);
    if (!this.#slow.has(hostname)) return this.#ask(lookUp, () => {});
    this.#queue.push(() => this.#ask(lookUp, () => this.#nextSlow()));
    if (!this.#slowUnderWay) this.#nextSlow();
  }

  #nextSlow(): void {
    const next = this.#queue.shift();
    this.#slowUnderWay = next !== undefined;
    next?.();
  }

  #ask(lookUp: LookUp, done: () => void): void {
    const { asked, hostname, options, waiting } = lookUp;
    const startedAtMs = this.#clock.monotonicMs();
    const answered: Answered = (error, addresses) => {
      // Once: a resolver that answers and then throws must not end the next look-up of the same name.
      if (this.#underWay.get(asked) !== lookUp) return;
      this.#underWay.delete(asked);
      this.#remember(hostname, this.#clock.monotonicMs() - startedAtMs);
      done();
      for (const tell of waiting) tell(error, addresses);
    };
    try {
      this.#resolve(hostname, options, answered);
    } catch (error) {
      // Node throws for what cannot be a name; whoever waits is to be told that too.
      answered(error instanceof Error ? error : new Error('the look-up failed', { cause: error }), []);
    }
  }

  #remember(hostname: string, tookMs: number): void {
    this.#slow.delete(hostname);
    if (tookMs <= SLOW_MS) return;
    this.#slow.add(hostname);
    if (this.#slow.size <= MAX_SLOW) return;
    const [oldest = hostname] = this.#slow;
    this.#slow.delete(oldest);
  }
}
