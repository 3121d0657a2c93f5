import { maskNumber, SwitchError } from '@elasticfunnels/switch-core';
import { findAgent } from '../api/look-ups.ts';
import type { VicidialClient } from '../api/vicidial-client.ts';
import { readDialledNumber } from '../numbers/dialled-number.ts';
import { agentLoggedOut, agentNotFound } from './agent-errors.ts';
import type { Undertaking } from './undertaking.ts';

/** Who is to get a call. */
export type TransferTarget =
  | { readonly kind: 'agent'; readonly user: string }
  /** National, without country code. */
  | { readonly kind: 'number'; readonly number: string };

/** A user id may be as long; whom `agent_status` knows is an agent, and only the rest a number. */
const SHORTEST_NUMBER = 7;

/**
 * Who a transfer is to: an agent who waits for calls, or a telephone number.
 *
 * @throws SwitchError `AGENT_NOT_FOUND`, `AGENT_NOT_READY` or `DESTINATION_INVALID`, before anything was done
 */
export async function getTransferTarget(
  client: VicidialClient,
  undertaking: Undertaking,
  { target, phoneCode }: { readonly target: string; readonly phoneCode: string },
): Promise<TransferTarget> {
  const lookUp = await findAgent(client, undertaking, target);
  if (lookUp.found === 'unknown') return readNumber(target, phoneCode);
  if (lookUp.found === 'logged_out') throw agentLoggedOut();
  const { user, status } = lookUp.agent;
  if (status !== 'READY' && status !== 'CLOSER') throw notWaiting();
  return { kind: 'agent', user };
}

function readNumber(target: string, phoneCode: string): TransferTarget {
  const read = readDialledNumber(target, phoneCode);
  if (read === undefined || read.number.length < SHORTEST_NUMBER) throw agentNotFound();
  // The screen puts the phone code of the customer's own number in front (mainxfer_send_redirect in vicidial.php).
  if (read.phoneCode !== phoneCode) throw abroad(target);
  return { kind: 'number', number: read.number };
}

// The customer would be sent into a queue that this agent does not take calls from.
function notWaiting(): SwitchError {
  return new SwitchError(
    'AGENT_NOT_READY',
    {},
    {
      message: 'The agent to whom the call is to go does not wait for calls. Nothing was done.',
      hint: 'Have that agent become ready: ViciDial gives transferred calls only to agents who are.',
    },
  );
}

function abroad(target: string): SwitchError {
  return new SwitchError(
    'DESTINATION_INVALID',
    {},
    {
      message: `${maskNumber(target)} is in another country than \`phone_code\` in the settings, and ViciDial would dial it as a number at home. Nothing was done.`,
      hint: 'Transfer to a number of the same country, or to an agent.',
    },
  );
}
