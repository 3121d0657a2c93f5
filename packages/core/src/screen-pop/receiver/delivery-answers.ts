import type { UnverifiedReason } from '../verification/delivery-verifier.ts';

/** What became of a delivery: `refused` is the sender's to mend, `failed` is ours, and the sender tries again. */
export type DeliveryOutcome = 'published' | 'duplicate' | 'refused' | 'failed';

/** Why a delivery was answered as it was. Stable; for reports, logs and metrics, and none of it for the sender. */
export type DeliveryReason =
  | 'published'
  | 'duplicate'
  | UnverifiedReason
  | 'unknown_brand'
  | 'not_set_up'
  | 'method_not_allowed'
  | 'content_type_unsupported'
  | 'content_encoding_unsupported'
  | 'body_too_large'
  | 'body_too_slow'
  | 'body_incomplete'
  | 'source_too_fast'
  | 'source_too_many'
  | 'brand_too_fast'
  | 'payload_malformed'
  | 'not_an_event'
  | 'overloaded'
  | 'brand_busy'
  | 'closing'
  | 'body_taken'
  | 'claim_held'
  | 'ledger_failed'
  | 'publish_failed'
  | 'internal';

/** How a delivery is answered, and what the brand's operator should make of it. */
export interface DeliveryAnswer {
  readonly status: number;
  readonly outcome: DeliveryOutcome;
  /** The whole of what the sender is told, as JSON: the same for every reason of one status. */
  readonly body: string;
  /** In whole seconds; what `Retry-After` says. */
  readonly retryAfter?: number;
  /** The rest of the body is not wanted: the connection ends with the answer. */
  readonly closes?: true;
  /** For the operator. */
  readonly meaning: string;
}

/** The headers of an answer, whichever its delivery. */
export function headersOf({ body, retryAfter, status }: DeliveryAnswer): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'cache-control': 'no-store',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    // Not which brand takes a GET as well: that is nobody's business but the brand's.
    ...(status === 405 ? { allow: 'POST' } : {}),
  };
}

const flatHeaders = new WeakMap<DeliveryAnswer, readonly string[]>();

/** The same one after the other, as `writeHead` takes them at the least cost; made once for each answer. */
export function flatHeadersOf(answer: DeliveryAnswer): readonly string[] {
  const known = flatHeaders.get(answer);
  if (known !== undefined) return known;
  const flat = Object.entries(headersOf(answer)).flat();
  flatHeaders.set(answer, flat);
  return flat;
}

const refused = (status: number, says: string, meaning: string): DeliveryAnswer => ({
  status,
  outcome: 'refused',
  body: JSON.stringify({ error: says }),
  meaning,
});
const later = (outcome: DeliveryOutcome, status: number, says: string, meaning: string): DeliveryAnswer => ({
  status,
  outcome,
  body: JSON.stringify({ error: says }),
  retryAfter: 1,
  meaning,
});
const unverified = (meaning: string): DeliveryAnswer => refused(401, 'unauthenticated', meaning);
const busy = (meaning: string): DeliveryAnswer => later('failed', 503, 'try_again', meaning);
const tooFast = (meaning: string): DeliveryAnswer => later('refused', 429, 'too_many_requests', meaning);
const mountedWrongly = (meaning: string): DeliveryAnswer => ({
  status: 500,
  outcome: 'failed',
  body: JSON.stringify({ error: 'internal' }),
  meaning,
});

/** One row for each reason. `docs/screen-pop.md` is generated from it. */
export const DELIVERY_ANSWERS: Readonly<Record<DeliveryReason, DeliveryAnswer>> = {
  published: { status: 200, outcome: 'published', body: '{"status":"published"}', meaning: 'It is on its way to the screen.' },
  duplicate: { status: 200, outcome: 'duplicate', body: '{"status":"duplicate"}', meaning: 'It was published before.' },
  signature_missing: unverified('It is not signed: the signing secret may not be set at the sender.'),
  signature_wrong: unverified('No active secret gives this signature: another secret, or something on the way changed the body.'),
  id_malformed: unverified('Its webhook-id is too long, or has a character in it that no id may have.'),
  timestamp_malformed: unverified('Its timestamp is not a whole number of seconds since 1970.'),
  timestamp_stale: unverified('It was signed too long ago: the clock of the sender or ours is wrong, or it is replayed.'),
  timestamp_in_future: unverified('It was signed in the future: the clock of the sender or ours is wrong.'),
  too_many_signatures: unverified('It carries more signatures than any rotation of secrets needs.'),
  secret_missing: unverified("It carries no shared secret where the brand's settings look for one."),
  secret_wrong: unverified('Its shared secret is none of the active ones.'),
  unknown_brand: unverified('The path names no brand of this host.'),
  not_set_up: unverified('The brand has no screenPop settings.'),
  method_not_allowed: refused(405, 'method_not_allowed', 'Neither a POST nor, where the brand takes them, a GET.'),
  content_type_unsupported: refused(415, 'unsupported_media_type', 'Neither JSON nor a form.'),
  content_encoding_unsupported: refused(415, 'unsupported_media_type', 'The body is compressed.'),
  body_too_large: { ...refused(413, 'too_large', 'The body is larger than `bodyBytes`.'), closes: true },
  body_too_slow: { ...refused(408, 'too_slow', 'The body did not arrive within `bodyTimeoutMs`.'), closes: true },
  body_incomplete: refused(400, 'incomplete', 'The connection ended before the body did.'),
  source_too_fast: tooFast('One source sends this brand more deliveries that are not believed than `sourcePerSecond`.'),
  source_too_many: tooFast('One source has more deliveries unfinished than `concurrentPerSource`.'),
  brand_too_fast: tooFast("The brand's own telephony sends more than `brandPerSecond`."),
  payload_malformed: refused(400, 'malformed', 'It is genuine, but cannot be read as JSON or as a form.'),
  not_an_event: refused(
    422,
    'not_an_event',
    "It is genuine and readable, but has no event in it: look at the brand's field map.",
  ),
  overloaded: busy('More deliveries are under way than `concurrent`.'),
  brand_busy: busy("More of the brand's deliveries are under way than `concurrentPerBrand`."),
  closing: { ...busy('The receiver is being closed.'), closes: true },
  body_taken: mountedWrongly('Something read the body before the receiver: mount it ahead of body parsers.'),
  claim_held: busy('Another attempt at the same delivery is still under way.'),
  ledger_failed: busy('The delivery ledger failed or did not answer in time.'),
  publish_failed: busy('The screen-pop channel failed or did not answer in time; the claim was given back.'),
  internal: mountedWrongly('Something threw that must not, or a plugin read what is no event: the log says which.'),
};
