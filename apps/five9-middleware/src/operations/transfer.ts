import { type Answer, succeed } from '../contract/answer.ts';
import { parseBody, transferBody } from '../contract/requests.ts';
import type { OperationRequest } from './operation-request.ts';

/** `POST /calls/transfer`: hands a call to another agent; throws a refusal or what the port threw. */
export async function transfer({ body, five9, context }: OperationRequest): Promise<Answer> {
  const { call_id, target_extension, transfer_type } = parseBody(transferBody, body);
  await five9.transfer({ callId: call_id, targetExtension: target_extension, kind: transfer_type }, context);
  return succeed();
}
