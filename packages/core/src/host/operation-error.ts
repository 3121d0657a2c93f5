import { SwitchError, type SwitchErrorContext } from '../errors/switch-error.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import { unknownReason } from './bound-operation.ts';

/**
 * Whatever an operation threw, as the one error that callers see: with its context, and `OUTCOME_UNKNOWN` whenever
 * a dial or a transfer may have taken effect.
 */
export function toOperationError(thrown: unknown, operation: Operation, context: SwitchErrorContext): SwitchError {
  const error = SwitchError.is(thrown) ? thrown : new SwitchError('INTERNAL', {}, { cause: thrown });
  const told = { ...context, operation };
  // Whatever a driver says beside it: an outcome that nobody knows is not known to have had no effect.
  if (error.code === 'OUTCOME_UNKNOWN') return SwitchError.retold(error, { ...told, effect: 'unknown', retryable: false });
  const leavesDoubt = error.effect === 'unknown' && !OPERATIONS[operation].idempotent;
  if (!leavesDoubt) return SwitchError.retold(error, told);
  return new SwitchError(
    'OUTCOME_UNKNOWN',
    { reason: unknownReason(error) },
    {
      ...told,
      cause: error,
      message: `${error.message} Nobody can tell whether it took effect.`,
      vendorMessage: error.vendorMessage,
    },
  );
}
