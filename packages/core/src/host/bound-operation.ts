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
 * Gives the vendor's own outcome, or an error when it neither settles by the deadline nor minds the signal: no driver,
 * however it hangs, keeps a caller waiting.
 *
 * It may stand around several pieces of work of one operation, one inside the other: they share a deadline, and so one timer.
 */
export class OperationBound {
  readonly #bounds: OperationBounds;
  /** What gives up on each piece; one that has settled does not notice. */
  #giveUp: readonly ((reason: SwitchError) => void)[] = [];
  #unsettled = 0;
  #stop: () => void = () => {};

  constructor(bounds: OperationBounds) {
    this.#bounds = bounds;
  }

  /**
   * The result of `work`, as `check` lets it pass.
   *
   * @throws SwitchError when the work neither settles by the deadline nor minds the signal.
   */
  run<T>(work: () => Promise<T>, check?: (result: T) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#begin(reject);
      const settle = (result: T): void => {
        this.#end();
        try {
          resolve(check === undefined ? result : check(result));
        } catch (thrown) {
          reject(thrown);
        }
      };
      const fail = (thrown: unknown): void => {
        this.#end();
        reject(thrown);
      };
      try {
        // A driver may throw before it returns a promise, or return none.
        Promise.resolve(work()).then(settle, fail);
      } catch (thrown) {
        fail(thrown);
      }
    });
  }

  #begin(giveUp: (reason: SwitchError) => void): void {
    this.#giveUp = [...this.#giveUp, giveUp];
    if (this.#unsettled === 0) this.#stop = this.#watch();
    this.#unsettled += 1;
  }

  #end(): void {
    this.#unsettled -= 1;
    if (this.#unsettled === 0) this.#stop();
  }

  #watch(): () => void {
    const { clock, deadlineMs, signal } = this.#bounds;
    return onInterruption({ clock, ms: deadlineMs, signal }, (why) => {
      this.#stop = clock.setTimer(GRACE_MS, () => {
        for (const giveUp of this.#giveUp) giveUp(interrupted(why));
      });
    });
  }
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
