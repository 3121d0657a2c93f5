import * as z from 'zod';
import type { MakeCallResult } from '../call/results.ts';
import type { SwitchErrorCode } from '../errors/error-details.ts';
import { ERROR_POLICY } from '../errors/error-policy.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { DialOutcome } from './dial-guard.ts';

const callReference = z.object({
  callId: z.string().min(1),
  agentExtension: z.string().optional(),
  aliases: z.record(z.string(), z.string()).optional(),
});
const result = z.discriminatedUnion('status', [
  z.object({ status: z.literal('placed'), call: callReference }),
  z.object({ status: z.literal('accepted'), reference: z.string().min(1) }),
]);
// The one date among the details of any code.
const details = z.looseObject({ retryAt: z.coerce.date().optional() });
const failure = z.object({
  code: z.string().refine((code) => Object.hasOwn(ERROR_POLICY, code)),
  details,
  effect: z.enum(['none', 'applied', 'unknown']),
  retryable: z.boolean(),
  message: z.string(),
  hint: z.string(),
  vendorMessage: z.string().optional(),
  operation: z.string().optional(),
  plugin: z.string().optional(),
  brand: z.string().optional(),
  correlationId: z.string().optional(),
});
const outcome = z.union([z.object({ result }), z.object({ failure })]);

/**
 * A dial's outcome as text, for a guard that other processes share. Without stack, cause or secrets, and without what a
 * driver adds to a result. Never throws: who waits for a dial must learn how it ended, whatever its driver put there.
 */
export function toDialOutcomeJson(ended: DialOutcome): string {
  if ('result' in ended) return write(() => ({ result: declaredFields(ended.result) })) ?? nobodyKnows();
  const told = SwitchError.is(ended.failure) ? ended.failure : new SwitchError('INTERNAL', {}, { operation: 'makeCall' });
  return (
    write(() => ({ failure: told.toJSON() })) ?? write(() => ({ failure: { ...told.toJSON(), details: {} } })) ?? nobodyKnows()
  );
}

/** Undefined for what refers to itself, holds what JSON has no word for, or throws when it is read. */
function write(told: () => unknown): string | undefined {
  try {
    return JSON.stringify(told());
  } catch {
    return undefined;
  }
}

function nobodyKnows(): string {
  return JSON.stringify({ failure: new SwitchError('OUTCOME_UNKNOWN', { reason: 'unreadable_answer' }).toJSON() });
}

// One by one: a driver's result may carry the service's whole answer, or be of a class with getters.
function declaredFields(ended: MakeCallResult): MakeCallResult {
  if (ended.status === 'accepted') return { status: 'accepted', reference: ended.reference };
  const { callId, agentExtension, aliases } = ended.call;
  return {
    status: 'placed',
    call: {
      callId,
      ...(agentExtension === undefined ? {} : { agentExtension }),
      ...(aliases === undefined ? {} : { aliases: { ...aliases } }),
    },
  };
}

/** What `toDialOutcomeJson` wrote; undefined for anything else. */
export function fromDialOutcomeJson(text: string): DialOutcome | undefined {
  const read = outcome.safeParse(parseJson(text));
  if (!read.success) return undefined;
  if ('result' in read.data) return { result: read.data.result as MakeCallResult };
  const { code, details: known, ...rest } = read.data.failure;
  return { failure: new SwitchError(code as SwitchErrorCode, known, rest) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
