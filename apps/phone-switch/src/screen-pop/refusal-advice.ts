import type { DeliveryReason } from '@elasticfunnels/switch-core';
import { printable } from './printable.ts';
import { PATH } from './start-receiver.ts';
import type { SeenDelivery } from './seen-delivery.ts';

const SAME_SECRET = 'Give both sides the same secret';
const CLOCKS = 'Have both machines keep time by NTP';

type Advice = string | ((seen: SeenDelivery) => string);

/** What to do about a delivery that was not taken, by its reason. */
const ADVICE: Partial<Record<DeliveryReason, Advice>> = {
  signature_missing:
    'Set the signing secret at the sender, which then adds webhook-id, webhook-timestamp and webhook-signature; a telephony that cannot sign needs --shared-secret-env here.',
  signature_wrong: `${SAME_SECRET}, whole: the key is what follows whsec_, decoded from base64. If it is the same, look for what changes the body between signing and here: a proxy, or JSON that is written anew.`,
  id_malformed: 'Have the sender make ids of at most 256 visible ASCII characters without a full stop, such as a UUID.',
  timestamp_malformed: 'Have the sender put whole seconds since 1970 into webhook-timestamp: no milliseconds, no date.',
  timestamp_stale: ({ arrival }) =>
    `It was signed ${describeSeconds(arrival.clockBehindSeconds)} ago by our clock. ${CLOCKS}; have the sender sign each attempt anew.`,
  timestamp_in_future: ({ arrival }) =>
    `It was signed ${describeSeconds(arrival.clockBehindSeconds)} ahead of our clock. ${CLOCKS}; the timestamp is in seconds, not milliseconds.`,
  too_many_signatures: 'Have the sender sign with the active secrets alone: one, or two during a rotation.',
  secret_missing: ({ arrival }) =>
    `Have the sender bring the shared secret where the settings look for it (this ${printable(arrival.method)} came without): a Bearer token in authorization, or the header or parameter that was named.`,
  secret_wrong: `${SAME_SECRET}.`,
  unknown_brand: ({ arrival }) => `It was sent to ${printable(arrival.path)}: deliveries are taken at ${PATH}.`,
  method_not_allowed: 'Have the sender POST. A GET is taken only from telephony that cannot sign: --shared-secret-env.',
  content_type_unsupported: 'Have the sender say Content-Type: application/json, or application/x-www-form-urlencoded.',
  content_encoding_unsupported: 'Have the sender leave the body uncompressed.',
  body_too_large: 'Have the sender leave out what no screen needs: the limit is 64 KB.',
  body_too_slow: 'Look at the network between the sender and here: the body did not arrive.',
  body_incomplete: 'The sender gave up half-way: look at its timeout, and at proxies in between.',
  source_too_fast: 'One sender is refused again and again: mend the reason above first.',
  source_too_many: 'One sender leaves too many deliveries unfinished.',
  brand_too_fast: 'The sender sends more than 500 a second: have it slow down.',
  payload_malformed: ({ report }) => MALFORMED[report.detail ?? ''] ?? 'Have the sender write JSON that parses, in UTF-8.',
  not_an_event: 'Compare the fields with docs/screen-pop-fields.md; name them in field_map (--screen-pop) where they differ.',
};

/** By what the body is instead. */
const MALFORMED: Readonly<Record<string, string>> = {
  not_an_object: 'Have the sender write one JSON object, { ... }: no list, no text, and one delivery for each call.',
  not_utf8: 'Have the sender write UTF-8.',
  charset_unsupported: 'Have the sender write UTF-8, and say no other charset.',
  too_deep: 'Have the sender leave out what no screen needs: objects in objects, lists in lists.',
  too_many_members: 'Have the sender leave out what no screen needs: it has too many members.',
  too_many_fields: 'Have the sender leave out what no screen needs: it has too many fields.',
};

/** What to do about a delivery that was not taken; undefined where nothing needs doing. */
export function findAdvice(seen: SeenDelivery): string | undefined {
  const { reason, outcome } = seen.report;
  const advice = ADVICE[reason];
  if (advice !== undefined) return typeof advice === 'string' ? advice : advice(seen);
  return outcome === 'failed' ? 'Run again with --verbose, and look at the log.' : undefined;
}

/** How far apart two moments are, for a person. */
export function describeSeconds(seconds: number | undefined): string {
  if (seconds === undefined) return 'some time';
  const apart = Math.abs(seconds);
  const exact = `${apart} s`;
  if (apart < 120) return exact;
  if (apart < 7_200) return `${exact} (${Math.round(apart / 60)} minutes)`;
  return apart < 172_800 ? `${exact} (${Math.round(apart / 3_600)} hours)` : `${exact} (${Math.round(apart / 86_400)} days)`;
}
