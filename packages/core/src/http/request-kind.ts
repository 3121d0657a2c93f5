import { OPERATIONS, type Operation } from '../switch/operation.ts';
import type { RequestPurpose } from './http-transport.ts';

/**
 * What one request does, where an operation takes several.
 *
 * - `question`: it changes nothing, whatever the operation. It may be repeated, and however it fails, nothing was done.
 * - `command`: it acts on whatever is there when it arrives, such as "hang up what this agent is on". Once it may have
 *   been carried out it is not repeated, not even where the operation may be: the second would find something else.
 */
export type RequestKind = 'question' | 'command';

/** Whether a request may be sent again although the one before may have been carried out. */
export function mayRepeat(operation: Operation, kind: RequestKind | undefined): boolean {
  return kind === undefined ? OPERATIONS[operation].idempotent : kind === 'question';
}

/** Whether a request that may have been carried out leaves an operation in doubt that must not be done twice. */
export function leavesDoubt(operation: Operation, kind: RequestKind | undefined): boolean {
  return kind !== 'question' && !OPERATIONS[operation].idempotent;
}

/** What depends on a request, for whoever decides which are let through to an origin that fails. */
export function purposeOf(operation: Operation, kind: RequestKind | undefined): RequestPurpose {
  if (!mayRepeat(operation, kind)) return 'once';
  return operation === 'connect' ? 'check' : 'repeatable';
}
