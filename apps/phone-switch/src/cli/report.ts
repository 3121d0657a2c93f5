import { findTroubleshootingRow, SwitchError } from '@elasticfunnels/switch-core';
import { linkToTroubleshooting } from './link-to-troubleshooting.ts';
import { styled, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What an operation came to. */
export type Outcome =
  | { readonly operation: string; readonly result: object; readonly lines: readonly string[] }
  | { readonly operation: string; readonly failure: unknown };

/** Prints an outcome: one JSON object on stdout, or a few lines for a person. */
export function report(terminal: Terminal, outcome: Outcome, json: boolean): void {
  if (json) {
    terminal.stdout.write(`${JSON.stringify(toJson(outcome))}\n`);
    return;
  }
  if ('failure' in outcome) terminal.stderr.write(describeFailure(terminal, outcome));
  else terminal.stdout.write(`${outcome.lines.join('\n')}\n`);
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

const EFFECTS = {
  none: 'nothing happened on the switch',
  applied: 'the switch did it',
  unknown: 'nobody can tell what the switch did',
} as const;

function describeFailure(
  terminal: Terminal,
  { operation, failure }: { readonly operation: string; readonly failure: unknown },
): string {
  const cross = styled(terminal, 'red', '✗');
  if (!SwitchError.is(failure)) {
    return `${cross} ${failure instanceof Error ? failure.message : 'The command failed.'}\n`;
  }
  const issues = 'issues' in failure.details ? failure.details.issues : [];
  const lines = [
    `${cross} ${styled(terminal, 'bold', `${operation} failed: ${failure.code}`)}`,
    ...(issues.length === 0
      ? [`  ${failure.message}`]
      : issues.map(({ path, message }) => `  - ${path === '' ? '' : `${path} `}${message}`)),
    `  Effect: ${failure.effect} (${EFFECTS[failure.effect]}).`,
    `  Next:   ${failure.hint}`,
    `  See:    ${linkToTroubleshooting(findTroubleshootingRow(failure))}`,
    ...(failure.correlationId === undefined ? [] : [styled(terminal, 'dim', `  Correlation id: ${failure.correlationId}`)]),
  ];
  return `${lines.join('\n')}\n`;
}
