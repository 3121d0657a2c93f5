import { randomInt, randomUUID } from 'node:crypto';
import { generateSigningSecret } from '@elasticfunnels/switch-core';
import type { PopEventName } from './pop-command.ts';

/** A way in which a pop is wrong on purpose. */
export type PopFault = 'bad-signature' | 'stale' | 'duplicate' | 'unknown-number' | 'no-agent' | 'malformed';

/** What a receiver should answer. */
export type Expected = 'taken' | 'not_believed' | 'unreadable' | 'duplicate';

/** The faults, for people, and what each should come to. */
export const POP_FAULTS: Readonly<Record<PopFault, { readonly summary: string; readonly expected: Expected }>> = {
  'bad-signature': { summary: 'signed with a secret that nobody knows: refused with 401', expected: 'not_believed' },
  stale: { summary: 'signed an hour ago: refused with 401, or old deliveries could be sent again', expected: 'not_believed' },
  duplicate: { summary: 'the same delivery twice: taken both times, shown once', expected: 'duplicate' },
  'unknown-number': { summary: 'from a number that is kept for fiction: taken, and shown without a customer', expected: 'taken' },
  'no-agent': { summary: 'without an agent: taken, and shown to the queue of the brand', expected: 'taken' },
  malformed: { summary: 'signed well, and JSON that is cut off: refused with 400', expected: 'unreadable' },
};

/** What a pop tells of. */
export interface PopFacts {
  readonly fault?: PopFault;
  readonly from: string;
  readonly agent: string;
  readonly event: PopEventName;
  readonly direction: 'inbound' | 'outbound';
  readonly callId?: string;
}

/** A delivery that is about to be signed and sent. */
export interface PlannedPop {
  /** The same for both attempts of a duplicate. */
  readonly id: string;
  readonly callId: string;
  readonly customerNumber: string;
  /** Absent: for the queue. */
  readonly agent?: string;
  readonly body: string;
  readonly signedAt: Date;
  readonly secret: string;
  readonly attempts: 1 | 2;
  readonly expected: Expected;
}

const STALE_MS = 3_600_000;
/** Ten digits and a country code that telephone companies give to nobody. */
const FICTION = '+12025550199';
const OUR_NUMBER = '+18005550100';

/** The canonical message of one event, and how it is sent. @see docs/screen-pop-fields.md */
export function planPop(facts: PopFacts, secret: string, now: Date): PlannedPop {
  const { fault, event, direction, callId = makeUpCallId() } = facts;
  const customerNumber = fault === 'unknown-number' ? FICTION : facts.from;
  const agent = fault === 'no-agent' ? {} : { agent: { extension: facts.agent } };
  const message = {
    event,
    event_id: randomUUID(),
    call_id: callId,
    direction,
    customer_number: customerNumber,
    dialled_number: direction === 'inbound' ? OUR_NUMBER : customerNumber,
    ...agent,
    occurred_at: now.toISOString(),
    attributes: {},
  };
  const text = JSON.stringify(message);
  return {
    id: `msg_${randomUUID()}`,
    callId,
    customerNumber,
    ...(fault === 'no-agent' ? {} : { agent: facts.agent }),
    body: fault === 'malformed' ? text.slice(0, -10) : text,
    signedAt: fault === 'stale' ? new Date(now.getTime() - STALE_MS) : now,
    secret: fault === 'bad-signature' ? generateSigningSecret() : secret,
    attempts: fault === 'duplicate' ? 2 : 1,
    expected: fault === undefined ? 'taken' : POP_FAULTS[fault].expected,
  };
}

/** Fifteen digits, as Five9's are; with a beginning that its own calls do not have. */
function makeUpCallId(): string {
  return `900${String(randomInt(1_000_000_000_000)).padStart(12, '0')}`;
}
