import {
  type Authorisation,
  type HttpAnswer,
  type Operation,
  type RequestKind,
  type SentRequest,
  type SwitchError,
  toAnswerError,
} from '@elasticfunnels/switch-core';
import type { ErrorBody } from './error-body.ts';

/** The request that was answered with a failure. */
export interface FailedRequest {
  readonly operation: Operation;
  /** As the operation does, unless given. */
  readonly kind?: RequestKind;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly sent?: SentRequest | undefined;
}

/** The fields that hold people's numbers. */
const PEOPLE: readonly string[] = ['destination', 'target_extension'];

/** The error that an answer of the middleware means. */
export function toMiddlewareError(
  { operation, kind, path, body, sent }: FailedRequest,
  answer: HttpAnswer,
  { message, code, unknownReason, fromService }: ErrorBody,
  { authorisation, now }: { readonly authorisation: Authorisation; readonly now: Date },
): SwitchError {
  return toAnswerError({
    operation,
    kind,
    path: showPath(path),
    answer,
    sent,
    code,
    unknownReason,
    fromService,
    vendorMessage: message,
    namesCall: 'call_id' in body,
    fieldsSent: Object.keys(body),
    peopleSent: PEOPLE.map((field) => body[field]).filter((value) => typeof value === 'string'),
    authorisation,
    now,
  });
}

/** A path as an operator may see it: a brand may have put a key into the query. */
export function showPath(path: string): string {
  return path.replace(/\?.*/, '');
}
