import { parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import type { AgentRow, LoggedCall } from '../api/look-ups.ts';
import { findLeadId, findStart, isContinuation, mayContinue, readLocalTime } from './call-identity.ts';

const logged = (date: string, talkSeconds = 0): LoggedCall => ({ date, talkSeconds, status: 'SALE', user: '1001' });
const row: AgentRow = {
  user: '1004',
  status: 'INCALL',
  subStatus: '',
  callId: 'J1050701000000876401',
  leadId: '876401',
  campaign: 'TESTCAMP',
  callsToday: '1',
};

test.each([
  ['M1050700010000876401', undefined, '876401'],
  ['Y0150700019999999999', undefined, '9999999999'],
  ['M1050700010000000000', undefined, '0'],
  ['V12345678901234567890123', undefined, undefined],
  ['V12345678901234567890123', { lead_id: '17' }, '17'],
  ['M1050700010000876401', { lead_id: '17' }, '17'],
  ['M1050700010000876401', { lead_id: 'x' }, '876401'],
])('the lead of %s with %j is %s', (callId, aliases, leadId) => {
  expect(
    findLeadId({ callId: parseCallId(callId), agentExtension: parseAgentExtension('1001'), ...(aliases ? { aliases } : {}) }),
  ).toBe(leadId);
});

describe('a call began when its id says, in the year of its log', () => {
  test.each([
    ['M1050700010000876401', '2026-01-05 07:00:01', '2026-01-05 07:00:01'],
    // A newer log has the end.
    ['M1050700010000876401', '2026-01-05 07:09:01', '2026-01-05 07:00:01'],
    // November, not January.
    ['M1232359590000876401', '2026-11-24 00:03:00', '2026-11-23 23:59:59'],
    ['M0010000010000876401', '2026-10-01 00:00:01', '2026-10-01 00:00:01'],
    // Over the turn of the year.
    ['M2312359590000876401', '2027-01-01 00:05:00', '2026-12-31 23:59:59'],
    // Of another form, or older than a call can last: as the log has it.
    ['V123456789012345678901', '2026-01-05 07:00:01', '2026-01-05 07:00:01'],
    ['M3050700010000876401', '2026-01-05 07:00:01', '2026-01-05 07:00:01'],
  ])('%s, logged at %s', (callId, date, start) => {
    expect(findStart(callId, logged(date))).toBe(readLocalTime(start));
  });
});

describe('a J call of the same lead is the same conversation', () => {
  const NEXT = '2026-01-05 07:01:00';
  const LATER = '2026-01-05 10:00:00';

  test.each<[string, string, string | undefined, boolean]>([
    ['when it began as the first part ended', NEXT, undefined, true],
    ['when it waited in a queue for a while', '2026-01-05 07:03:30', undefined, true],
    ['not when it began hours later: the customer has called again', LATER, undefined, false],
    ['not when it is older', '2026-01-05 06:59:59', undefined, false],
    ['hours later, when the caller says that this agent has it now', LATER, '1004', true],
    ['but not the next day, whatever the caller says', '2026-01-06 07:01:00', '1004', false],
    ['nor because another agent is named', LATER, '1002', false],
  ])('%s', (_name, began, namedAgent, expected) => {
    expect(isContinuation(logged('2026-01-05 07:00:00', 60), { row, logged: logged(began), namedAgent })).toBe(expected);
  });

  test('naming the agent who had the call in the first place says nothing about a transfer', () => {
    const back = { row: { ...row, user: '1001' }, logged: logged(LATER), namedAgent: '1001' };
    expect(isContinuation(logged('2026-01-05 07:00:00', 60), back)).toBe(false);
  });

  test('only of the same lead, only with a J, and only while it is there', () => {
    expect(mayContinue(row, '876401')).toBe(true);
    expect(mayContinue(row, '876402')).toBe(false);
    expect(mayContinue(row, undefined)).toBe(false);
    expect(mayContinue({ ...row, callId: 'Y1050701000000876401' }, '876401')).toBe(false);
    expect(mayContinue({ ...row, status: 'PAUSED' }, '876401')).toBe(false);
  });
});
