import type { OperationName } from '../contract/operation.ts';
import { type ContractCode, Refusal, type RefusalOptions } from '../contract/refusal.ts';
import { Five9Error, type Five9ContextCode } from './five9-error.ts';

// The whole translation from Five9's refusals to the contract's, in one table: the first place to look at, and to
// extend, when a real Five9 domain answers something new.
const table: Readonly<Record<Five9ContextCode, readonly [status: number, code: ContractCode]>> = {
  LOGIN: [409, 'agent_not_ready'],
  AGENT_UNKNOWN: [404, 'agent_not_found'],
  AGENT_NOT_READY: [409, 'agent_not_ready'],
  AGENT_ON_CALL: [409, 'agent_not_ready'],
  AGENT_WRAP_UP: [409, 'agent_not_ready'],
  CAMPAIGN_UNKNOWN: [422, 'campaign_invalid'],
  CAMPAIGN_NOT_ASSIGNED: [422, 'campaign_invalid'],
  SKILL_UNKNOWN: [422, 'campaign_invalid'],
  SKILL_NOT_ASSIGNED: [422, 'campaign_invalid'],
  NUMBER_INVALID: [422, 'destination_invalid'],
  NUMBER_ON_DNC_LIST: [422, 'destination_blocked'],
  INTERACTION_UNKNOWN: [404, 'call_not_found'],
  INTERACTION_FINISHED: [410, 'call_ended'],
  TRANSFER_UNSUPPORTED: [422, 'capability_missing'],
  TRANSFER_TO_SELF: [422, 'rejected'],
  RECORDING_UNKNOWN: [404, 'recording_not_found'],
  RATE_LIMIT: [429, 'rate_limited'],
  UNAVAILABLE: [503, 'upstream_failed'],
};

/**
 * Turns whatever a `Five9Port` threw into a refusal of the contract. A refusal that Five9 spelt out is passed on with
 * Five9's own message. Anything else on a dial or a transfer is a 502, which tells the driver that the outcome is
 * unknown; only a 503 or a 4xx promises that nothing happened.
 */
export function translateFive9Error(error: unknown, operation: OperationName): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Five9Error)) {
    return new Refusal(502, 'upstream_failed', unknownOutcome(operation), { cause: error });
  }
  const { contextCode } = error.five9ExceptionDetail.context;
  const options = optionsOf(error);
  if (isKnown(contextCode)) {
    const [status, code] = table[contextCode];
    return new Refusal(statusFor(operation, status, code), code, error.message, options);
  }
  if (error.status === 401) {
    // Our own credentials, not the caller's: a 401 from here would send the wrong person looking.
    return new Refusal(503, 'upstream_failed', 'Five9 refused the credentials of this service.', options);
  }
  if (error.status === 429) return new Refusal(429, 'rate_limited', error.message, options);
  if (error.status === 503) return new Refusal(503, 'upstream_failed', error.message, options);
  if (error.status >= 500) return new Refusal(502, 'upstream_failed', unknownOutcome(operation), options);
  return new Refusal(422, 'rejected', error.message, options);
}

// With a call id in the request, 404 says that the *call* is unknown to a driver that reads no codes.
function statusFor(operation: OperationName, status: number, code: ContractCode): number {
  return operation === 'transfer' && code === 'agent_not_found' ? 422 : status;
}

function optionsOf(error: Five9Error): RefusalOptions {
  const seconds = error.retryAfterSeconds ?? (error.status === 429 ? 1 : undefined);
  if (seconds === undefined) return { cause: error };
  return { cause: error, headers: { 'retry-after': String(seconds) } };
}

function unknownOutcome(operation: OperationName): string {
  if (operation === 'makeCall') return 'Five9 gave no usable answer; the call may be ringing.';
  if (operation === 'transfer') return 'Five9 gave no usable answer; the call may have been transferred.';
  return 'Five9 gave no usable answer.';
}

function isKnown(contextCode: string): contextCode is Five9ContextCode {
  return Object.hasOwn(table, contextCode);
}
