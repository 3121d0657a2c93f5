import { type HttpAnswer, OPERATIONS, type Operation, type RequestKind, SwitchError } from '@elasticfunnels/switch-core';

export type BrokenContractReason = 'not_json' | 'unexpected_shape';

/** What a 2xx that breaks the contract said. */
export interface BrokenContract {
  readonly operation: Operation;
  /** As the operation does, unless given. */
  readonly kind?: RequestKind | undefined;
  readonly answer: HttpAnswer;
  readonly reason: BrokenContractReason;
  /** What was found, for a person: the rest of a sentence, and safe to show. */
  readonly found: string;
  /** The service's own words, safe to show. */
  readonly vendorMessage?: string | undefined;
}

/** A 2xx that breaks the contract: for a command that rings a phone, nobody can tell what it did. */
export function brokenContract({ operation, kind, answer, reason, found, vendorMessage }: BrokenContract): SwitchError {
  const details = { httpStatus: answer.status };
  const said = vendorMessage === undefined ? '' : ` It said: ${vendorMessage}`;
  const message = `The service answered ${operation} with HTTP ${answer.status}, but ${found}.`;
  if (kind === 'question' || OPERATIONS[operation].idempotent) {
    const options = { operation, message: `${message}${said}`, vendorMessage };
    const effect = kind === 'question' ? ({ effect: 'none' } as const) : {};
    return new SwitchError('CONTRACT_VIOLATED', { reason, ...details }, { ...options, ...effect });
  }
  return new SwitchError(
    'OUTCOME_UNKNOWN',
    { reason: 'unreadable_answer', ...details },
    { operation, message: `${message} Nobody can tell whether it took effect.${said}`, vendorMessage },
  );
}
