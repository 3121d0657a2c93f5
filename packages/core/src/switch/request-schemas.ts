import * as z from 'zod';
import type { CallReference } from '../call/call-reference.ts';
import type { AgentExtension, BrandId, CallId } from '../call/ids.ts';
import { summariseIssues, toIssues } from '../config/config-issues.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { LONGEST_TIMER_MS } from '../runtime/clock.ts';
import { isPlainOrAbsent, isPlainText, isPlainToken } from './plain-text.ts';
import type { CallOptions, MakeCallRequest, TransferCallRequest } from './requests.ts';

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function text(maximum: number): z.ZodType<string> {
  return z.string('must be a text').check((context) => {
    const problem = findTextProblem(context.value, maximum);
    if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: undefined });
  });
}

function findTextProblem(value: string, maximum: number): string | undefined {
  if (value.trim() === '') return 'must not be empty';
  if (value.length > maximum) return `must not be longer than ${maximum} characters`;
  if (CONTROL.test(value)) return 'must not contain control characters';
  if (value.trim() !== value) return 'must not begin or end with white space';
  return undefined;
}

/** How long the texts may be that come back as arguments. */
export const LONGEST = { extension: 64, callId: 512, reference: 512 } as const;

const extension = text(LONGEST.extension);
/** A call, as a request names it and as a result gives it: whatever a switch gives must be what it takes. */
export const callReference: z.ZodType = z.object({
  callId: text(LONGEST.callId),
  agentExtension: extension.optional(),
  aliases: z.record(z.string(), z.string()).optional(),
});
const makeCallRequest = z.object({
  agentExtension: extension,
  destination: text(256),
  campaignName: text(256).optional(),
  skillId: text(256).optional(),
});
const transferCallRequest = z.object({
  call: callReference,
  targetExtension: text(256),
  kind: z.enum(['blind', 'attended'], 'must be blind or attended').optional(),
});
const headerText = (maximum: number): z.ZodType<string> =>
  text(maximum).refine((value) => /^[\x21-\x7e]+$/.test(value), 'must be visible ASCII, as it goes into a header');
const correlationId = headerText(256);
const milliseconds = z
  .number('must be a number of milliseconds')
  .max(LONGEST_TIMER_MS, `must be at most ${LONGEST_TIMER_MS}, the longest that a timer can wait`);
const callOptions = z.object({
  signal: z.instanceof(AbortSignal, { error: 'must be an AbortSignal' }).optional(),
  deadlineMs: milliseconds.positive('must be more than 0').optional(),
  correlationId: correlationId.optional(),
  idempotencyKey: headerText(255).optional(),
});

/** Whether a caller's correlation id may go into logs and headers as it is. */
export function isCorrelationId(value: unknown): value is string {
  return isPlainToken(value, 256) || correlationId.safeParse(value).success;
}

// The schemas check; the value that goes on is the caller's own, unchanged.
function check<T>(schema: z.ZodType, value: T): T {
  const result = schema.safeParse(value);
  if (result.success) return value;
  const issues = toIssues(result.error.issues, []);
  throw new SwitchError(
    'ARGUMENT_INVALID',
    { issues },
    {
      message: `The request is not valid, so nothing was sent: ${summariseIssues(issues)}.`,
    },
  );
}

// Most requests are plainly right. What is said at once here the schemas would say as well, at ten times the cost.
function isPlainDial(request: Partial<MakeCallRequest> | null): boolean {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return false;
  const { agentExtension, destination, campaignName, skillId } = request;
  const named = isPlainText(agentExtension, 64) && isPlainText(destination, 256);
  return named && isPlainOrAbsent(campaignName, 256) && isPlainOrAbsent(skillId, 256);
}

function isPlainReference(call: Partial<CallReference> | null): boolean {
  if (typeof call !== 'object' || call === null || Array.isArray(call)) return false;
  return (
    isPlainText(call.callId, LONGEST.callId) &&
    isPlainOrAbsent(call.agentExtension, LONGEST.extension) &&
    call.aliases === undefined
  );
}

function arePlainOptions(options: CallOptions): boolean {
  const { signal, deadlineMs, correlationId: correlation, idempotencyKey } = options;
  if (Array.isArray(options) || signal !== undefined || deadlineMs !== undefined) return false;
  if (correlation !== undefined && !isPlainToken(correlation, 256)) return false;
  return idempotencyKey === undefined || isPlainToken(idempotencyKey, 255);
}

/** The same request, or `ARGUMENT_INVALID` with every field that is wrong. */
export const checkMakeCallRequest = (request: MakeCallRequest): MakeCallRequest =>
  isPlainDial(request) ? request : check(makeCallRequest, request);
/** The same request, or `ARGUMENT_INVALID` with every field that is wrong. */
export const checkTransferCallRequest = (request: TransferCallRequest): TransferCallRequest =>
  check(transferCallRequest, request);
/** The same reference, or `ARGUMENT_INVALID` with every field that is wrong. */
export const checkCallReference = (call: CallReference): CallReference =>
  isPlainReference(call) ? call : check(callReference, call);
/** The same options, or `ARGUMENT_INVALID` with every field that is wrong. */
export const checkCallOptions = (options: CallOptions): CallOptions =>
  typeof options === 'object' && arePlainOptions(options) ? options : check(callOptions, options);

const wait = z.object({ deadlineMs: milliseconds.nonnegative('must not be negative') });

/** The same bounds of a wait, or `ARGUMENT_INVALID`: without any there would be no end to it. */
export const checkWait = <T extends { readonly deadlineMs: number }>(bounds: T): T => check(wait, bounds);

const loneExtension = z.object({ agentExtension: extension });
const loneCallId = z.object({ callId: text(LONGEST.callId) });
const loneBrand = z.object({ brand: text(256) });
/** What an accepted dial is asked for by. */
export const reference: z.ZodType<string> = text(LONGEST.reference);
const loneReference = z.object({ reference });

/** A text as an agent's extension. @throws SwitchError `ARGUMENT_INVALID` when it is empty, too long or has control characters. */
export function parseAgentExtension(value: string): AgentExtension {
  return check(loneExtension, { agentExtension: value }).agentExtension as AgentExtension;
}

/** A text as a call id. @throws SwitchError `ARGUMENT_INVALID` when it is empty, too long or has control characters. */
export function parseCallId(value: string): CallId {
  return check(loneCallId, { callId: value }).callId as CallId;
}

/** A text as a brand's id. @throws SwitchError `ARGUMENT_INVALID` when it is empty, too long or has control characters. */
export function parseBrandId(value: string): BrandId {
  return (isPlainText(value, 256) ? value : check(loneBrand, { brand: value }).brand) as BrandId;
}

/** A text as the reference of an accepted dial. @throws SwitchError `ARGUMENT_INVALID` as above. */
export function parseReference(value: string): string {
  return check(loneReference, { reference: value }).reference;
}
