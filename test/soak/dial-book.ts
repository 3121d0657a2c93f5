/** What was told about a number that somebody wanted to ring. */
const TOLD = { asked: 1, placed: 2, nothing: 4, doubt: 8, atMiddleware: 16 } as const;

/** One intent to ring somebody: every intent has a number of its own. */
export type Intent = number;

/** What dials and what was told of them do not agree in. */
export interface DialFindings {
  readonly intents: number;
  /** Intents whose number a telephone rang for. */
  readonly rang: number;
  readonly placed: number;
  readonly doubts: number;
  /** Numbers that rang more than once. */
  readonly twice: readonly string[];
  /** Told as placed, and nothing rang. */
  readonly neverRang: readonly string[];
  /** All that was told is that nothing happened, and it rang. */
  readonly saidNothing: readonly string[];
  /** Rang, and nobody had asked for it. */
  readonly unasked: readonly string[];
}

const PREFIX = '+1555';
const DIGITS = 7;

/** What was told of each dial, in memory that is set aside at the start: the book must not look like a leak. */
export class DialBook {
  readonly #told: Uint8Array;
  #intents = 0;

  constructor(capacity: number) {
    this.#told = new Uint8Array(Math.min(capacity, 10 ** DIGITS));
  }

  /** A number that was not rung before; undefined when there is none left. */
  begin(atMiddleware: boolean): Intent | undefined {
    if (this.#intents >= this.#told.length) return undefined;
    const intent = this.#intents;
    this.#intents += 1;
    this.#told[intent] = TOLD.asked | (atMiddleware ? TOLD.atMiddleware : 0);
    return intent;
  }

  tell(intent: Intent, told: 'placed' | 'nothing' | 'doubt'): void {
    this.#told[intent] = (this.#told[intent] ?? 0) | TOLD[told];
  }

  /** Holds what was told against the numbers that rang, as the simulator counted them. */
  compare(dialled: readonly string[]): DialFindings {
    const rings = new Map<string, number>();
    for (const destination of dialled) rings.set(destination, (rings.get(destination) ?? 0) + 1);
    const told = [...this.#told.subarray(0, this.#intents)].map((bits, intent) => ({ bits, number: numberOf(intent) }));
    const numbers = new Set(told.map(({ number }) => number));
    const has = (bits: number, what: keyof typeof TOLD): boolean => (bits & TOLD[what]) !== 0;
    const select = (test: (bits: number, times: number) => boolean): readonly string[] =>
      told.filter(({ bits, number }) => test(bits, rings.get(number) ?? 0)).map(({ number }) => number);
    return {
      intents: this.#intents,
      rang: rings.size,
      placed: select((bits) => has(bits, 'placed')).length,
      doubts: select((bits) => has(bits, 'doubt') && !has(bits, 'placed')).length,
      twice: [...rings].filter(([, times]) => times > 1).map(([number]) => number),
      neverRang: select((bits, times) => has(bits, 'atMiddleware') && has(bits, 'placed') && times === 0),
      saidNothing: select((bits, times) => has(bits, 'nothing') && !has(bits, 'placed') && !has(bits, 'doubt') && times > 0),
      unasked: [...rings.keys()].filter((number) => !numbers.has(number)),
    };
  }
}

/** The number of an intent, as it is dialled. */
export function numberOf(intent: Intent): string {
  return PREFIX + String(intent).padStart(DIGITS, '0');
}
