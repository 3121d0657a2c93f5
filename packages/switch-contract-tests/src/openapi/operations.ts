import type { ContractOperation } from '../catalogue/interactions.ts';
import { EXAMPLES } from '../catalogue/examples.ts';
import type { Json } from '../pact/pact-file.ts';
import type { SchemaName } from './wire-schemas.ts';

/** The headers that an answer may have to have. */
export type AnswerHeader = 'Retry-After' | 'Idempotent-Replayed';

/** One way to answer an operation. */
export interface AnswerDescription {
  readonly status: number;
  readonly description: string;
  readonly headers?: readonly AnswerHeader[];
  /** By the schema that each follows; a body may be any of them. */
  readonly examples: Partial<Record<SchemaName, Json>>;
}

/** One operation of the contract, in words. */
export interface OperationDescription {
  readonly operation: ContractOperation;
  readonly method: 'get' | 'post';
  readonly summary: string;
  readonly request?: { readonly schema: SchemaName; readonly example: Json };
  readonly takesIdempotencyKey: boolean;
  readonly answers: readonly AnswerDescription[];
}

const { agentExtension, destination, campaignName, skillId, targetExtension, callId } = EXAMPLES;

const refused = (
  status: number,
  description: string,
  code: string,
  message: string,
  headers: readonly AnswerHeader[] = [],
): AnswerDescription => ({
  status,
  description,
  ...(headers.length === 0 ? {} : { headers }),
  examples: { error: { success: false, code, message } },
});

const DONE = 'Done. A body may say `"success": true` and more; it may be missing, and any 2xx is as good.';
const UNAUTHENTICATED = refused(401, 'The credentials are not valid.', 'unauthenticated', 'The credentials are not valid.');
const unknownCall = (status: number): AnswerDescription => {
  if (status === 404) return refused(404, 'No call has the id.', 'call_not_found', 'There is no call with this id.');
  if (status === 410) return refused(410, 'The call has ended.', 'call_ended', 'The call has ended.');
  return refused(409, 'The call is in no state for it.', 'call_ended', 'The call has ended.');
};

const MAKE_CALL: OperationDescription = {
  operation: 'makeCall',
  method: 'post',
  summary: 'Place a call for an agent',
  request: {
    schema: 'make-call-request',
    example: { agent_extension: agentExtension, destination, campaign_name: campaignName, skill_id: skillId },
  },
  takesIdempotencyKey: true,
  answers: [
    {
      status: 200,
      description: 'The phone rings, and the call has an id. Or the switch refused, and the body says so.',
      headers: ['Idempotent-Replayed'],
      examples: {
        'make-call-answer': { success: true, call_id: callId },
        'refusal-in-body': { success: false, code: 'destination_blocked', message: 'Five9 refused the call.' },
      },
    },
    refused(400, 'The request is not valid.', 'rejected', 'destination must not be empty.'),
    UNAUTHENTICATED,
    refused(403, 'The credentials may not place calls.', 'forbidden', 'These credentials may not place calls.'),
    refused(404, 'No agent has the extension.', 'agent_not_found', 'There is no agent with this extension.'),
    refused(409, 'The agent cannot dial now.', 'agent_not_ready', 'The agent is not ready.'),
    refused(
      422,
      'The destination, campaign or skill cannot be used.',
      'destination_invalid',
      'The destination cannot be dialled.',
    ),
    refused(429, 'Too many calls; nothing rang.', 'rate_limited', 'Too many calls, try again later.', ['Retry-After']),
    refused(502, 'Nobody knows whether the phone rings.', 'upstream_failed', 'The answer of Five9 was lost.'),
    refused(503, 'Five9 is not available; nothing rang.', 'upstream_failed', 'Five9 is not available.'),
    refused(504, 'Nobody knows whether the phone rings.', 'upstream_failed', 'Five9 did not answer in time.'),
  ],
};

const TRANSFER: OperationDescription = {
  operation: 'transfer',
  method: 'post',
  summary: 'Hand a call over',
  request: {
    schema: 'transfer-request',
    example: { call_id: callId, target_extension: targetExtension, transfer_type: 'attended' },
  },
  takesIdempotencyKey: true,
  answers: [
    { status: 200, description: DONE, examples: { 'transfer-answer': { success: true } } },
    refused(400, 'The request is not valid.', 'rejected', 'target_extension must not be empty.'),
    ...[404, 409, 410].map(unknownCall),
    refused(
      422,
      'The target cannot take the call, or not in this way.',
      'agent_not_found',
      'There is no agent with the target extension.',
    ),
  ],
};

const RECORDING: OperationDescription = {
  operation: 'recording',
  method: 'post',
  summary: "Find a call's recording",
  request: { schema: 'recording-request', example: { call_id: callId } },
  takesIdempotencyKey: false,
  answers: [
    {
      status: 200,
      description: 'The recording can be played.',
      examples: {
        'recording-answer': {
          success: true,
          recording_url: 'https://recordings.example/300000000115271.wav',
          content_type: 'audio/wav',
          duration_seconds: 42,
          expires_at: '2026-01-05T09:15:00.000Z',
        },
      },
    },
    {
      status: 202,
      description: 'The call was recorded, and the recording is not ready.',
      headers: ['Retry-After'],
      examples: { 'recording-pending-answer': { success: true } },
    },
    unknownCall(404),
    refused(410, 'There was a recording.', 'recording_expired', 'The recording was deleted when its retention ended.'),
  ],
};

/** Every operation. Its statuses are those that an interaction of a pact has: a gate holds the two together. */
export const OPERATION_DESCRIPTIONS: readonly OperationDescription[] = [
  {
    operation: 'connect',
    method: 'get',
    summary: 'Check connectivity and credentials',
    takesIdempotencyKey: false,
    answers: [{ status: 200, description: DONE, examples: { 'connect-answer': { success: true } } }, UNAUTHENTICATED],
  },
  MAKE_CALL,
  {
    operation: 'hangup',
    method: 'post',
    summary: 'End a call',
    request: { schema: 'hangup-request', example: { call_id: callId } },
    takesIdempotencyKey: false,
    answers: [
      { status: 200, description: DONE, examples: { 'hangup-answer': { success: true, wrap_up_required: true } } },
      ...[404, 409, 410].map(unknownCall),
    ],
  },
  TRANSFER,
  RECORDING,
];
