import {
  type CallOptions,
  type Clock,
  Deadline,
  OPERATIONS,
  type Operation,
  sleep,
  SwitchError,
} from '@elasticfunnels/switch-core';

/** An agent's screen looks for commands once a second (check_for_conf_calls in vicidial.php): asking faster is no use for long. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 1_000;
const GROWTH = 1.6;

/** One operation under way: it may take several requests, and waits between them, all within one deadline. */
export class Undertaking {
  readonly operation: Operation;
  readonly #given: CallOptions;
  readonly #clock: Clock;
  readonly #deadline: Deadline;

  constructor(operation: Operation, clock: Clock, given: CallOptions = {}) {
    this.operation = operation;
    this.#given = given;
    this.#clock = clock;
    this.#deadline = new Deadline(clock, given.deadlineMs ?? OPERATIONS[operation].deadlineMs);
  }

  /** The caller's options for the next request, with what is left of the time. */
  get options(): CallOptions {
    const { signal, correlationId } = this.#given;
    return {
      deadlineMs: this.#deadline.remainingMs(),
      ...(signal === undefined ? {} : { signal }),
      ...(correlationId === undefined ? {} : { correlationId }),
    };
  }

  /** In milliseconds. */
  get remainingMs(): number {
    return this.#deadline.remainingMs();
  }

  /**
   * Asks until there is an answer; undefined when the time is over, but for `reserveMs` that something else still needs.
   *
   * @throws SwitchError of `ask`, or `ABORTED`.
   */
  async waitFor<T>(ask: () => Promise<T | undefined>, reserveMs = 0): Promise<T | undefined> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * GROWTH)) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      // What is left after the wait must be enough to ask once more.
      if (waitMs + FIRST_WAIT_MS >= this.#deadline.remainingMs() - reserveMs) return undefined;
      if ((await sleep(this.#clock, waitMs, this.#given.signal)) === 'aborted') {
        throw new SwitchError('ABORTED', {}, { effect: 'none', message: 'Given up while waiting for an agent’s screen.' });
      }
    }
  }

  /** Does what follows a command: however that fails, the command may have been carried out. */
  async afterCommand<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!SwitchError.is(error)) throw error;
      throw SwitchError.retold(error, { effect: 'unknown' });
    }
  }
}
