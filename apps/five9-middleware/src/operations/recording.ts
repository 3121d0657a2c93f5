import { type Answer, succeed, withHeaders } from '../contract/answer.ts';
import { Refusal } from '../contract/refusal.ts';
import { callBody, parseBody } from '../contract/requests.ts';
import type { OperationRequest } from './operation-request.ts';

/** `POST /calls/recording`: a signed URL, or where the recording stands; throws a refusal or what the port threw. */
export async function recording({ body, five9, context, linkRecording }: OperationRequest): Promise<Answer> {
  const { call_id } = parseBody(callBody, body);
  const found = await five9.findRecording(call_id, context);
  if (found.status === 'not_recorded') throw new Refusal(404, 'not_recorded', 'This call was not recorded.');
  if (found.status === 'purged') {
    throw new Refusal(410, 'recording_expired', 'The recording was deleted when its retention ended.');
  }
  if (found.status === 'pending') {
    const wait = { 'retry-after': String(found.retryAfterSeconds) };
    return withHeaders(succeed({ status: 'pending' }, 202), wait);
  }
  const { url, expiresAt } = linkRecording(found.recordingId);
  return succeed({
    recording_url: url,
    content_type: found.contentType,
    duration_seconds: found.durationSeconds,
    expires_at: expiresAt,
  });
}
