import type { SwitchErrorCode } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { agentStatus, DIAL, failureOf, openScripted, PASS } from '../vicidial-phone.test.fixture.ts';

/** What a refused dial is told as; the agent may dial. */
async function refusedDial(body: string): Promise<Awaited<ReturnType<typeof failureOf>>> {
  await using vicidial = await openScripted((transport) => transport.answer(agentStatus()).answer({ body }));
  return failureOf(vicidial.phone.makeCall(DIAL));
}

describe('what ViciDial says, in a code', () => {
  test.each<[string, SwitchErrorCode]>([
    [`ERROR: Invalid Username/Password: |apiuser|${PASS}|0|0|BAD|0|api|SELECT 1 where pass='${PASS}';|`, 'UNAUTHENTICATED'],
    [`ERROR: Invalid Username/Password: |apiuser|${PASS}|0|1|LOCK|`, 'UNAUTHENTICATED'],
    [`ERROR: Invalid Username/Password: |apiuser|${PASS}|1|0|GOOD|`, 'FORBIDDEN'],
    [`ERROR: Login incorrect, please try again: |apiuser|${PASS}|BAD|`, 'UNAUTHENTICATED'],
    ['ERROR: Too many login attempts, try again in 15 minutes: |apiuser|LOCK|', 'UNAUTHENTICATED'],
    ['ERROR: Invalid Source - x', 'FORBIDDEN'],
    ['ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION - 5550001111|apiuser|external_dial|ADMIN', 'FORBIDDEN'],
    ['ERROR: agent_status USER DOES NOT HAVE PERMISSION TO GET AGENT INFO: |apiuser|0|', 'FORBIDDEN'],
    ['ERROR: agent_user is not allowed to place manual dial calls - 1001', 'FORBIDDEN'],
    ['ERROR: agent_user is not logged in - 1001', 'AGENT_NOT_READY'],
    ['ERROR: agent_user is not paused - 1001', 'AGENT_NOT_READY'],
    ['ERROR: no user found - 1001', 'AGENT_NOT_FOUND'],
    ['ERROR: external_dial not valid - |1|NO|NO|NO||1001|', 'DESTINATION_INVALID'],
    ['ERROR: phone number is not valid - 1001||1234567|', 'DESTINATION_INVALID'],
    ['NOTICE: defined dial_ingroup not found - X\nERROR: agent_user is not paused - 1001', 'AGENT_NOT_READY'],
    ['ERROR: phone_number is already in this agents manual dial queue - 1001|5550001111', 'REJECTED'],
    ['ERROR: something that nobody has documented - 1001|x', 'REJECTED'],
  ])('%s', async (body, code) => {
    const error = await refusedDial(`${body}\n`);
    expect(error).toMatchObject({ code, effect: 'none', retryable: false, details: { httpStatus: 200 } });
    expect(JSON.stringify(error)).not.toContain(PASS);
  });
});

test('unknown words are told as they came, but for numbers and for who asked', async () => {
  const error = await refusedDial('ERROR: the moon is full - 1001|apiuser|5550001111|12345678\n');
  expect(error.vendorMessage).toBe('the moon is full - 1001|5•••••1111|•••••78');
});

test('a lock-out says how long to wait, and is not asked a second time', async () => {
  const body = 'ERROR: Too many login attempts, try again in 15 minutes: |apiuser|LOCK|\n';
  await using vicidial = await openScripted((transport) => transport.answer({ body }));
  const error = await failureOf(vicidial.phone.connect());
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', vendorMessage: 'Too many login attempts, try again in 15 minutes' });
  expect(error.hint).toContain('wait 15 minutes');
  expect(vicidial.transport.requests).toHaveLength(1);
});

describe('what is no answer at all', () => {
  test.each([
    [{ body: '' }, 'nothing at all'],
    [{ body: '<html><body>planted</body></html>' }, 'an HTML page'],
    [{ body: 'SUCCESS: external_hangup function set - 1\n' }, 'what this function does not answer'],
    [{ body: 'SUCCESS: external_dial func' }, 'what this function does not answer'],
    [{ body: 'NOTICE: something - 1\n' }, 'what this function does not answer'],
  ])('to a dial, %j, is OUTCOME_UNKNOWN, and nothing of it is shown', async (answer, found) => {
    await using vicidial = await openScripted((transport) => transport.answer(agentStatus()).answer(answer));
    const error = await failureOf(vicidial.phone.makeCall(DIAL));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', details: { reason: 'unreadable_answer' } });
    expect(error.message).toContain(found);
    expect(JSON.stringify(error)).not.toContain('planted');
  });

  test.each([{ body: '' }, { body: '<html></html>' }, { body: 'PAUSED|\n' }])(
    'to a question before it, %j, rings nobody',
    async (answer) => {
      await using vicidial = await openScripted((transport) => transport.answer(answer));
      const error = await failureOf(vicidial.phone.makeCall(DIAL));
      expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', effect: 'none', details: { reason: 'unexpected_shape' } });
      expect(vicidial.transport.requests).toHaveLength(1);
    },
  );

  test('a script that is not there is named by its path', async () => {
    const answer = { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' };
    await using vicidial = await openScripted((transport) => transport.answer(answer));
    const error = await failureOf(vicidial.phone.connect());
    expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'path_missing' } });
    expect(error.message).toContain('/non_agent_api.php (logged_in_agents)');
  });
});
