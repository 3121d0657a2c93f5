import type { Finding } from '../verify/model/finding.ts';
import { type Attempt, callIdOf, type Reply } from './arrival.ts';
import { inSeconds, waitBefore } from './describe-attempt.ts';
import { listRepeated, type ObservedEvent } from './observed-event.ts';
import { popFinding } from './screen-pop-rules.ts';
import { judgeProof, skewOf } from './signature-rules.ts';
import type { WebhookSecret } from './webhook-secret.ts';

/** Less than this between two attempts, and the same second is no sign of anything. */
const TELLING_MS = 1_500;

/** What was seen of how a delivery comes again. */
export type RedeliveryJudgement =
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'judged'; readonly findings: readonly Finding[]; readonly notes: readonly string[] };

/** Judges the attempt that should have followed one that was answered like this. */
export function judgeRedelivery(
  events: readonly ObservedEvent[],
  {
    answered,
    words,
    waitedMs,
    secret,
  }: {
    readonly answered: (reply: Reply) => boolean;
    /** What was done to the delivery: `answered 500`. */
    readonly words: string;
    readonly waitedMs: number;
    readonly secret: WebhookSecret;
  },
): RedeliveryJudgement {
  const event = events.find(({ attempts }) => attempts.some(({ reply }) => answered(reply)));
  const index = event?.attempts.findIndex(({ reply }) => answered(reply)) ?? -1;
  const [first, next] = [event?.attempts[index], event?.attempts[index + 1]];
  if (event === undefined || first === undefined) return { kind: 'not-seen' };
  if (next === undefined) {
    const actual = `nothing in the ${inSeconds(waitedMs)} after it was ${words}`;
    const expected = `the delivery again, after it was ${words}`;
    return { kind: 'judged', findings: [popFinding('pop-redelivery', { expected, actual })], notes: [] };
  }
  const wait = waitBefore(event, index + 1);
  const findings = [...compareAttempts(first, next), ...judgeFreshness(first, next, secret)];
  return { kind: 'judged', findings, notes: wait === undefined ? [] : [`it came again after ${inSeconds(wait)}`] };
}

/** What was sent once more although it had been taken. */
export function judgeRepetition(events: readonly ObservedEvent[], quietMs: number): readonly Finding[] {
  const repeated = events.flatMap((event) =>
    listRepeated(event)
      .slice(0, 1)
      .map((attempt) => ({ event, attempt })),
  );
  const [first] = repeated;
  if (first === undefined) return [];
  const actual = `attempt ${first.event.attempts.indexOf(first.attempt) + 1} came after one that was answered 200`;
  return [popFinding('pop-repeated', { expected: `nothing more of it (within ${inSeconds(quietMs)})`, actual })];
}

/** Whether an id names one event alone. */
export function judgeIds(events: readonly ObservedEvent[]): readonly Finding[] {
  const seen = new Map<string, string>();
  for (const event of events) {
    for (const id of new Set(event.attempts.flatMap(({ arrival }) => arrival.delivery.header('webhook-id') ?? []))) {
      const other = seen.get(id);
      if (other !== undefined && other !== event.key) {
        const calls = new Set(events.map(({ callId }) => callId)).size;
        const actual = `the same webhook-id for ${calls > 1 ? 'two calls' : 'two events of a call'}`;
        return [popFinding('pop-id', { expected: 'an id of its own for each event', actual })];
      }
      seen.set(id, event.key);
    }
  }
  return [];
}

function compareAttempts(first: Attempt, next: Attempt): readonly Finding[] {
  const [before, after] = [first.arrival.delivery, next.arrival.delivery];
  const [oldId, newId] = [before.header('webhook-id'), after.header('webhook-id')];
  const id =
    oldId === newId
      ? []
      : [popFinding('pop-redelivery-id', { expected: 'the webhook-id of the first attempt', actual: 'another webhook-id' })];
  if (Buffer.from(before.body).equals(after.body)) return id;
  const changed = callIdOf(first.arrival) === callIdOf(next.arrival) ? 'the same call, in other bytes' : 'another call_id';
  return [...id, popFinding('pop-redelivery-body', { expected: 'the bytes of the first attempt', actual: changed })];
}

function judgeFreshness(first: Attempt, next: Attempt, secret: WebhookSecret): readonly Finding[] {
  if (secret.kind === 'shared_secret') return [];
  // A wrong signature of every attempt is told by its own rule.
  if (judgeProof(first.arrival, secret).length === 0 && judgeProof(next.arrival, secret).length > 0) {
    const expected = 'a signature over the timestamp and the body of this attempt';
    return [popFinding('pop-redelivery-signature', { expected, actual: 'a signature that does not fit this attempt' })];
  }
  const passed = next.arrival.atMs - first.arrival.atMs;
  const grown = skewOf(next.arrival) - skewOf(first.arrival);
  if (passed < TELLING_MS || !(grown > passed / 2 + 500)) return [];
  const actual = `${inSeconds(passed)} later, and the timestamp of the first attempt`;
  return [popFinding('pop-redelivery-signature', { expected: 'the time of this attempt', actual })];
}
