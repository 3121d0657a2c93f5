/** What one contestant was measured at in one round, by metric. */
export type Reading = Readonly<Record<string, number>>;

/** A contestant that is set up and waits for its turn. */
export interface Entrant {
  /** Works for one round, and says what it took. */
  read(): Promise<Reading>;
  close(): Promise<void>;
}

/** Somebody who takes part in a race: our product, or what would be used in its place. */
export interface Contestant {
  readonly name: string;
  open(): Promise<Entrant>;
}

/** What a figure must be: as a ratio of ours to a peer's, or by itself where there is no peer. */
export type Bound = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the table. */
export interface Figure {
  /** Of the performance budgets: B1 to B12; `-` for a figure without one. */
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  readonly unit: Unit;
  readonly ours: string;
  /** Whom ours is divided by, round by round. */
  readonly peer?: string;
  readonly bound?: Bound;
  /** Divides the peer's by ours instead: how many times as fast, where less time is better. */
  readonly asSpeed?: true;
}

/** How a number is written. */
export type Unit = '/s' | 'µs' | 'ms' | 'B' | 'cores' | 'modules' | 'count';

/** Contestants that are measured in turn, against the same thing, in one run. */
export interface Race {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly rounds: number;
  /** Sets up what all share, such as a server, and names the contestants. */
  open(settings: RaceSettings): Promise<Field>;
}

/** The contestants of a race, and what they share. */
export interface Field {
  readonly contestants: readonly Contestant[];
  /** What a reader of the figures must know, such as how busy the server was. */
  remarks?(readings: ReadonlyMap<string, readonly Reading[]>): readonly string[];
  close(): Promise<void>;
}

/** How long a race may take. */
export interface RaceSettings {
  /** How long one contestant works in one round, in milliseconds. */
  readonly roundMs: number;
}

/** What is measured at each step of a sweep, and drawn as one chart. */
export interface Chart {
  readonly title: string;
  readonly unit: Unit;
  readonly lines: readonly { readonly metric: string; readonly label: string }[];
  /** A cost: it may not grow worse than linearly. */
  readonly cost?: true;
}

/** Ours alone, at ever more of something. */
export interface Sweep {
  /** Of its plot: `docs/bench/<name>.svg`. */
  readonly name: string;
  readonly title: string;
  /** What there is ever more of. */
  readonly axis: string;
  /** Ascending. */
  readonly steps: readonly number[];
  readonly rounds: number;
  readonly charts: readonly Chart[];
  open(settings: RaceSettings): Promise<SweepField>;
}

/** A sweep that is set up. */
export interface SweepField {
  /** Measures at one step; the sweep ends where it reads `saturated: 1` twice in a row. */
  read(step: number): Promise<Reading>;
  /** The most that this machine can do, where it is less than the steps. */
  readonly most?: number;
  remarks?(): readonly string[];
  close(): Promise<void>;
}

/** What `pnpm bench <name>` runs. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  /** How long it may take: when that is over no further round begins, after the third. */
  readonly seconds: number;
  readonly races?: readonly Race[];
  readonly sweeps?: readonly Sweep[];
}
