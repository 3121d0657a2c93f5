import * as z from 'zod';
import { eventSchema } from '../screen-pop-event-schema.ts';
import type { ScreenPop } from '../screen-pop.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const texts = z.record(z.string(), z.string());
const event = eventSchema(moment);
const raw = z.string();
const number = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('e164'),
    raw,
    e164: z.string(),
    national: z.string(),
    region: z.string().optional(),
    extension: z.string().optional(),
  }),
  z.object({ kind: z.literal('national'), raw, national: z.string() }),
  z.object({ kind: z.enum(['extension', 'short']), raw, digits: z.string() }),
  z.object({ kind: z.literal('sip'), raw, address: z.string() }),
  z.object({ kind: z.enum(['anonymous', 'invalid']), raw }),
]);
const customer = z.object({ id: z.string(), displayName: z.string().optional(), attributes: texts.optional() });
const confidence = z.enum(['e164', 'national', 'suffix']);
const match = z.discriminatedUnion('status', [
  z.object({ status: z.literal('found'), confidence, customer }),
  z.object({ status: z.literal('ambiguous'), confidence, candidates: z.array(customer) }),
  z.object({ status: z.literal('none'), reason: z.enum(['no_customer', 'anonymous', 'not_a_number']) }),
  z.object({ status: z.literal('unavailable') }),
]);
const screenPop = z.object({
  brandId: z.string().min(1),
  event,
  number,
  customer: match,
  receivedAt: moment,
  proof: z.enum(['signature', 'shared_secret']),
  raw: z.unknown(),
});

/** A screen pop as text, for a channel that other processes share. */
export function toScreenPopJson(pop: ScreenPop): string {
  return JSON.stringify(pop);
}

/** What `toScreenPopJson` wrote, its dates as dates again; undefined for anything else. A newer version's additions are left out. */
export function fromScreenPopJson(text: string): ScreenPop | undefined {
  const read = screenPop.safeParse(parseJson(text));
  return read.success ? (read.data as ScreenPop) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
