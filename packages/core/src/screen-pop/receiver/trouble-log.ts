import { LRUCache } from 'lru-cache';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';

interface Told {
  untilMs: number;
  /** How many came since it was told. */
  untold: number;
}

/** Something that went wrong, told apart by all of its texts. */
export interface Trouble {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly reason: string;
  readonly brand?: string;
  readonly source?: string;
}

const EACH_MS = 60_000;
/** How many different troubles are told in a minute; beyond that there is a flood, and its log must not be another. */
const MAX_LINES = 200;
const MAX_REMEMBERED = 2_000;

/**
 * Tells a trouble when it first comes, and again at most once a minute with how often it came since: a flood of
 * deliveries must not become a flood of lines.
 */
export class TroubleLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #told = new LRUCache<string, Told>({ max: MAX_REMEMBERED });
  #minuteEndsMs = Number.NEGATIVE_INFINITY;
  #lines = 0;
  #unlogged = 0;

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** @param fields what is told besides; only of the delivery that makes the line */
  tell(trouble: Trouble, fields: () => Readonly<Record<string, unknown>>): void {
    const { reason, brand = '', source = '', message } = trouble;
    const key = `${reason} ${source} ${brand} ${message}`;
    const nowMs = this.#clock.monotonicMs();
    const told = this.#told.get(key);
    if (told !== undefined && nowMs < told.untilMs) {
      told.untold += 1;
      return;
    }
    if (!this.#mayTell(nowMs)) return;
    this.#told.set(key, { untilMs: nowMs + EACH_MS, untold: 0 });
    this.#write(trouble, (told?.untold ?? 0) + 1, fields());
  }

  #mayTell(nowMs: number): boolean {
    if (nowMs >= this.#minuteEndsMs) {
      this.#minuteEndsMs = nowMs + EACH_MS;
      this.#lines = 0;
    }
    this.#lines += 1;
    if (this.#lines <= MAX_LINES) return true;
    this.#unlogged += 1;
    return false;
  }

  #write({ level, message, reason, brand, source }: Trouble, count: number, fields: Readonly<Record<string, unknown>>): void {
    const unlogged = this.#unlogged;
    this.#unlogged = 0;
    const line = {
      reason,
      ...(brand === undefined ? {} : { brand }),
      ...(source === undefined ? {} : { source }),
      ...(count > 1 ? { count } : {}),
      ...(unlogged > 0 ? { unlogged } : {}),
      ...fields,
    };
    try {
      this.#logger[level](line, message);
    } catch {
      // A logger that throws must not cost anybody a screen pop, and there is nobody left to tell.
    }
  }
}
