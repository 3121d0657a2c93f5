import { heapOverTime } from './process-health.ts';
import { findSlope, type Slope } from './slope.ts';
import type { SoakOutcome } from './soak-outcome.ts';

/** What a soak promises, by a short name. */
export type BrokenPromise =
  | 'rang once'
  | 'told the truth'
  | 'expected errors'
  | 'no stray failure'
  | 'settled'
  | 'healed'
  | 'shown once'
  | 'nothing forged'
  | 'bad settings refused'
  | 'flat heap'
  | 'nothing left'
  | 'heap given back'
  | 'enough happened';

/** One promise, whether it was kept, and what was seen. */
export interface Verdict {
  readonly name: BrokenPromise;
  readonly promise: string;
  readonly kept: boolean;
  readonly figure: string;
}

/** The steepest that the heap may rise, in MB a minute: at 300 operations a second, 58 bytes each. */
const STEEPEST_MB = 1;
/** A rise that is certain and no more than this is none, in MB a minute: 6 bytes an operation. */
const CERTAIN_MB = 0.1;
/** What a process keeps that has worked, in MB: compiled code, and what was loaded on the way. */
const KEPT_MB = 8;
const LEAST_OF_RATE = 0.9;

/** How steeply the heap rose once the process was warm. */
function heapSlope({ health, warmUpSeconds }: SoakOutcome): Slope {
  // The last one was taken when the host was closed.
  return findSlope(heapOverTime(health.samples.slice(0, -1), warmUpSeconds));
}

/** Holds every promise against what was seen. */
export function judgeSoak(outcome: SoakOutcome): readonly Verdict[] {
  return [...judgeDials(outcome), ...judgeErrors(outcome), ...judgePops(outcome), ...judgeProcess(outcome)];
}

function judgeDials({ dials, dialledTwice }: SoakOutcome): readonly Verdict[] {
  const twice = dials.twice.length + dialledTwice.length;
  const lies = [
    `placed and never rang: ${dials.neverRang.length}`,
    `"nothing happened" and it rang: ${dials.saidNothing.length}`,
    `rang unasked: ${dials.unasked.length}`,
  ];
  const untrue = dials.neverRang.length + dials.saidNothing.length + dials.unasked.length;
  return [
    verdict('rang once', 'no number rang twice', twice === 0, `${twice} of ${dials.intents.toLocaleString('en-US')} intents`),
    verdict('told the truth', 'what was told of a dial is what happened', untrue === 0, lies.join(', ')),
  ];
}

function judgeErrors(outcome: SoakOutcome): readonly Verdict[] {
  const { tally, health, neverSettled, unhealed, badSettingsAccepted } = outcome;
  const internal = [...tally.counts].reduce((sum, [name, count]) => sum + (name.endsWith(' INTERNAL') ? count : 0), 0);
  return [
    verdict(
      'expected errors',
      'every error has a code that faults explain',
      tally.unexpectedCount === 0,
      `${tally.unexpectedCount} others, INTERNAL: ${internal}`,
    ),
    verdict(
      'no stray failure',
      'no unhandled rejection, uncaught exception or warning of listeners',
      health.troubles.length === 0,
      String(health.troubles.length),
    ),
    verdict('settled', 'every operation settled', neverSettled === 0, `${neverSettled} did not`),
    verdict('healed', 'once all is well, every service is asked again', unhealed.length === 0, `${unhealed.length} were not`),
    verdict(
      'bad settings refused',
      'settings that are wrong are refused',
      badSettingsAccepted === 0,
      `${badSettingsAccepted} taken`,
    ),
  ];
}

function judgePops({ pops }: SoakOutcome): readonly Verdict[] {
  const figure = `${pops.lost} lost, ${pops.shownTwice} shown twice, of ${pops.acknowledged.toLocaleString('en-US')}`;
  return [
    verdict('shown once', 'a screen pop that was acknowledged is shown once', pops.lost + pops.shownTwice === 0, figure),
    verdict(
      'nothing forged',
      'what is not genuine is refused',
      pops.believed === 0,
      `${pops.believed} of ${pops.false} believed`,
    ),
  ];
}

function judgeProcess(outcome: SoakOutcome): readonly Verdict[] {
  const { perX, low, high } = heapSlope(outcome);
  const { left, heapBeforeMb, heapAfterMb, tally, plan, trafficSeconds, faultsStruck } = outcome;
  const { operations, refusedByBreaker } = tally;
  const heapBackMb = heapAfterMb - heapBeforeMb;
  const flat = perX < STEEPEST_MB && low < CERTAIN_MB;
  const rate = operations / trafficSeconds;
  const enough = rate > plan.perSecond * LEAST_OF_RATE && faultsStruck > 0 && refusedByBreaker > 0;
  const spread = `${perX.toFixed(2)} MB/min (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`;
  return [
    verdict('flat heap', `the heap rises by less than ${STEEPEST_MB} MB/min, and not for certain`, flat, spread),
    verdict(
      'nothing left',
      'after close: no timer, listener, socket, pool or host',
      left.length === 0,
      left.join('; ') || 'nothing',
    ),
    verdict(
      'heap given back',
      `after close: the heap as it was, but for ${KEPT_MB} MB`,
      heapBackMb < KEPT_MB,
      `${heapBackMb >= 0 ? '+' : ''}${heapBackMb.toFixed(1)} MB`,
    ),
    verdict(
      'enough happened',
      'the rate was held, faults struck, breakers opened',
      enough,
      `${rate.toFixed(0)}/s, ${faultsStruck} faults, ${refusedByBreaker} refused`,
    ),
  ];
}

function verdict(name: BrokenPromise, promise: string, kept: boolean, figure: string): Verdict {
  return { name, promise, kept, figure };
}
