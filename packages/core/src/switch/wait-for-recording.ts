import type { CallReference } from '../call/call-reference.ts';
import type { RecordingResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { Deadline, sleep } from '../runtime/interruption.ts';
import { OPERATIONS } from './operation.ts';
import type { SwitchOperations } from './phone-switch.ts';
import { checkWait } from './request-schemas.ts';

/** How long to wait for a recording, and who is told meanwhile. */
export interface WaitForRecordingOptions {
  /** In all, in milliseconds: from 0, which asks once, to 2147483647. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly correlationId?: string | undefined;
  readonly clock?: Clock | undefined;
  /** Told after each answer that the recording is not ready. */
  readonly onPending?: ((progress: { readonly waitedMs: number; readonly nextTryInMs: number }) => void) | undefined;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Asks for a recording until it is there, there will be none, or the time is over: then the last answer, `pending`.
 *
 * @throws SwitchError of `getCallRecordingUrl`, `ABORTED`, or `ARGUMENT_INVALID` for a deadline that is none.
 */
export async function waitForRecording(
  phone: Pick<SwitchOperations, 'getCallRecordingUrl'>,
  call: CallReference,
  options: WaitForRecordingOptions,
): Promise<RecordingResult> {
  const { clock = systemClock, deadlineMs, signal, correlationId, onPending } = checkWait(options);
  const deadline = new Deadline(clock, deadlineMs);
  let last: RecordingResult | undefined;
  for (let attempt = 0; ; attempt += 1) {
    // No try outlasts the whole wait, nor one try the time that the operation has by itself. Without any time to
    // wait there is still the one question.
    const triesForMs = Math.min(deadline.remainingMs(), OPERATIONS.getCallRecordingUrl.deadlineMs);
    const asking = phone.getCallRecordingUrl(call, {
      ...(triesForMs > 0 ? { deadlineMs: triesForMs } : {}),
      ...(signal === undefined ? {} : { signal }),
      ...(correlationId === undefined ? {} : { correlationId }),
    });
    const result = await asking.catch((error: unknown) => {
      // The time is over in the middle of a try: what the one before it said still holds.
      if (last !== undefined && SwitchError.has(error, 'TIMED_OUT') && deadline.remainingMs() === 0) return last;
      throw error;
    });
    last = result;
    if (result.status !== 'pending') return result;
    const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 1.5 ** attempt);
    // Not at once, even when the switch says 0: that would be a loop as fast as the network.
    const waitMs = result.retryAfterSeconds === undefined ? backoffMs : Math.max(FIRST_WAIT_MS, result.retryAfterSeconds * 1000);
    // Said so that what is no number ends the wait as well.
    if (!(waitMs < deadline.remainingMs())) return result;
    onPending?.({ waitedMs: deadlineMs - deadline.remainingMs(), nextTryInMs: waitMs });
    if ((await sleep(clock, waitMs, signal)) === 'aborted') {
      throw new SwitchError('ABORTED', {}, { effect: 'none', message: 'Given up waiting for the recording.' });
    }
  }
}
