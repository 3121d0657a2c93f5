import type { Deadline } from '../runtime/interruption.ts';
import type { CallOptions } from '../switch/requests.ts';

/** The caller's options with everything filled in. */
export type FullOptions = CallOptions & { readonly deadlineMs: number; readonly correlationId: string };

/**
 * What a driver gets as its options: `deadlineMs` is what is left at the moment of reading, as a driver may send several
 * requests for one operation.
 *
 * A property of each instance, so that a driver that spreads its options copies it as well. As a getter in a literal it
 * would be a function and a hidden class of its own for each operation, which takes three times as long (0.67 µs).
 */
class OperationOptions implements CallOptions {
  static readonly #LEFT: PropertyDescriptor & ThisType<OperationOptions> = {
    get() {
      return this.#deadline.remainingMs();
    },
    enumerable: true,
    configurable: true,
  };
  readonly #deadline: Deadline;
  readonly correlationId: string;
  declare readonly deadlineMs: number;
  declare idempotencyKey?: string;
  declare idempotencyKeyIsNew?: true | undefined;

  constructor(given: CallOptions, correlationId: string, deadline: Deadline) {
    Object.assign(this, given);
    this.#deadline = deadline;
    this.correlationId = correlationId;
    Object.defineProperty(this, 'deadlineMs', OperationOptions.#LEFT);
  }
}

/** `idempotencyKey` is left out where it is undefined. */
export function fillInOptions(
  given: CallOptions,
  filled: { readonly correlationId: string; readonly idempotencyKey: string | undefined; readonly deadline: Deadline },
): FullOptions {
  const options = new OperationOptions(given, filled.correlationId, filled.deadline);
  if (filled.idempotencyKey === undefined) return options;
  options.idempotencyKey = filled.idempotencyKey;
  options.idempotencyKeyIsNew = given.idempotencyKey === undefined ? true : undefined;
  return options;
}
