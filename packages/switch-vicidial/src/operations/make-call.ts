import { type MakeCallRequest, type MakeCallResult, maskNumber, SwitchError } from '@elasticfunnels/switch-core';
import { type AgentRow, findAgent } from '../api/look-ups.ts';
import { readDone, type VicidialClient } from '../api/vicidial-client.ts';
import { writeDialReference } from '../calls/dial-reference.ts';
import type { VicidialConfig } from '../config/vicidial-config.ts';
import { type DialledNumber, readDialledNumber } from '../numbers/dialled-number.ts';
import { agentLoggedOut, agentNotFound } from './agent-errors.ts';
import type { Undertaking } from './undertaking.ts';

/**
 * Leaves a dial on the agent's screen, which dials about a second later. Nobody is told the call's id before that, so the
 * result is `accepted`, with a reference for `findCall`.
 */
export async function makeCall(
  client: VicidialClient,
  undertaking: Undertaking,
  { phoneCode, searchLeads }: VicidialConfig,
  request: MakeCallRequest,
): Promise<MakeCallResult> {
  if (request.skillId !== undefined) throw skillMissing();
  const number = readDialledNumber(request.destination, phoneCode);
  if (number === undefined) throw destinationInvalid(request.destination);
  const agent = await getFreeAgent(client, undertaking, request);
  await dial(client, undertaking, { user: agent.user, number, search: searchLeads });
  const dialled = { user: agent.user, callsBefore: agent.callsToday, number: number.number };
  return { status: 'accepted', reference: writeDialReference(dialled) };
}

/** The agent, if ViciDial would dial for them, and for the campaign that is asked for. */
async function getFreeAgent(
  client: VicidialClient,
  undertaking: Undertaking,
  { agentExtension, campaignName }: MakeCallRequest,
): Promise<AgentRow> {
  const lookUp = await findAgent(client, undertaking, agentExtension);
  if (lookUp.found === 'unknown') throw agentNotFound();
  if (lookUp.found === 'logged_out') throw agentLoggedOut();
  const { agent } = lookUp;
  if (campaignName !== undefined && campaignName.toUpperCase() !== agent.campaign.toUpperCase())
    throw otherCampaign(agent.campaign);
  const obstacle = findObstacle(agent);
  if (obstacle !== undefined) throw notFree(obstacle);
  return agent;
}

/** Source: api.php, external_dial: PAUSED, and no lead on the screen. */
function findObstacle({ status, subStatus, leadId }: AgentRow): string | undefined {
  if (status === 'INCALL' || status === 'QUEUE') return 'The agent is on a call.';
  if (status !== 'PAUSED') return 'The agent waits for calls: ViciDial dials by hand only for agents who are paused.';
  if (subStatus === 'DISPO') return 'The agent has not disposed of the last call.';
  return leadId === '' ? undefined : 'The agent has a lead on the screen.';
}

/** Source: AGENT_API.txt, external_dial. */
function dial(
  client: VicidialClient,
  undertaking: Undertaking,
  { user, number, search }: { readonly user: string; readonly number: DialledNumber; readonly search: boolean },
): Promise<true> {
  return client.agentApi(undertaking, {
    function: 'external_dial',
    kind: 'command',
    parameters: {
      agent_user: user,
      value: number.number,
      phone_code: number.phoneCode,
      search: search ? 'YES' : 'NO',
      preview: 'NO',
      focus: 'NO',
    },
    read: readDone('external_dial'),
  });
}

function skillMissing(): SwitchError {
  return new SwitchError(
    'CAPABILITY_MISSING',
    { capability: 'makeCall with skillId' },
    {
      message: 'ViciDial has no skill for a dial, so nothing was sent.',
      hint: 'Leave the skill out: ViciDial dials for the campaign that the agent is logged into.',
    },
  );
}

function destinationInvalid(destination: string): SwitchError {
  return new SwitchError(
    'DESTINATION_INVALID',
    {},
    {
      message: `${maskNumber(destination)} is no number that ViciDial could dial, so nothing was sent.`,
      hint: 'Give digits, with a plus and the country code or without: ViciDial would delete anything else and dial the rest.',
    },
  );
}

function otherCampaign(campaign: string): SwitchError {
  return new SwitchError(
    'CAMPAIGN_INVALID',
    {},
    {
      message: `The agent is logged into the campaign ${campaign}, and ViciDial dials for that one only.`,
      hint: 'Leave the campaign out, or have the agent log into the one that is asked for.',
    },
  );
}

function notFree(message: string): SwitchError {
  return new SwitchError(
    'AGENT_NOT_READY',
    {},
    {
      message,
      hint: 'Have the agent pause, and dispose of the last call; `hangup_status` in the settings does both after each hanging up.',
    },
  );
}
