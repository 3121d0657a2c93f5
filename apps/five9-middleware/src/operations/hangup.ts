import { type Answer, succeed } from '../contract/answer.ts';
import { callBody, parseBody } from '../contract/requests.ts';
import type { OperationRequest } from './operation-request.ts';

/** `POST /calls/hangup`: ends the agent's part of a call; throws a refusal or what the port threw. */
export async function hangup({ body, five9, context }: OperationRequest): Promise<Answer> {
  const { call_id } = parseBody(callBody, body);
  const { wrapUpRequired } = await five9.disconnect(call_id, context);
  return succeed({ wrap_up_required: wrapUpRequired });
}
