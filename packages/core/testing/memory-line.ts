import {
  type CallOptions,
  type Clock,
  type Operation,
  OPERATIONS,
  SwitchError,
  type UnknownOutcomeReason,
} from '@elasticfunnels/switch-core';
import type { MemoryTrouble, MemoryWorld } from './memory-world.ts';

/**
 * The way between the in-memory driver and its switch, where things go wrong: before a command has arrived it did
 * nothing, after that nobody can tell.
 */
export class MemoryLine {
  readonly #world: MemoryWorld;
  readonly #clock: Clock;

  constructor(world: MemoryWorld, clock: Clock) {
    this.#world = world;
    this.#clock = clock;
  }

  /** @throws SwitchError of the command, or of the trouble that the way is in. */
  async carry<T>(operation: Operation, options: CallOptions, command: () => T): Promise<T> {
    await Promise.resolve();
    if (options.signal?.aborted === true) {
      throw new SwitchError('ABORTED', {}, { effect: 'none', message: 'Given up before anything was sent.' });
    }
    const trouble = this.#world.meetTrouble();
    const refusal = findRefusal(trouble, operation);
    if (refusal !== undefined) throw refusal;
    const result = command();
    await Promise.resolve();
    const doubt = trouble === 'slow' ? await this.#wait(operation, options) : DOUBTS[trouble ?? 'none'];
    if (doubt !== undefined) throw toDoubtError(operation, doubt);
    return result;
  }

  #wait(operation: Operation, { signal, deadlineMs }: CallOptions): Promise<UnknownOutcomeReason> {
    return new Promise((resolve) => {
      const cancelTimer = this.#clock.setTimer(deadlineMs ?? OPERATIONS[operation].deadlineMs, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve('timed_out');
      });
      const onAbort = (): void => {
        cancelTimer();
        resolve('aborted');
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted === true) onAbort();
    });
  }
}

const DOUBTS: Readonly<Partial<Record<MemoryTrouble | 'none', UnknownOutcomeReason>>> = {
  'lose-answer': 'connection_lost',
  'server-error': 'upstream_error',
  'garbled-answer': 'unreadable_answer',
};

function findRefusal(trouble: MemoryTrouble | undefined, operation: Operation): SwitchError | undefined {
  switch (trouble) {
    case 'unreachable':
      return new SwitchError('UNREACHABLE', {
        stage: 'connect',
        host: 'memory',
        reason: 'the in-memory switch is made unreachable',
      });
    case 'bad-credentials':
      return new SwitchError('UNAUTHENTICATED', { schemeSent: 'Bearer' });
    case 'rate-limit-once':
      return new SwitchError('RATE_LIMITED', { retryAfterSeconds: 1 });
    case 'refuse-before-dial':
      if (operation !== 'makeCall') return undefined;
      return new SwitchError('REJECTED', {}, { vendorMessage: 'The in-memory switch is made to refuse dials.' });
    default:
      return undefined;
  }
}

function toDoubtError(operation: Operation, reason: UnknownOutcomeReason): SwitchError {
  if (!OPERATIONS[operation].idempotent) return new SwitchError('OUTCOME_UNKNOWN', { reason });
  switch (reason) {
    case 'timed_out':
      return new SwitchError('TIMED_OUT', {});
    case 'aborted':
      return new SwitchError('ABORTED', {});
    case 'unreadable_answer':
      return new SwitchError('CONTRACT_VIOLATED', { reason: 'not_json' });
    default:
      return new SwitchError('UPSTREAM_FAILED', {});
  }
}
