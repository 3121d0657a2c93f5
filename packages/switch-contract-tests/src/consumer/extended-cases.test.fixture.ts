import { Matchers } from '@pact-foundation/pact';
import { EXAMPLES, REFUSED } from '../catalogue/examples.ts';
import { CALL_BODY, type ConsumerCase, DIAL_BODY, failure, id, jsonType, oneOf, success } from './consumer-case.test.fixture.ts';
import { dial, recording, transfer } from './operations.test.fixture.ts';

const { targetExtension, callId, idempotencyKey } = EXAMPLES;
const DIALLED: Pick<ConsumerCase, 'body' | 'idempotencyKey'> = { body: DIAL_BODY, idempotencyKey: 'generated' };
/** Seconds, or a date as HTTP writes it. */
const retryAfter: Matchers.Matcher<string> = Matchers.regex('^([0-9]+|[A-Z][a-z]{2}, .+ GMT)$', '1');

const CALLS: readonly ConsumerCase[] = [
  {
    id: 'XT1',
    body: { ...CALL_BODY, target_extension: targetExtension, transfer_type: 'attended' },
    idempotencyKey: 'generated',
    status: success(),
    perform: transfer(callId, targetExtension, 'attended'),
    outcome: { status: 'transferred' },
  },
  {
    id: 'XT2',
    body: { ...CALL_BODY, target_extension: REFUSED.targetExtension },
    idempotencyKey: 'generated',
    // Not 404: on a transfer that means the call.
    status: oneOf(422, 400, 409),
    ...failure('There is no agent with the target extension.'),
    perform: transfer(callId, REFUSED.targetExtension),
    outcome: { code: 'REJECTED', effect: 'none' },
  },
  {
    id: 'XR1',
    body: CALL_BODY,
    status: 202,
    headers: { 'Retry-After': retryAfter },
    perform: recording(),
    outcome: { status: 'pending', retryAfterSeconds: 1 },
  },
  {
    id: 'XR2',
    body: CALL_BODY,
    // Not 404 alone: only 410 says that there was one.
    status: 410,
    ...failure('The recording was deleted when its retention ended.'),
    perform: recording(),
    outcome: { status: 'none', reason: 'expired' },
  },
];

const DIALS: readonly ConsumerCase[] = [
  {
    id: 'XM1',
    ...DIALLED,
    status: 403,
    ...failure('These credentials may not place calls.'),
    perform: dial(),
    outcome: { code: 'FORBIDDEN', effect: 'none' },
  },
  {
    id: 'XM2',
    ...DIALLED,
    status: oneOf(409, 400, 422),
    ...failure('The agent is not ready.'),
    perform: dial(),
    outcome: { code: 'REJECTED', effect: 'none', vendorMessage: 'The agent is not ready.' },
  },
  {
    id: 'XM3',
    ...DIALLED,
    status: success(),
    headers: { 'Content-Type': jsonType },
    answer: { success: false, message: Matchers.regex('^.+$', 'Five9 refused the call.') },
    perform: dial(),
    outcome: { code: 'REJECTED', effect: 'none', vendorMessage: 'Five9 refused the call.' },
  },
  {
    id: 'XM4',
    ...DIALLED,
    status: 429,
    headers: { ...failure('').headers, 'Retry-After': retryAfter },
    answer: failure('Too many calls, try again later.').answer,
    perform: dial(),
    outcome: { code: 'RATE_LIMITED', effect: 'none', details: { retryAfterSeconds: 1 } },
  },
  {
    id: 'XM5',
    ...DIALLED,
    status: oneOf(503, 502, 504),
    ...failure('Five9 is not available.'),
    perform: dial(),
    outcome: { code: 'UPSTREAM_FAILED', effect: 'none' },
  },
  {
    id: 'XM6',
    body: DIAL_BODY,
    idempotencyKey: 'from-state',
    status: success(),
    headers: { 'Content-Type': jsonType, 'Idempotent-Replayed': Matchers.regex('^[tT]rue$', 'true') },
    answer: { call_id: id(callId) },
    perform: dial({}, { idempotencyKey }),
    outcome: { status: 'placed', call: { callId }, replayed: true },
  },
];

/** What a middleware may lack: it is then not verified, and never passed. */
export const EXTENDED_CASES: readonly ConsumerCase[] = [...CALLS, ...DIALS];
