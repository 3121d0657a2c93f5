import { type CheckResult, judged, resultOf } from '../verify/model/check.ts';
import type { Finding } from '../verify/model/finding.ts';
import { type Arrival, callIdOf } from './arrival.ts';
import { judgeMessage, judgeTransport, noteOnMessage } from './delivery-rules.ts';
import { inSeconds } from './describe-attempt.ts';
import { findTaken } from './observed-event.ts';
import { RETRY_AFTER_SECONDS, type ScreenPopObservation } from './observe-screen-pops.ts';
import { judgeIds, judgeRedelivery, judgeRepetition } from './redelivery-rules.ts';
import type { ScreenPopCheck } from './screen-pop-checks.ts';
import type { ScreenPopMeans } from './screen-pop-means.ts';
import { popFinding } from './screen-pop-rules.ts';
import { isUnsigned, judgeProof, judgeTimestamp, skewOf } from './signature-rules.ts';

/** What is known when the deliveries are in. */
export interface HeardScreenPops {
  readonly observation: ScreenPopObservation;
  readonly means: ScreenPopMeans;
}

type Judgement = (heard: HeardScreenPops) => Judged;
type Judged = { readonly findings: readonly Finding[]; readonly notes?: readonly string[] } | { readonly reason: string };

const WEAKER = 'a shared secret instead of a signature: weaker, as whoever sees one delivery can send another; no Silver';
const UNSIGNED: Judged = { reason: 'the deliveries are not signed (P2)' };

const JUDGEMENTS: Readonly<Record<string, Judgement>> = {
  P1: (heard) => ({ findings: judgeEach(heard, judgeTransport) }),
  P2: judgeSignatures,
  P3: judgeTimes,
  P4: (heard) => ({
    findings: judgeEach(heard, judgeMessage),
    notes: [...new Set(listArrivals(heard).flatMap((arrival) => noteOnMessage(arrival)))],
  }),
  P5: judgeIdentity,
  P6: judgeAfterRefusal,
  P7: judgeAfterSilence,
  P8: judgeAfterTaken,
};

/** The result of one check on the deliveries of a run. */
export function judgeScreenPopCheck(check: ScreenPopCheck, heard: HeardScreenPops, durationMs: number): CheckResult {
  const result = JUDGEMENTS[check.id]?.(heard) ?? { reason: 'this check is not known' };
  if ('reason' in result) return resultOf(check, 'not-verified', { reason: result.reason });
  return judged(check, result.findings, durationMs, result.notes);
}

function listArrivals({ observation }: HeardScreenPops): readonly Arrival[] {
  return observation.list().flatMap(({ attempts }) => attempts.map(({ arrival }) => arrival));
}

/** One finding a rule: ten attempts with one fault are one fault. */
function judgeEach(heard: HeardScreenPops, judge: (arrival: Arrival) => readonly Finding[]): readonly Finding[] {
  const findings = listArrivals(heard).flatMap((arrival) => judge(arrival));
  return findings.filter(({ rule }, index) => findings.findIndex((other) => other.rule === rule) === index);
}

function judgeSignatures(heard: HeardScreenPops): Judged {
  const { secret } = heard.means;
  const findings = judgeEach(heard, (arrival) => judgeProof(arrival, secret));
  if (secret.kind === 'shared_secret') return findings.length === 0 ? { reason: WEAKER } : { findings };
  return { findings, notes: ['with a byte of the body changed it is refused'] };
}

function judgeTimes(heard: HeardScreenPops): Judged {
  if (heard.means.secret.kind === 'shared_secret') return { reason: 'a shared secret vouches for no time' };
  const arrivals = listArrivals(heard);
  if (arrivals.every(isUnsigned)) return UNSIGNED;
  const findings = judgeEach(heard, judgeTimestamp);
  const [first] = arrivals;
  if (findings.length > 0 || first === undefined) return { findings };
  // Whole seconds: a clock that is right is half a second behind on average.
  const skew = skewOf(first);
  const words = Math.abs(skew) < 1_500 ? 'its clock agrees with this machine’s' : describeSkew(skew);
  return { findings, notes: [words] };
}

function describeSkew(skew: number): string {
  return `its clock is ${inSeconds(Math.abs(skew))} ${skew > 0 ? 'behind' : 'ahead of'} this machine’s`;
}

function judgeIdentity(heard: HeardScreenPops): Judged {
  const { observation, means } = heard;
  const arrivals = listArrivals(heard);
  const nameless = arrivals.filter(({ delivery }) => !delivery.header('webhook-id'));
  if (nameless.length > 0) {
    if (means.secret.kind === 'shared_secret')
      return { reason: 'there is no webhook-id: the platform goes by call, event and time' };
    if (arrivals.every(isUnsigned)) return UNSIGNED;
    return { findings: [popFinding('pop-id', { expected: 'a webhook-id', actual: 'a delivery without one' })] };
  }
  const findings = [...judgeEach(heard, judgeIdForm), ...judgeIds(observation.list())];
  if (findings.length > 0) return { findings };
  const absence = observation.absences.get(2);
  if (absence !== undefined) {
    return {
      reason: absence.kind === 'not-brought' ? absence.reason : 'no second call was heard of, so no two ids could be compared',
    };
  }
  return { findings, notes: [`${observation.list().length} events, ${observation.list().length} ids`] };
}

function judgeIdForm({ delivery }: Arrival): readonly Finding[] {
  // The verifier's own bounds: a full stop would move the border of what was signed.
  if (/^[\x21-\x2d\x2f-\x7e]{1,256}$/.test(delivery.header('webhook-id') ?? '')) return [];
  const expected = '1 to 256 characters of visible ASCII, without a full stop';
  return [popFinding('pop-id', { expected, actual: 'a webhook-id that is not like that' })];
}

function judgeAfterRefusal(heard: HeardScreenPops): Judged {
  const { observation, means } = heard;
  const seen = judgeRedelivery(observation.list(), {
    answered: (reply) => reply.kind === 'status' && reply.status === 500,
    words: 'answered 500',
    waitedMs: means.patience.redeliveryMs,
    secret: means.secret,
  });
  if (seen.kind === 'not-seen') return { reason: 'no delivery was refused' };
  return { findings: seen.findings, notes: [...seen.notes, ...noteOnRetryAfter(observation)] };
}

/** For information alone: the contract recommends it. */
function noteOnRetryAfter(observation: ScreenPopObservation): readonly string[] {
  for (const { attempts } of observation.list()) {
    const index = attempts.findIndex(({ reply }) => reply.kind === 'status' && reply.retryAfterSeconds !== undefined);
    const [busy, next] = [attempts[index], attempts[index + 1]];
    if (busy === undefined || next === undefined) continue;
    const waited = next.arrival.atMs - busy.arrival.atMs;
    const heeded = waited >= RETRY_AFTER_SECONDS * 1000 - 100;
    return [`Retry-After: ${RETRY_AFTER_SECONDS} was ${heeded ? 'heeded' : 'not heeded'} (${inSeconds(waited)})`];
  }
  return [];
}

function judgeAfterSilence({ observation, means }: HeardScreenPops): Judged {
  const { secret, patience } = means;
  const events = observation.list();
  const seen = judgeRedelivery(events, {
    answered: ({ kind }) => kind === 'silence',
    words: 'left without an answer',
    waitedMs: patience.redeliveryMs,
    secret,
  });
  if (seen.kind === 'not-seen')
    return { reason: 'no delivery could be left without an answer: none came again after the 500 (P6)' };
  const silent = events.flatMap(({ attempts }) => attempts).find(({ reply }) => reply.kind === 'silence');
  const held = silent?.endedMs === undefined ? undefined : inSeconds(silent.endedMs - silent.arrival.atMs);
  const how =
    silent?.gaveUp === true ? `it gave up after ${held ?? '?'}` : `it still waited after ${held ?? '?'}, and was cut off`;
  return { findings: seen.findings, notes: [how, ...seen.notes] };
}

function judgeAfterTaken({ observation, means }: HeardScreenPops): Judged {
  const { quietMs } = means.patience;
  const events = observation.list();
  if (!events.some((event) => findTaken(event) !== undefined)) return { reason: 'no delivery was taken' };
  return { findings: judgeRepetition(events, quietMs), notes: [`nothing came for ${inSeconds(quietMs)}`] };
}

/** The call whose id hangup should take: the last one that rang, as it is the likeliest to be there still. */
export function findPoppedCall({ observation }: HeardScreenPops): string | undefined {
  const rang = observation.list().filter(({ ofCall, name }) => ofCall !== undefined && name !== 'call.ended');
  const arrival = rang.at(-1)?.attempts[0]?.arrival;
  return arrival === undefined ? undefined : callIdOf(arrival);
}
