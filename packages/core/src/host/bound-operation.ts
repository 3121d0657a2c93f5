import type { UnknownOutcomeReason } from '../errors/error-details.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Interruption, onInterruption } from '../runtime/interruption.ts';

/**
 * How long a driver that minds its deadline has to say precisely how it ended, in milliseconds, before the host
 * gives up on it.
 */
const GRACE_MS = 40;

/** What bounds an operation. */
export interface OperationBounds {
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The vendor's own outcome, or an error when it neither settles by the deadline nor minds the signal: no driver,
 * however it hangs, keeps a caller waiting.
 */
export function boundOperation<T>(bounds: OperationBounds, work: () => Promise<T>): Promise<T> {
  const { clock, deadlineMs, signal } = bounds;
  return new Promise((resolve, reject) => {
    let stopGrace: (() => void) | undefined;
    const stopWatch = onInterruption({ clock, ms: deadlineMs, signal }, (why) => {
      stopGrace = clock.setTimer(GRACE_MS, () => reject(interrupted(why)));
    });
    const stop = (): void => {
      stopWatch();
      stopGrace?.();
    };
    // In an async function of its own: a driver may throw before it returns a promise, or return none.
    void (async () => work())().then(resolve, reject).finally(stop);
  });
}

function interrupted(why: Interruption): SwitchError {
  const message = 'The driver did not settle in time; what it did is not known.';
  return why === 'aborted' ? new SwitchError('ABORTED', {}, { message }) : new SwitchError('TIMED_OUT', {}, { message });
}

/** The reason that an error of another code gives for not knowing the outcome. */
export function unknownReason(error: SwitchError): UnknownOutcomeReason {
  switch (error.code) {
    case 'TIMED_OUT':
      return 'timed_out';
    case 'ABORTED':
      return 'aborted';
    case 'UNREACHABLE':
      return 'connection_lost';
    case 'CONTRACT_VIOLATED':
      return 'unreadable_answer';
    case 'INTERNAL':
      return 'driver_failed';
    default:
      return 'upstream_error';
  }
}
