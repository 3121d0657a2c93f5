import {
  type CallOptions,
  type CallReference,
  type PhoneSwitch,
  sleep,
  SwitchError,
  supports,
  systemClock,
} from '@elasticfunnels/switch-core';

/** How often a switch is asked for the call of an accepted dial, in milliseconds. */
const ASK_EVERY_MS = 500;

/** Which dial, and how long to wait for its call. */
export interface AwaitedDial {
  readonly reference: string;
  readonly deadlineMs: number;
  /** As the person wrote it. */
  readonly waited: string;
  readonly options: CallOptions & { readonly signal: AbortSignal };
}

/**
 * The call that an accepted dial has become; undefined for a switch that cannot tell.
 *
 * @throws SwitchError of `findCall`; `TIMED_OUT` or `ABORTED` of the dial when it is given up, as a phone may ring all the same.
 */
export async function waitForCall(
  phone: PhoneSwitch,
  { reference, deadlineMs, waited, options }: AwaitedDial,
): Promise<CallReference | undefined> {
  if (!supports(phone, 'call.status')) return undefined;
  const endsAtMs = systemClock.monotonicMs() + deadlineMs;
  for (;;) {
    const call = await phone.findCall(reference, options);
    if (call !== undefined) return call;
    const remainingMs = endsAtMs - systemClock.monotonicMs();
    if (remainingMs <= 0) throw notSeen(reference, waited, deadlineMs);
    if ((await sleep(systemClock, Math.min(ASK_EVERY_MS, remainingMs), options.signal)) === 'aborted') throw givenUp(reference);
  }
}

function notSeen(reference: string, waited: string, deadlineMs: number): SwitchError {
  return new SwitchError(
    'TIMED_OUT',
    { deadlineMs },
    {
      operation: 'makeCall',
      effect: 'unknown',
      message: `The switch took the dial, and no call of it was seen within ${waited}. Its reference is ${reference}.`,
      hint: 'Look at the agent’s screen before dialling again: it may be closed, or show why the number was not dialled.',
    },
  );
}

function givenUp(reference: string): SwitchError {
  const message = `Given up waiting for the call. The dial's reference is ${reference}.`;
  return new SwitchError('ABORTED', {}, { operation: 'makeCall', effect: 'unknown', message });
}
