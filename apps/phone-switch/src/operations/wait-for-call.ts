import {
  type CallOptions,
  type CallReference,
  type PhoneSwitch,
  sleep,
  SwitchError,
  supports,
  systemClock,
} from '@elasticfunnels/switch-core';
import { GaveUpWaiting } from './gave-up-waiting.ts';

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
 * @throws SwitchError of the dial, effect `unknown`: a phone may ring, whether looking for the call fails or is given up.
 */
export async function waitForCall(
  phone: PhoneSwitch,
  { reference, deadlineMs, waited, options }: AwaitedDial,
): Promise<CallReference | undefined> {
  if (!supports(phone, 'call.status')) return undefined;
  const endsAtMs = systemClock.monotonicMs() + deadlineMs;
  for (;;) {
    const { call, failure } = await look(() => phone.findCall(reference, options));
    if (call !== undefined) return call;
    if (failure !== undefined && !failure.retryable)
      throw failure.code === 'ABORTED' ? givenUp(reference) : notFound(reference, failure);
    const remainingMs = endsAtMs - systemClock.monotonicMs();
    if (remainingMs <= 0) throw failure === undefined ? notSeen(reference, waited, deadlineMs) : notFound(reference, failure);
    if ((await sleep(systemClock, Math.min(ASK_EVERY_MS, remainingMs), options.signal)) === 'aborted') throw givenUp(reference);
  }
}

async function look(
  find: () => Promise<CallReference | undefined>,
): Promise<{ readonly call?: CallReference | undefined; readonly failure?: SwitchError }> {
  try {
    return { call: await find() };
  } catch (error) {
    if (SwitchError.is(error)) return { failure: error };
    throw error;
  }
}

function notFound(reference: string, failure: SwitchError): SwitchError {
  return SwitchError.retold(failure, {
    operation: 'makeCall',
    effect: 'unknown',
    message: `The switch took the dial, and looking for its call failed: ${failure.message} Its reference is ${reference}.`,
    hint: `Do not dial again before you have looked at the agent’s screen. ${failure.hint}`,
  });
}

function notSeen(reference: string, waited: string, deadlineMs: number): SwitchError {
  return new GaveUpWaiting(deadlineMs, 'nobody-knows-whether-the-call-was-placed', {
    operation: 'makeCall',
    effect: 'unknown',
    message: `The switch took the dial, and no call of it was seen within ${waited}. Its reference is ${reference}.`,
    hint: 'Look at the agent’s screen before dialling again: it may be closed, or show why the number was not dialled.',
  });
}

function givenUp(reference: string): SwitchError {
  const message = `Given up waiting for the call. The dial's reference is ${reference}.`;
  return new SwitchError('ABORTED', {}, { operation: 'makeCall', effect: 'unknown', message });
}
