import {
  type Authorisation,
  type HttpAnswer,
  type Operation,
  type RequestKind,
  type SentRequest,
  readJsonBody,
  SwitchError,
  toAnswerError,
} from '@elasticfunnels/switch-core';
import { brokenContract } from './broken-contract.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';

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
  const error = toAnswerError({
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
  // Nothing is left to go by but what was sent.
  if (error.code !== 'REJECTED' || error.vendorMessage !== undefined || Object.keys(body).length === 0) return error;
  const hint = `The service gives no reason. Compare the fields that were sent with those it expects: ${Object.keys(body).join(', ')}.`;
  return SwitchError.retold(error, { hint });
}

/** The error for a 2xx without `success` whose body says by a field that it failed: nobody may call that done. */
export function toContradiction(
  request: FailedRequest,
  answer: HttpAnswer,
  field: string,
  services: { readonly authorisation: Authorisation; readonly now: Date },
): SwitchError {
  const { vendorMessage } = toMiddlewareError(request, answer, readErrorBody(readJsonBody(answer)), services);
  const found = `its field ${field} says that it failed, and it has no success`;
  const { operation, kind } = request;
  return brokenContract({ operation, kind, answer, reason: 'unexpected_shape', found, vendorMessage });
}

/** A path as an operator may see it: a brand may have put a key into the query. */
export function showPath(path: string): string {
  return path.replace(/\?.*/, '');
}
