import { type Answer, succeed } from '../contract/answer.ts';
import { makeCallBody, parseBody } from '../contract/requests.ts';
import type { OperationRequest } from './operation-request.ts';

/** `POST /calls/make`: dials for an agent; throws a refusal or what the port threw. */
export async function makeCall({ body, five9, context }: OperationRequest): Promise<Answer> {
  const { agent_extension, destination, campaign_name, skill_id } = parseBody(makeCallBody, body);
  const dial = { agentExtension: agent_extension, destination, campaign: campaign_name, skill: skill_id };
  const placed = await five9.dial(dial, context);
  return succeed({ call_id: placed.callId, aliases: { session_id: placed.sessionId } });
}
