import { SwitchError, type TransferCallRequest, type TransferResult } from '@elasticfunnels/switch-core';
import { findAgent } from '../api/look-ups.ts';
import { readDone, type VicidialClient } from '../api/vicidial-client.ts';
import { isOnCall } from '../calls/call-identity.ts';
import { type CallScreen, hasLetGo, locateCall } from '../calls/call-locator.ts';
import { onNobodysScreen } from './hang-up.ts';
import { getTransferTarget, type TransferTarget } from './transfer-target.ts';
import type { Undertaking } from './undertaking.ts';

/** What leaving the conference needs of the time, in milliseconds: the screen looks once a second. */
const LEAVING_MS = 5_000;

/** Hands a call over on the screen of the agent who has it, and waits until that screen has let go of it. */
export async function transferCall(
  client: VicidialClient,
  undertaking: Undertaking,
  phoneCode: string,
  { call, targetExtension, kind }: TransferCallRequest,
): Promise<TransferResult> {
  const screen = await getTalkingScreen(client, undertaking, call);
  const target = await getTransferTarget(client, undertaking, { target: targetExtension, phoneCode });
  if (kind !== 'attended') {
    await leave(client, undertaking, screen, blind(target));
  } else {
    if (target.kind === 'number') throw attendedToNumber();
    await leave(client, undertaking, screen, consult(target.user));
    await undertaking.afterCommand(() => completeConsultation(client, undertaking, screen, target.user));
  }
  return undertaking.afterCommand(async () => {
    const done = await undertaking.waitFor(() => hasLetGo(client, undertaking, screen));
    if (done === undefined) throw notConfirmed('the agent’s screen still had the call when the time was over');
    return { status: 'transferred' };
  });
}

/** ViciDial answers SUCCESS also for a call that rings or is dead, and does nothing then. */
async function getTalkingScreen(
  client: VicidialClient,
  undertaking: Undertaking,
  call: TransferCallRequest['call'],
): Promise<CallScreen> {
  const place = await locateCall(client, undertaking, call);
  if (place.at === 'nobody') throw onNobodysScreen();
  if (place.at === 'over' || place.screen.phase === 'dead') throw new SwitchError('CALL_ENDED', {});
  if (place.screen.phase === 'talking') return place.screen;
  throw new SwitchError(
    'REJECTED',
    {},
    {
      message: 'The call still rings, and ViciDial transfers only calls that were answered. Nothing was done.',
      hint: 'Wait until the customer has answered.',
    },
  );
}

type Parameters = Readonly<Record<string, string>>;

/** Source: AGENT_API.txt, transfer_conference: LOCAL_CLOSER with AGENTDIRECT for an agent, BLIND_TRANSFER for a number. */
function blind(target: TransferTarget): Parameters {
  if (target.kind === 'number') return { value: 'BLIND_TRANSFER', phone_number: target.number };
  return { value: 'LOCAL_CLOSER', ingroup_choices: 'AGENTDIRECT', phone_number: target.user };
}

/** A conference with another agent, who gets a call of the same lead. */
function consult(user: string): Parameters {
  return { value: 'DIAL_WITH_CUSTOMER', consultative: 'YES', ingroup_choices: 'AGENTDIRECT', phone_number: user };
}

/** Leaves the conference once the other agent is in it; hangs up on that agent when the time for it is over. */
async function completeConsultation(
  client: VicidialClient,
  undertaking: Undertaking,
  screen: CallScreen,
  user: string,
): Promise<void> {
  const joined = await undertaking.waitFor(async () => {
    const lookUp = await findAgent(client, undertaking, user);
    if (lookUp.found !== 'agent') return undefined;
    return isOnCall(lookUp.agent) && lookUp.agent.leadId === screen.leadId ? true : undefined;
  }, LEAVING_MS);
  if (joined === true) {
    await leave(client, undertaking, screen, { value: 'LEAVE_3WAY_CALL' });
    return;
  }
  await leave(client, undertaking, screen, { value: 'HANGUP_XFER' });
  throw notConfirmed(
    'the other agent did not come to the line; that line was told to end, and the call should still be with the agent',
  );
}

/** A `command`: by agent, and never twice. */
function leave(client: VicidialClient, undertaking: Undertaking, { user }: CallScreen, parameters: Parameters): Promise<true> {
  return client.agentApi(undertaking, {
    function: 'transfer_conference',
    kind: 'command',
    parameters: { agent_user: user, ...parameters },
    read: readDone('transfer_conference'),
  });
}

function attendedToNumber(): SwitchError {
  return new SwitchError(
    'CAPABILITY_MISSING',
    { capability: 'transfer.attended to a telephone number' },
    {
      message: 'ViciDial does not tell whether a telephone number has answered, so a call cannot be handed to one attended.',
      hint: 'Transfer to another agent, or blind.',
    },
  );
}

function notConfirmed(what: string): SwitchError {
  return new SwitchError(
    'OUTCOME_UNKNOWN',
    { reason: 'timed_out' },
    {
      message: `ViciDial took the command, but ${what}.`,
      hint: 'Look at the agent’s screen: where it is closed, or asleep in a background tab, nothing is carried out.',
    },
  );
}
