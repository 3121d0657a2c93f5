import {
  hangupAnswer,
  type MakeCallBody,
  makeCallAnswer,
  plainAnswer,
  recordingAnswer,
  type TransferBody,
} from '@elasticfunnels/switch-five9';
import * as z from 'zod';
import { screenPopMessage } from '@elasticfunnels/switch-five9';

const text = (maximum: number, description: string): z.ZodType<string> => z.string().min(1).max(maximum).meta({ description });
const callId = text(512, 'As makeCall answered it, character by character.');

/** What the driver posts to place a call. */
const makeCallRequest: z.ZodType<MakeCallBody> = z.object({
  agent_extension: text(64, 'The extension of the agent whose phone is used.'),
  destination: text(256, 'As the caller gave it: E.164, or whatever the switch knows.'),
  campaign_name: text(256, 'Left out when there is none; never null.').exactOptional(),
  skill_id: text(256, 'Left out when there is none; never null.').exactOptional(),
});

const callRequest: z.ZodType<{ readonly call_id: string }> = z.object({ call_id: callId });

const transferRequest: z.ZodType<TransferBody> = z.object({
  call_id: callId,
  target_extension: text(256, 'Who is to take the call.'),
  transfer_type: z
    .enum(['blind', 'attended'])
    .exactOptional()
    .meta({ description: 'Left out when the middleware may choose; a kind that is asked for is never replaced by the other.' }),
});

/** A refusal or failure. The code is optional: `agent_not_ready` says more than a status. */
export interface ErrorAnswer {
  readonly success?: false | null | undefined;
  readonly message: string;
  readonly code?: string | null | undefined;
  readonly field?: string | null | undefined;
}

const message = z.string().regex(/\S/, 'must not be blank').meta({ description: 'For people: shown to the operator as it is.' });

const errorAnswer: z.ZodType<ErrorAnswer> = z.looseObject({
  success: z.literal(false).nullish(),
  message,
  code: z
    .string()
    .nullish()
    .meta({ description: 'For programs: one of the codes of the driver in lower case, such as `agent_not_ready`.' }),
  field: z.string().nullish().meta({ description: 'The field or header that is at fault.' }),
});

const refusalInBody: z.ZodType<ErrorAnswer> = z.looseObject({ success: z.literal(false), message, code: z.string().nullish() });

/** The names of the schemas that are published, as their files and components are called. */
export type SchemaName =
  | 'make-call-request'
  | 'hangup-request'
  | 'transfer-request'
  | 'recording-request'
  | 'connect-answer'
  | 'make-call-answer'
  | 'hangup-answer'
  | 'transfer-answer'
  | 'recording-answer'
  | 'recording-pending-answer'
  | 'refusal-in-body'
  | 'error'
  | 'screen-pop';

/** Every body on the wire. The answers are the schemas that the driver itself reads with. */
export const WIRE_SCHEMAS: Readonly<Record<SchemaName, z.ZodType>> = {
  'make-call-request': makeCallRequest,
  'hangup-request': callRequest,
  'transfer-request': transferRequest,
  'recording-request': callRequest,
  'connect-answer': plainAnswer,
  'make-call-answer': makeCallAnswer,
  'hangup-answer': hangupAnswer,
  'transfer-answer': plainAnswer,
  'recording-answer': recordingAnswer,
  'recording-pending-answer': plainAnswer,
  'refusal-in-body': refusalInBody,
  error: errorAnswer,
  'screen-pop': screenPopMessage,
};
