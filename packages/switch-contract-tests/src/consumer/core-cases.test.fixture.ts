import { Matchers } from '@pact-foundation/pact';
import { EXAMPLES, REFUSED } from '../catalogue/examples.ts';
import {
  CALL_BODY,
  type ConsumerCase,
  DIAL_BODY,
  failure,
  id,
  jsonType,
  oneOf,
  success,
  UNKNOWN_CALL_BODY,
} from './consumer-case.test.fixture.ts';
import { connect, dial, hangup, recording, transfer } from './operations.test.fixture.ts';

const { agentExtension, destination, targetExtension, campaignName, skillId, callId } = EXAMPLES;

const PLACED: Pick<ConsumerCase, 'idempotencyKey' | 'status' | 'headers' | 'answer' | 'outcome'> = {
  idempotencyKey: 'generated',
  status: success(),
  headers: { 'Content-Type': jsonType },
  answer: { call_id: id(callId) },
  outcome: { status: 'placed', call: { callId } },
};

const REJECTED_CREDENTIALS: Pick<ConsumerCase, 'rejectedCredentials' | 'status' | 'headers' | 'answer' | 'outcome'> = {
  rejectedCredentials: true,
  status: 401,
  ...failure('The credentials are not valid.'),
  outcome: { code: 'UNAUTHENTICATED', effect: 'none', vendorMessage: 'The credentials are not valid.' },
};

const UNKNOWN_CALL: Pick<ConsumerCase, 'headers' | 'answer' | 'outcome'> = {
  ...failure('There is no call with this id.'),
  outcome: { code: 'CALL_NOT_FOUND', effect: 'none', vendorMessage: 'There is no call with this id.' },
};

const DIALS: readonly ConsumerCase[] = [
  { id: 'M1', body: DIAL_BODY, ...PLACED, perform: dial() },
  {
    id: 'M2',
    body: { ...DIAL_BODY, campaign_name: campaignName, skill_id: skillId },
    ...PLACED,
    perform: dial({ campaignName, skillId }),
  },
  { id: 'M3', body: { ...DIAL_BODY, campaign_name: campaignName }, ...PLACED, perform: dial({ campaignName }) },
  { id: 'M4', body: DIAL_BODY, idempotencyKey: 'generated', ...REJECTED_CREDENTIALS, perform: dial() },
  {
    id: 'M5',
    body: { agent_extension: REFUSED.agentExtension, destination },
    idempotencyKey: 'generated',
    status: oneOf(404, 400, 409, 422),
    ...failure('There is no agent with this extension.'),
    perform: dial({ agentExtension: REFUSED.agentExtension }),
    outcome: { code: 'REJECTED', effect: 'none', vendorMessage: 'There is no agent with this extension.' },
  },
  {
    id: 'M6',
    body: { agent_extension: agentExtension, destination: REFUSED.destination },
    idempotencyKey: 'generated',
    status: oneOf(422, 400),
    ...failure('The destination cannot be dialled.'),
    perform: dial({ destination: REFUSED.destination }),
    outcome: { code: 'REJECTED', effect: 'none', vendorMessage: 'The destination cannot be dialled.' },
  },
];

const AFTER_THE_DIAL: readonly ConsumerCase[] = [
  { id: 'H1', body: CALL_BODY, status: success(), perform: hangup(), outcome: { status: 'ended' } },
  { id: 'H2', body: UNKNOWN_CALL_BODY, status: oneOf(404, 409, 410), ...UNKNOWN_CALL, perform: hangup(REFUSED.callId) },
  {
    id: 'T1',
    body: { ...CALL_BODY, target_extension: targetExtension },
    idempotencyKey: 'generated',
    status: success(),
    perform: transfer(),
    outcome: { status: 'transferred' },
  },
  {
    id: 'T2',
    body: { ...UNKNOWN_CALL_BODY, target_extension: targetExtension },
    idempotencyKey: 'generated',
    status: oneOf(404, 409, 410),
    ...UNKNOWN_CALL,
    perform: transfer(REFUSED.callId),
  },
  {
    id: 'R1',
    body: CALL_BODY,
    status: success(),
    headers: { 'Content-Type': jsonType },
    answer: { recording_url: Matchers.regex('^https?://.+$', 'https://recordings.example/300000000115271.wav') },
    perform: recording(),
    outcome: { status: 'available', url: 'https://recordings.example/300000000115271.wav' },
  },
  { id: 'R2', body: UNKNOWN_CALL_BODY, status: oneOf(404, 410), ...UNKNOWN_CALL, perform: recording(REFUSED.callId) },
];

/** What every middleware must satisfy. */
export const CORE_CASES: readonly ConsumerCase[] = [
  { id: 'C1', status: success(), perform: connect, outcome: { status: 'verified' } },
  { id: 'C2', ...REJECTED_CREDENTIALS, perform: connect },
  ...DIALS,
  ...AFTER_THE_DIAL,
];

const BASIC_IDS: Readonly<Record<string, string>> = { C1: 'BC1', C2: 'BC2', M1: 'BM1', H1: 'BH1' };

/** The same with Basic credentials: an answer does not depend on how its request was authorised. */
export const BASIC_CASES: readonly ConsumerCase[] = CORE_CASES.flatMap((each) => {
  const basicId = BASIC_IDS[each.id];
  return basicId === undefined ? [] : [{ ...each, id: basicId }];
});
