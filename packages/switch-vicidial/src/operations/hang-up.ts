import { type CallReference, type HangupResult, SwitchError } from '@elasticfunnels/switch-core';
import { findAgent } from '../api/look-ups.ts';
import { readDone, type VicidialClient } from '../api/vicidial-client.ts';
import { type CallScreen, hasLetGo, locateCall } from '../calls/call-locator.ts';
import type { Undertaking } from './undertaking.ts';

/**
 * Ends a call on the screen of the agent who has it, and waits until the screen has let go of it: SUCCESS only says that
 * the command was left there.
 */
export async function hangUp(
  client: VicidialClient,
  undertaking: Undertaking,
  status: string | undefined,
  call: CallReference,
): Promise<HangupResult> {
  const place = await locateCall(client, undertaking, call);
  if (place.at === 'over') return toResult('already_ended', place.disposing);
  if (place.at === 'nobody') throw onNobodysScreen();
  const { screen } = place;
  if (status !== undefined) await pause(client, undertaking, screen);
  await leave(client, undertaking, 'external_hangup', { agent_user: screen.user, value: '1' });
  return undertaking.afterCommand(async () => {
    const ended = await undertaking.waitFor(() => hasLetGo(client, undertaking, screen));
    if (ended === undefined) throw notConfirmed();
    const disposing = ended.disposing && !(await dispose(client, undertaking, screen, status));
    // The customer had gone already, and only the screen had not noticed.
    return toResult(screen.phase === 'dead' ? 'already_ended' : 'ended', disposing);
  });
}

function toResult(status: HangupResult['status'], disposing: boolean): HangupResult {
  return { status, ...(disposing ? { wrapUpRequired: true } : {}) };
}

/**
 * Has the agent paused once the call is over, which is what the next dial needs. Before hanging up: AGENT_API.txt, "To
 * hangup the call, disposition it and then pause the agent". Whether it works is no reason not to hang up.
 */
async function pause(client: VicidialClient, undertaking: Undertaking, { user }: CallScreen): Promise<void> {
  await leave(client, undertaking, 'external_pause', { agent_user: user, value: 'PAUSE' }).catch((error: unknown) => {
    if (!SwitchError.is(error)) throw error;
  });
}

/** The call is over whatever becomes of its disposition: a failure here only leaves that to the agent. */
async function dispose(
  client: VicidialClient,
  undertaking: Undertaking,
  { user }: CallScreen,
  status: string | undefined,
): Promise<boolean> {
  if (status === undefined) return false;
  try {
    await leave(client, undertaking, 'external_status', { agent_user: user, value: status });
    const done = await undertaking.waitFor(async () => {
      const lookUp = await findAgent(client, undertaking, user);
      return lookUp.found === 'agent' && lookUp.agent.subStatus === 'DISPO' ? undefined : true;
    });
    return done === true;
  } catch (error) {
    if (SwitchError.is(error)) return false;
    throw error;
  }
}

/** A `command`: by agent, so that the same again could end the next call. Source: AGENT_API.txt. */
function leave(
  client: VicidialClient,
  undertaking: Undertaking,
  name: 'external_pause' | 'external_hangup' | 'external_status',
  parameters: Readonly<Record<string, string>>,
): Promise<true> {
  return client.agentApi(undertaking, { function: name, kind: 'command', parameters, read: readDone(name) });
}

/** A call that goes on where no command can reach it. */
export function onNobodysScreen(): SwitchError {
  return new SwitchError(
    'REJECTED',
    {},
    {
      message: 'The call goes on, but is on no agent’s screen, and ViciDial can act on it only there. Nothing was done.',
      hint: 'It waits in a queue, or its agent has logged out: wait until an agent has it, or end it in the real-time report.',
    },
  );
}

function notConfirmed(): SwitchError {
  return new SwitchError(
    'TIMED_OUT',
    {},
    {
      message: 'ViciDial took the command, and the agent’s screen still had the call when the time was over.',
      hint: 'Look at the agent’s screen: where it is closed, or asleep in a background tab, nothing is carried out.',
    },
  );
}
