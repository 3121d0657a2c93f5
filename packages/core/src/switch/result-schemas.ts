import * as z from 'zod';
import type { Operation } from './operation.ts';
import { isPlainOrAbsent, isPlainText } from './plain-text.ts';
import { callReference, LONGEST, reference } from './request-schemas.ts';

const RESULTS: Readonly<Record<Operation, z.ZodType>> = {
  connect: z.discriminatedUnion('status', [
    z.object({ status: z.literal('verified'), latencyMs: z.number() }),
    z.object({ status: z.literal('reachable'), latencyMs: z.number(), reason: z.string().min(1) }),
  ]),
  makeCall: z.discriminatedUnion('status', [
    z.object({ status: z.literal('placed'), call: callReference }),
    z.object({ status: z.literal('accepted'), reference }),
  ]),
  hangupCall: z.object({ status: z.enum(['ended', 'already_ended']) }),
  transferCall: z.object({ status: z.literal('transferred') }),
  getCallRecordingUrl: z.discriminatedUnion('status', [
    z.object({ status: z.literal('available'), url: z.instanceof(URL) }),
    z.object({ status: z.literal('pending'), retryAfterSeconds: z.number().nonnegative().optional() }),
    z.object({ status: z.literal('none'), reason: z.enum(['not_recorded', 'expired', 'unknown']) }),
  ]),
  getAgentStatus: z.object({
    state: z.enum(['ready', 'not_ready', 'on_call', 'wrap_up', 'logged_out']),
    call: callReference.optional(),
  }),
  findCall: callReference.optional(),
};

// A dial that was placed is most of what there is to check, and most are plainly right.
function isPlainlyPlaced(result: unknown): boolean {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return false;
  if (!('status' in result) || result.status !== 'placed' || !('call' in result)) return false;
  const { call } = result as { readonly call: Readonly<Record<string, unknown>> | null };
  if (typeof call !== 'object' || call === null || Array.isArray(call)) return false;
  const { callId, agentExtension, aliases } = call;
  return isPlainText(callId, LONGEST.callId) && isPlainOrAbsent(agentExtension, LONGEST.extension) && aliases === undefined;
}

/** Where a vendor's result departs from what the interface promises; undefined when it does not. */
export function findResultProblem(operation: Operation, result: unknown): string | undefined {
  if (operation === 'makeCall' && isPlainlyPlaced(result)) return undefined;
  const checked = RESULTS[operation].safeParse(result);
  if (checked.success) return undefined;
  return checked.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'result'}: ${issue.message}`).join('; ');
}
