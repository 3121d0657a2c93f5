import * as z from 'zod';

/** The message's words for what happened. */
export const SCREEN_POP_EVENTS: readonly ScreenPopMessage['event'][] = [
  'call.ringing',
  'call.answered',
  'call.ended',
  'recording.ready',
];

const text = z.string().min(1);

/** A screen pop as a middleware sends it: core's `ScreenPopEvent` in the wire's words. Absent fields may be null too. */
export interface ScreenPopMessage {
  readonly event: 'call.ringing' | 'call.answered' | 'call.ended' | 'recording.ready';
  readonly event_id?: string | null | undefined;
  readonly call_id: string;
  readonly aliases?: Readonly<Record<string, string>> | null | undefined;
  readonly direction: 'inbound' | 'outbound';
  readonly customer_number?: string | null | undefined;
  readonly dialled_number?: string | null | undefined;
  readonly agent?: { readonly extension: string } | null | undefined;
  readonly campaign?: string | null | undefined;
  readonly skill?: string | null | undefined;
  readonly occurred_at: string;
  readonly attributes?: Readonly<Record<string, string>> | null | undefined;
}

/** @see ScreenPopMessage */
export const screenPopMessage: z.ZodType<ScreenPopMessage> = z.looseObject({
  event: z.enum(SCREEN_POP_EVENTS).meta({ description: 'What happened; events of one call never move it back.' }),
  event_id: text.nullish().meta({ description: 'The id of the event: a second delivery has the same.' }),
  call_id: text.max(512).meta({
    description: 'The id of the call: the same that makeCall answers with, and that hangup, transfer and recording take.',
  }),
  aliases: z
    .record(z.string(), z.string())
    .nullish()
    .meta({ description: 'Other ids of the same call, by the name of their kind.' }),
  direction: z.enum(['inbound', 'outbound']),
  customer_number: z.string().nullish().meta({
    description: 'The caller of an inbound call, the dialled number of an outbound one; "anonymous" when it is withheld.',
  }),
  dialled_number: z.string().nullish(),
  agent: z
    .looseObject({ extension: text })
    .nullish()
    .meta({ description: 'Absent: the call waits in a queue, and the pop is for the queue.' }),
  campaign: z.string().nullish(),
  skill: z.string().nullish(),
  occurred_at: z.iso.datetime({ offset: true }).meta({ description: 'RFC 3339 with an offset.' }),
  attributes: z.record(z.string(), z.string()).nullish(),
});
