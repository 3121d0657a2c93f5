import * as z from 'zod';

// Absent and null are the same to us in an answer; `success` may be left out, and on a 2xx it is never false.
const success = z.literal(true).nullish();
const callId = z
  .string()
  .min(1, 'must not be empty')
  .refine((text) => text.trim() === text, 'must not begin or end with white space')
  .meta({ description: 'The id of the call, opaque: hangup, transfer and recording take the same text.' });

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
  aliases: z.record(z.string(), z.string()).nullish(),
});

/** @see HangupAnswer */
export const hangupAnswer: z.ZodType<HangupAnswer> = z.looseObject({ success, wrap_up_required: z.boolean().nullish() });

/** @see RecordingAnswer */
export const recordingAnswer: z.ZodType<RecordingAnswer> = z.looseObject({
  success,
  content_type: z.string().nullish(),
  duration_seconds: z.number().nonnegative().nullish(),
  expires_at: z.string().nullish(),
});
