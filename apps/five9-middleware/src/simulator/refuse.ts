import type { Clock } from '../clock/clock.ts';
import { Five9Error, type Five9ContextCode } from '../five9/five9-error.ts';

// The status that the simulated Five9 answers with; 435 is Five9's own "wrong session state".
const statuses: Readonly<Record<Five9ContextCode, number>> = {
  LOGIN: 435,
  AGENT_UNKNOWN: 404,
  AGENT_NOT_READY: 435,
  AGENT_ON_CALL: 435,
  AGENT_WRAP_UP: 435,
  CAMPAIGN_UNKNOWN: 404,
  CAMPAIGN_NOT_ASSIGNED: 403,
  SKILL_UNKNOWN: 404,
  SKILL_NOT_ASSIGNED: 403,
  NUMBER_INVALID: 400,
  NUMBER_ON_DNC_LIST: 403,
  INTERACTION_UNKNOWN: 404,
  INTERACTION_FINISHED: 435,
  TRANSFER_UNSUPPORTED: 400,
  TRANSFER_TO_SELF: 400,
  RECORDING_UNKNOWN: 404,
  RATE_LIMIT: 429,
  UNAVAILABLE: 503,
};

const codes = Object.keys(statuses);

/** Makes the error that the simulated Five9 answers a request with. */
export function refuse(clock: Clock, contextCode: Five9ContextCode, message: string, objectId?: string): Five9Error {
  return new Five9Error(statuses[contextCode], {
    timestamp: clock.now(),
    errorCode: 4000 + codes.indexOf(contextCode),
    message,
    context: { contextCode, ...(objectId === undefined ? {} : { objectId }) },
  });
}
