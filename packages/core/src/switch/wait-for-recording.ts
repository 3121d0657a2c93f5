import type { CallReference } from '../call/call-reference.ts';
import type { RecordingResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { Deadline, sleep } from '../runtime/interruption.ts';
import type { SwitchOperations } from './phone-switch.ts';

/** How long to wait for a recording, and who is told meanwhile. */
export interface WaitForRecordingOptions {
  /** In all, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly correlationId?: string;
  readonly clock?: Clock;
  /** Told after each answer that the recording is not ready. */
  readonly onPending?: (progress: { readonly waitedMs: number; readonly nextTryInMs: number }) => void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Asks for a recording until it is there, there will be none, or the time is over: then the last answer, `pending`.
 *
 * @throws SwitchError of `getCallRecordingUrl`, or `ABORTED`.
 */
export async function waitForRecording(
  phone: Pick<SwitchOperations, 'getCallRecordingUrl'>,
  call: CallReference,
  options: WaitForRecordingOptions,
): Promise<RecordingResult> {
  const { clock = systemClock, deadlineMs, signal, correlationId, onPending } = options;
  const deadline = new Deadline(clock, deadlineMs);
  for (let attempt = 0; ; attempt += 1) {
    const remainingMs = Math.max(1, deadline.remainingMs());
    const result = await phone.getCallRecordingUrl(call, {
      ...(attempt === 0 ? {} : { deadlineMs: remainingMs }),
      ...(signal === undefined ? {} : { signal }),
      ...(correlationId === undefined ? {} : { correlationId }),
    });
    if (result.status !== 'pending') return result;
    const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 1.5 ** attempt);
    const waitMs = result.retryAfterSeconds === undefined ? backoffMs : result.retryAfterSeconds * 1000;
    if (waitMs >= deadline.remainingMs()) return result;
    onPending?.({ waitedMs: deadlineMs - deadline.remainingMs(), nextTryInMs: waitMs });
    if ((await sleep(clock, waitMs, signal)) === 'aborted') {
      throw new SwitchError('ABORTED', {}, { effect: 'none', message: 'Given up waiting for the recording.' });
    }
  }
}
