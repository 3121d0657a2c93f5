import type { DialFindings } from './dial-book.ts';
import type { OutcomeTally } from './outcome-tally.ts';
import type { ProcessHealth } from './process-health.ts';
import type { BrandCounts } from './soak-brands.ts';

/** How long, how much, and by which seed. */
export interface SoakPlan extends BrandCounts {
  readonly seconds: number;
  readonly perSecond: number;
  readonly seed: number;
  readonly popsPerSecond: number;
  /** Browsers that come and go. */
  readonly screens: number;
  /** Of the middleware. */
  readonly instances: number;
}

/** What screens were shown of what was sent. */
export interface PopFindings {
  /** By what was sent and the status of its answer, such as `forged 401`. */
  readonly answers: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly lost: number;
  readonly shownTwice: number;
  /** Deliveries that were not genuine. */
  readonly false: number;
  /** Of these, the ones that were accepted. */
  readonly believed: number;
  readonly visits: number;
}

/** The most that there was of something at once, once the process was warm. */
export interface MostAtOnce {
  readonly timers: number;
  readonly listeners: number;
  readonly sockets: number;
  readonly rssMb: number;
}

/** Everything that was seen in a run. */
export interface SoakOutcome {
  readonly plan: SoakPlan;
  readonly warmUpSeconds: number;
  readonly trafficSeconds: number;
  readonly tally: Pick<OutcomeTally, 'operations' | 'counts' | 'unexpectedCount' | 'unexpected' | 'refusedByBreaker' | 'times'>;
  readonly heldBack: number;
  readonly changes: number;
  readonly moves: number;
  readonly badSettingsAccepted: number;
  readonly dials: DialFindings;
  /** Numbers that reached a service in trouble twice. */
  readonly dialledTwice: readonly string[];
  readonly faultsStruck: number;
  readonly neverSettled: number;
  readonly unhealed: readonly string[];
  readonly pops: PopFindings;
  readonly health: Pick<ProcessHealth, 'samples' | 'troubles' | 'delays'>;
  readonly most: MostAtOnce;
  readonly closeMs: number;
  /** What there is after closing that there was not before. */
  readonly left: readonly string[];
  readonly heapBeforeMb: number;
  readonly heapAfterMb: number;
}
