import * as z from 'zod';

// Absent and null are the same to us in an answer; `success` may be left out, and on a 2xx it is never false.
const success = z.literal(true, 'must be the boolean true, where it is there').nullish();
const callId = z
  .string('must be a text')
  .min(1, 'must not be empty')
  .max(512, 'must not be longer than 512 characters')
  .refine((text) => text.trim() === text, 'must not begin or end with white space')
  // As an argument it would be refused: a call that could never be hung up must not count as placed.
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must not contain control characters')
  .meta({ description: 'The id of the call, opaque: hangup, transfer and recording take the same text.' });

/**
 * A field that adds to an answer. Where it breaks the contract it is as good as absent: a call that was placed must not
 * be lost over one of its aliases. The JSON Schema that is made of it stays strict.
 */
function extra<T>(schema: z.ZodType<T>): z.ZodType<T | null | undefined> {
  return schema.nullish().catch(undefined);
}

/** What is posted to place a call; an absent campaign or skill is left out, never null. */
export interface MakeCallBody {
  readonly agent_extension: string;
  readonly destination: string;
  readonly campaign_name?: string;
  readonly skill_id?: string;
}

/** What is posted to transfer a call; the kind only when the caller asked for one. */
export interface TransferBody {
  readonly call_id: string;
  readonly target_extension: string;
  readonly transfer_type?: 'blind' | 'attended';
}

/** A success whose body says no more than that. */
export interface PlainAnswer {
  readonly success?: true | null | undefined;
}

/** The answer to a dial. */
export interface MakeCallAnswer extends PlainAnswer {
  readonly call_id: string;
  readonly aliases?: Readonly<Record<string, string>> | null | undefined;
}

/** The answer to a hangup. */
export interface HangupAnswer extends PlainAnswer {
  readonly wrap_up_required?: boolean | null | undefined;
}

/** What a recording answer says beside the URL. */
export interface RecordingAnswer extends PlainAnswer {
  readonly content_type?: string | null | undefined;
  readonly duration_seconds?: number | null | undefined;
  readonly expires_at?: string | null | undefined;
}

/** Loose: a service may answer more than we read. */
export const plainAnswer: z.ZodType<PlainAnswer> = z.looseObject({ success });

/** @see MakeCallAnswer */
export const makeCallAnswer: z.ZodType<MakeCallAnswer> = z.looseObject({
  success,
  call_id: callId,
  aliases: extra(z.record(z.string(), z.string())),
});

/** Visible ASCII: nothing about such an id needs to be asked. */
const PLAIN_ID = /^[!-~]{1,512}$/;

/**
 * Whether an answer to a dial is so plain that the schema need not judge it, which takes several times as long and would say
 * the same: a test holds the two together.
 */
export function isPlainMakeCallAnswer(
  answer: Readonly<Record<string, unknown>>,
): answer is Readonly<Record<string, unknown>> & MakeCallAnswer {
  const { success: succeeded, call_id: id, aliases } = answer;
  return succeeded === true && typeof id === 'string' && PLAIN_ID.test(id) && aliases === undefined;
}

/** @see HangupAnswer */
export const hangupAnswer: z.ZodType<HangupAnswer> = z.looseObject({ success, wrap_up_required: extra(z.boolean()) });

/** @see RecordingAnswer */
export const recordingAnswer: z.ZodType<RecordingAnswer> = z.looseObject({
  success,
  content_type: extra(z.string()),
  duration_seconds: extra(z.number().nonnegative()),
  expires_at: extra(z.string()),
});
