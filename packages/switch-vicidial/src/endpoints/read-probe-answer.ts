import {
  type Authorisation,
  type HttpAnswer,
  type Operation,
  type ProbeFinding,
  SwitchError,
  toAnswerError,
} from '@elasticfunnels/switch-core';
import { readAnswer } from '../api/answer-grammar.ts';
import { readRefusal } from '../api/error-table.ts';

/** A function of a script that was called without effect. */
export interface ProbedFunction {
  readonly operation: Operation;
  readonly function: string;
  readonly path: string;
  readonly authorisation: Authorisation;
  /** The refusal that shows that the function was reached, and the login taken. */
  readonly expected: RegExp;
  readonly rows?: true;
}

/** What a script's answer says: the refusal that was provoked proves the script and the login. */
export function readProbeAnswer(probed: ProbedFunction, answer: HttpAnswer, now: Date): ProbeFinding {
  if (answer.status < 200 || answer.status > 299) return { status: 'failed', error: toError(probed, answer, now, {}) };
  const body = readAnswer(answer.body);
  if (body.kind === 'rows' && probed.rows === true) return { status: 'there' };
  if (body.kind === 'refused') {
    if (probed.expected.test(body.text)) return { status: 'there' };
    const { code, hint } = readRefusal(body);
    // Without the details: they may be the credentials.
    const error = toError(probed, answer, now, { code, vendorMessage: body.text });
    return { status: 'failed', error: hint === undefined ? error : SwitchError.retold(error, { hint }) };
  }
  return { status: 'failed', error: unreadable(probed, answer, body.kind === 'unreadable' ? body.found : 'something else') };
}

function toError(
  { operation, function: name, path, authorisation }: ProbedFunction,
  answer: HttpAnswer,
  now: Date,
  found: Pick<Parameters<typeof toAnswerError>[0], 'code' | 'vendorMessage'>,
): SwitchError {
  return toAnswerError({
    operation,
    kind: 'question',
    answer,
    path: `${path} (${name})`,
    fromService: found.code !== undefined,
    authorisation,
    now,
    ...found,
  });
}

function unreadable({ operation, function: name, path }: ProbedFunction, { status }: HttpAnswer, found: string): SwitchError {
  return new SwitchError(
    'CONTRACT_VIOLATED',
    { reason: 'unexpected_shape', httpStatus: status },
    {
      operation,
      effect: 'none',
      message: `${path} answered ${name} with HTTP ${status} and ${found}.`,
      hint: 'Check both URLs, and what stands before the dialler: a portal, a proxy or an error page of PHP.',
    },
  );
}
