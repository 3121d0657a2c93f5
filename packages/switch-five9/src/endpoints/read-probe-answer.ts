import {
  type Authorisation,
  type HttpAnswer,
  maskNumbersIn,
  nameJsonType,
  type ProbeFinding,
  readJsonBody,
  SwitchError,
} from '@elasticfunnels/switch-core';
import { judgeConnectAnswer } from '../middleware/connect.ts';
import { readErrorBody } from '../middleware/error-body.ts';
import { findFailureInSuccess } from '../middleware/failure-in-success.ts';
import { isRefusal } from '../middleware/is-refusal.ts';
import { describeOverlooked, findOverlooked } from '../middleware/overlooked-fields.ts';
import { showPath, toContradiction, toMiddlewareError } from '../middleware/middleware-error.ts';

/** A command that was sent about a call that does not exist. */
export interface ProbedCommand {
  readonly operation: 'hangupCall' | 'transferCall' | 'getCallRecordingUrl';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorisation: Authorisation;
  /** Where a recording's URL is looked for. */
  readonly recordingFields?: readonly string[];
}

/** What an answer on the connect path says. */
export function readConnectAnswer(
  { path, authorisation }: { readonly path: string; readonly authorisation: Authorisation },
  answer: HttpAnswer,
  now: Date,
): ProbeFinding {
  const verdict = judgeConnectAnswer(path, answer);
  switch (verdict.kind) {
    case 'proven':
      return { status: 'there', ...remarkOn(answer) };
    case 'refused': {
      const found = readErrorBody(readJsonBody(answer));
      const error = toMiddlewareError({ operation: 'connect', path, body: {} }, answer, found, { authorisation, now });
      return { status: 'failed', error };
    }
    case 'contradicted': {
      const request = { operation: 'connect', kind: 'question', path, body: {} } as const;
      return { status: 'failed', error: toContradiction(request, answer, verdict.field, { authorisation, now }) };
    }
    case 'no_endpoint':
      return { status: 'undecided', reason: verdict.reason, row: 'the-path-is-missing-or-redirects' };
    case 'not_the_service':
      return { status: 'undecided', reason: verdict.reason, row: 'something-else-answers-than-the-service' };
  }
}

/** A success that no command could be believed by: `success` is a boolean, where it is there. */
function remarkOn(answer: HttpAnswer): { readonly remark?: string } {
  const body = readJsonBody(answer);
  const success = body.kind === 'object' ? body.value['success'] : undefined;
  if (success == null || typeof success === 'boolean') return {};
  return { remark: `answers with success as ${nameJsonType(success)} instead of a boolean` };
}

/** Answers that are not about the call: what is wrong is the way there, the credentials or the service. */
const NOT_ABOUT_THE_CALL: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CONTRACT_VIOLATED',
  'UPSTREAM_FAILED',
  'RATE_LIMITED',
  'OUTCOME_UNKNOWN',
]);

/** What the answer to a command about a call that does not exist says: a refusal, in JSON, is what proves the path. */
export function readUnknownCallAnswer(command: ProbedCommand, answer: HttpAnswer, now: Date): ProbeFinding {
  const { operation, path, body, authorisation } = command;
  const answered = readJsonBody(answer);
  if (!isRefusal(answer, answered)) {
    const field = findFailureInSuccess(answered);
    if (field === undefined) return readSuccess(command, answer);
    const error = toContradiction({ operation, kind: 'question', path, body }, answer, field, { authorisation, now });
    return { status: 'failed', error };
  }
  const found = readErrorBody(answered);
  const error = toMiddlewareError({ operation, kind: 'question', path, body }, answer, found, { authorisation, now });
  if (NOT_ABOUT_THE_CALL.has(error.code)) return { status: 'failed', error };
  if (answered.kind === 'other')
    return {
      status: 'there',
      remark: `refuses with ${authorisation.redact(answered.found)} (HTTP ${answer.status}) instead of a JSON object with a message`,
    };
  if (found.message === undefined)
    return { status: 'there', remark: `refuses without a message (HTTP ${answer.status}), so that agents read no reason` };
  if (error.code === 'CALL_ENDED')
    return { status: 'there', remark: 'says of a call that nobody knows that it has ended, which hides wrong call ids' };
  return { status: 'there' };
}

/** Nothing can have been done to a call that does not exist: whoever says so answers without asking the switch. */
function readSuccess({ operation, path, authorisation, recordingFields = [] }: ProbedCommand, answer: HttpAnswer): ProbeFinding {
  const body = readJsonBody(answer);
  const httpStatus = answer.status;
  if (body.kind === 'other') {
    const message = `${showPath(path)} answered ${operation} with HTTP ${httpStatus} and ${authorisation.redact(body.found)}.`;
    const error = new SwitchError(
      'CONTRACT_VIOLATED',
      { reason: 'not_json', httpStatus },
      { operation, message, effect: 'none' },
    );
    return { status: 'failed', error };
  }
  if (operation === 'getCallRecordingUrl' && httpStatus === 202)
    return {
      status: 'there',
      remark: 'says of a call that nobody knows that its recording is pending, which hides wrong call ids',
    };
  const overlooked = body.kind === 'object' ? findOverlooked(body.value, recordingFields) : [];
  const looked = maskNumbersIn(authorisation.redact(describeOverlooked(overlooked, recordingFields)));
  const message = `${showPath(path)} answered ${operation} with success (HTTP ${httpStatus}) for a call that does not exist.${looked}`;
  const hint = 'Have the service answer 404 with a JSON error for a call_id that the switch does not know.';
  const error = new SwitchError(
    'CONTRACT_VIOLATED',
    { reason: 'unexpected_shape', httpStatus },
    { operation, message, hint, effect: 'none' },
  );
  const row = operation === 'getCallRecordingUrl' ? 'recording-url-empty-or-invalid' : 'hangup-or-transfer-no-ops';
  return { status: 'failed', error, row };
}
