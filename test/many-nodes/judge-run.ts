import type { AgentScreen, ShownPop } from './agent-screen.ts';
import type { DeliveryRecord } from './telephony.ts';
import { type ExpectedPop, STATES } from './traffic.ts';

/** What was found wrong; every count should be 0. */
export interface Findings {
  /** Acknowledged, and not shown on a screen that it was for. */
  readonly lost: number;
  /** Shown again on a screen that had shown it. */
  readonly shownTwice: number;
  /** Shown on a screen that it was not for, or never sent. */
  readonly misdirected: number;
  /** Shown with another customer than its number's, or with none. */
  readonly wrongCustomer: number;
  /** A screen saw a call's state go back, or was told less than the event itself says. */
  readonly backwards: number;
  /** Not called late though the call was further, or the other way round. */
  readonly wronglyLate: number;
  /** Never acknowledged, however often it was sent. */
  readonly givenUp: number;
  /** A screen was told that it may have missed something. */
  readonly gaps: number;
}

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Findings, an example of each, and what else there is to say. */
export interface Judgement {
  readonly findings: Findings;
  readonly examples: readonly string[];
  readonly shownOnce: number;
  readonly shownLate: number;
  /** From the first attempt at a delivery until it was on the first screen. */
  readonly latency: Spread;
}

/** Holds what was acknowledged against what the screens showed. */
export function judgeRun(
  expected: ReadonlyMap<string, ExpectedPop>,
  records: readonly DeliveryRecord[],
  screens: readonly AgentScreen[],
): Judgement {
  const judge = new Judge(expected);
  for (const screen of screens) judge.lookAt(screen);
  judge.compare(records, screens);
  return judge.conclude(records);
}

const EXAMPLES = 10;

class Judge {
  readonly #expected: ReadonlyMap<string, ExpectedPop>;
  readonly #findings: { -readonly [Kind in keyof Findings]: number } = {
    lost: 0,
    shownTwice: 0,
    misdirected: 0,
    wrongCustomer: 0,
    backwards: 0,
    wronglyLate: 0,
    givenUp: 0,
    gaps: 0,
  };
  readonly #examples: string[] = [];
  readonly #firstShownAtMs = new Map<string, number>();
  #shownOnce = 0;
  #shownLate = 0;

  constructor(expected: ReadonlyMap<string, ExpectedPop>) {
    this.#expected = expected;
  }

  lookAt(screen: AgentScreen): void {
    const seen = new Set<string>();
    const furthest = new Map<string, number>();
    this.#add('gaps', screen.gaps, screen.topic);
    for (const pop of screen.shown) {
      const expected = this.#expected.get(pop.key);
      if (seen.has(pop.key)) this.#add('shownTwice', 1, `${screen.topic} ${pop.key}`);
      seen.add(pop.key);
      if (expected?.topic !== screen.topic) this.#add('misdirected', 1, `${screen.topic} ${pop.key}`);
      if (expected?.customer !== pop.customer) this.#add('wrongCustomer', 1, `${pop.key} ${pop.customer}`);
      this.#checkState(pop, furthest);
      this.#firstShownAtMs.set(pop.key, Math.min(pop.atMs, this.#firstShownAtMs.get(pop.key) ?? pop.atMs));
    }
  }

  compare(records: readonly DeliveryRecord[], screens: readonly AgentScreen[]): void {
    const counts = new Map(screens.map((screen) => [screen, countByKey(screen.shown)]));
    const acknowledged = new Set<string>();
    for (const { key, acknowledgedAtMs, attempts } of records) {
      if (acknowledgedAtMs === undefined) this.#add('givenUp', 1, `${key} after ${attempts} attempts`);
      else acknowledged.add(key);
    }
    for (const key of acknowledged) {
      const topic = this.#expected.get(key)?.topic;
      const times = screens.filter((screen) => screen.topic === topic).map((screen) => counts.get(screen)?.get(key) ?? 0);
      this.#add('lost', times.filter((count) => count === 0).length, `${topic} ${key}`);
      if (times.length > 0 && times.every((count) => count === 1)) this.#shownOnce += 1;
    }
  }

  conclude(records: readonly DeliveryRecord[]): Judgement {
    const begunAtMs = new Map<string, number>();
    for (const { key, firstAttemptAtMs } of records) {
      begunAtMs.set(key, Math.min(firstAttemptAtMs, begunAtMs.get(key) ?? firstAttemptAtMs));
    }
    const latency = spreadOf([...this.#firstShownAtMs].map(([key, atMs]) => atMs - (begunAtMs.get(key) ?? atMs)));
    const { shownOnce, shownLate } = { shownOnce: this.#shownOnce, shownLate: this.#shownLate };
    return { findings: this.#findings, examples: this.#examples, shownOnce, shownLate, latency };
  }

  #checkState({ key, call, event, callState, late }: ShownPop, furthest: Map<string, number>): void {
    const [said, own] = [rankOf(callState), rankOf(event)];
    if (said < Math.max(own, furthest.get(call) ?? 0)) this.#add('backwards', 1, `${key} ${callState}`);
    if (late !== own < said) this.#add('wronglyLate', 1, `${key} ${callState}`);
    if (late) this.#shownLate += 1;
    furthest.set(call, said);
  }

  #add(kind: keyof Findings, count: number, example: string): void {
    this.#findings[kind] += count;
    if (count > 0 && this.#examples.length < EXAMPLES) this.#examples.push(`${kind}: ${example}`);
  }
}

/** Percentiles by the nearest rank; zeros of nothing. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function countByKey(shown: readonly ShownPop[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of shown) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function rankOf(state: string): number {
  return STATES.findIndex((each) => each === state);
}
