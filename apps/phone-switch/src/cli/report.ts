import { findTroubleshootingRow, SwitchError } from '@elasticfunnels/switch-core';
import { GaveUpWaiting } from '../operations/gave-up-waiting.ts';
import { exitCodeOf } from './exit-code.ts';
import { linkToTroubleshooting } from './link-to-troubleshooting.ts';
import { oneLine, toJsonLine } from './one-line.ts';
import { write } from './output.ts';
import { styled, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** How an operation failed. */
export interface Failure {
  readonly operation: string;
  readonly failure: unknown;
  /** The command that finds out more. */
  readonly doctor?: string | undefined;
}

/** What an operation came to. */
export type Outcome = { readonly operation: string; readonly result: object; readonly lines: readonly string[] } | Failure;

/** Prints an outcome: one JSON object on stdout, or a few lines for a person; on stderr what stdout does not take. */
export async function report(terminal: Terminal, outcome: Outcome, json: boolean): Promise<void> {
  const text = json ? `${toJsonLine(toJson(outcome))}\n` : describe(terminal, outcome);
  if (!json && 'failure' in outcome) await write(terminal.stderr, text);
  else if (!(await write(terminal.stdout, text))) await write(terminal.stderr, text);
}

function toJson(outcome: Outcome): object {
  const { operation } = outcome;
  if ('failure' in outcome) return { ok: false, operation, error: toErrorJson(outcome.failure) };
  return { ok: true, operation, result: outcome.result };
}

function toErrorJson(failure: unknown): object {
  if (SwitchError.is(failure)) return failure.toJSON();
  const usage = failure instanceof UsageError;
  return {
    code: usage ? 'ARGUMENT_INVALID' : 'INTERNAL',
    message: failure instanceof Error ? failure.message : 'The command failed.',
    effect: usage ? 'none' : 'unknown',
    retryable: false,
    hint: usage ? 'See --help.' : 'Run again with --verbose and report what it prints.',
    details: {},
  };
}

function describe(terminal: Terminal, outcome: Outcome): string {
  const lines = 'failure' in outcome ? describeFailure(terminal, outcome) : outcome.lines;
  return `${lines.join('\n')}\n`;
}

const EFFECTS = {
  none: 'nothing happened on the switch',
  applied: 'the switch did it',
  unknown: 'nobody can tell what the switch did',
} as const;

function describeFailure(terminal: Terminal, { operation, failure, doctor }: Failure): readonly string[] {
  const { stderr } = terminal;
  const cross = styled(terminal, 'red', '✗', stderr);
  if (!SwitchError.is(failure)) {
    return [`${cross} ${failure instanceof Error ? oneLine(failure.message) : 'The command failed.'}`];
  }
  const issues = 'issues' in failure.details ? failure.details.issues : [];
  const { correlationId } = failure;
  return [
    `${cross} ${styled(terminal, 'bold', `${operation} failed: ${failure.code}`, stderr)}`,
    ...(issues.length === 0
      ? [`  ${oneLine(failure.message)}`]
      : issues.map(({ path, message }) => `  - ${oneLine(`${path === '' ? '' : `${path} `}${message}`)}`)),
    `  Effect: ${failure.effect} (${EFFECTS[failure.effect]}).`,
    `  Next:   ${oneLine(failure.hint)}`,
    ...(doctor === undefined ? [] : [`  Or:     ${oneLine(doctor)}`]),
    ...describeRow(failure),
    ...(correlationId === undefined ? [] : [styled(terminal, 'dim', `  Correlation id: ${oneLine(correlationId)}`, stderr)]),
  ];
}

function describeRow(failure: SwitchError): readonly string[] {
  // Given up by the person who reads it, and without an effect: there is no trouble to look for.
  if (failure.code === 'ABORTED' && exitCodeOf(failure) !== 3) return [];
  const row = failure instanceof GaveUpWaiting ? failure.row : findTroubleshootingRow(failure);
  return [`  See:    ${linkToTroubleshooting(row)}`];
}
