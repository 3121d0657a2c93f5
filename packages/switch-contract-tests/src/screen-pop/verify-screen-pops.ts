import { type CheckResult, resultOf } from '../verify/model/check.ts';
import type { Progress } from '../verify/model/verification.ts';
import { findPoppedCall, judgeScreenPopCheck } from './judge-screen-pops.ts';
import { ScreenPopObservation } from './observe-screen-pops.ts';
import { isAboutRedelivery, POPPED_CALL, type ScreenPopCheck } from './screen-pop-checks.ts';
import type { ScreenPopMeans } from './screen-pop-means.ts';

/** What the verification of screen pops works with. */
export interface ScreenPopsRun {
  readonly means: ScreenPopMeans;
  readonly wanted: readonly ScreenPopCheck[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Hangs a call up through the endpoints, as S6; undefined where there are none to ask. */
  readonly judgePoppedCall?: (callId: string) => Promise<CheckResult>;
}

/** Every check by name; or nothing was heard at all, and why. */
export type ScreenPopsEnd =
  | {
      readonly kind: 'heard';
      readonly results: readonly CheckResult[];
      /** The calls that came in for the run: they may ring still. */
      readonly calls: readonly string[];
    }
  | { readonly kind: 'nothing-came'; readonly reason: string; readonly notBrought: boolean };

/** Has calls come in, hears what is delivered of them, and judges it. */
export async function verifyScreenPops(run: ScreenPopsRun): Promise<ScreenPopsEnd> {
  const { means, wanted, progress, signal } = run;
  const startedAt = performance.now();
  const redeliveries = wanted.some(isAboutRedelivery);
  const observation = new ScreenPopObservation({ means, redeliveries, signal, say: (line) => progress.said(line) });
  await observation.hearCalls();
  const absence = observation.absences.get(1);
  if (absence !== undefined && observation.list().length === 0) {
    const notBrought = absence.kind === 'not-brought';
    return { kind: 'nothing-came', reason: notBrought ? absence.reason : describeSilence(means), notBrought };
  }
  const heard = { observation, means };
  const popped = wanted.includes(POPPED_CALL) ? await judgePopped(run, findPoppedCall(heard)) : undefined;
  // Only where it is asked about: the wait is for nothing otherwise.
  if (redeliveries) await observation.watchQuiet();
  const durationMs = Math.round(performance.now() - startedAt);
  const results = wanted.map((check, index) => {
    if (signal.aborted) return resultOf(check, 'not-verified', { reason: 'the run was interrupted' });
    if (check === POPPED_CALL) return popped ?? resultOf(check, 'not-verified');
    return judgeScreenPopCheck(check, heard, index === 0 ? durationMs : 0);
  });
  for (const result of results) progress.finished(result);
  const calls = observation
    .list()
    .flatMap(({ ofCall, callId }) => (ofCall === undefined || callId === undefined ? [] : [callId]));
  return { kind: 'heard', results, calls };
}

async function judgePopped({ judgePoppedCall }: ScreenPopsRun, callId: string | undefined): Promise<CheckResult> {
  if (judgePoppedCall === undefined) {
    const reason = 'there are no endpoints to ask: verify --base-url URL … --listen HOST:PORT --webhook-secret-env VAR';
    return resultOf(POPPED_CALL, 'not-verified', { reason });
  }
  if (callId === undefined) return resultOf(POPPED_CALL, 'not-verified', { reason: 'no screen pop named a call that rings' });
  return judgePoppedCall(callId);
}

/** Why nothing came, as far as it shows from here. */
function describeSilence({ receiver, url, patience }: ScreenPopMeans): string {
  const strays = receiver.listStrays();
  const waited = `in ${patience.arrivalMs / 1000} s`;
  if (strays.length === 0) return `nothing connected to ${url} ${waited}`;
  return `something connected to ${url} ${waited}, but no delivery came: ${strays.slice(0, 3).join('; ')}`;
}
