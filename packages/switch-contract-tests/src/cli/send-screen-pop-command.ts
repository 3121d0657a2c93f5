import { randomUUID } from 'node:crypto';
import { SwitchError } from '@elasticfunnels/switch-core';
import { screenPopMessage } from '@elasticfunnels/switch-five9';
import { draftScreenPop, sendScreenPop } from '../screen-pop/send-screen-pop.ts';
import { readWebhookSecret, WebhookSecretError } from '../screen-pop/webhook-secret.ts';
import { excerpt } from '../verify/rules/rule.ts';
import { isAnswer, type WireAnswer } from '../verify/wire/send-request.ts';
import type { ExitCode } from './exit-code.ts';
import { readMilliseconds, readVariable } from './read-target.ts';
import { printLine, styled, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** The flags of `send-screen-pop`. */
export interface SendScreenPopFlags {
  readonly to: string;
  readonly secretEnv: string;
  readonly sharedSecretHeader?: string;
  readonly event: string;
  readonly from?: string;
  readonly agent?: string;
  readonly callId?: string;
  readonly id?: string;
  readonly timeout?: string;
}

/** `send-screen-pop`: one signed screen pop to a webhook, and what its answer means. */
export async function runSendScreenPop(terminal: Terminal, flags: SendScreenPopFlags): Promise<ExitCode> {
  const to = URL.parse(flags.to);
  if (to === null || !/^https?:$/.test(to.protocol)) throw new UsageError('--to must be an absolute http or https URL.');
  const secret = readSecret(terminal, flags);
  const timeoutMs = readMilliseconds('--timeout', flags.timeout, 10_000);
  const { id = randomUUID(), from, agent, callId, event } = flags;
  const message = screenPopMessage.safeParse({ ...draftScreenPop({ event: 'call.ringing', id, callId, from, agent }), event });
  if (!message.success) throw new UsageError(describeFlags(message.error.issues));
  const header = flags.sharedSecretHeader?.toLowerCase();
  const shared = header === undefined ? {} : { sharedSecretHeader: header };
  const end = await sendScreenPop({ to, secret, id, message: message.data, timeoutMs, ...shared }).catch((error: unknown) => {
    if (SwitchError.has(error, 'ARGUMENT_INVALID')) throw new UsageError(error.message);
    throw error;
  });
  printLine(terminal, `${event} of call ${message.data.call_id}, delivery ${id}`);
  if (!isAnswer(end)) {
    printLine(terminal, `${styled(terminal, 'red', '✗')} No answer: ${end.reason}.`);
    return 3;
  }
  const { exitCode, meaning } = interpret(end);
  const mark = exitCode === 0 ? styled(terminal, 'green', '✓') : styled(terminal, 'red', '✗');
  printLine(terminal, `${mark} HTTP ${end.status}: ${meaning}`);
  if (end.body !== '') printLine(terminal, `  ${excerpt(end.body)}`);
  return exitCode;
}

function readSecret(terminal: Terminal, { secretEnv, sharedSecretHeader }: SendScreenPopFlags): string {
  const text = readVariable(terminal, '--secret-env', secretEnv);
  try {
    return readWebhookSecret(text, sharedSecretHeader).text;
  } catch (error) {
    if (!(error instanceof WebhookSecretError)) throw error;
    throw new UsageError(`--secret-env: what is in ${secretEnv} ${error.message}.`);
  }
}

function describeFlags(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const named = issues.map(({ path, message }) => `--${path[0] === 'call_id' ? 'call-id' : String(path[0])}: ${message}`);
  return named.join('; ');
}

function interpret({ status, headers }: WireAnswer): { readonly exitCode: ExitCode; readonly meaning: string } {
  if (status >= 200 && status <= 299) return { exitCode: 0, meaning: 'taken, now or when the same delivery came before.' };
  if (status === 401)
    return { exitCode: 4, meaning: 'not believed: the secret, the signature or the clock. Sending it again changes nothing.' };
  if (status === 404) return { exitCode: 1, meaning: 'there is no webhook at this path, or no such brand.' };
  const transient = [408, 409, 425, 429].includes(status) || status >= 500;
  if (!transient) return { exitCode: 1, meaning: 'refused: sending it again changes nothing.' };
  const retryAfter = headers['retry-after'];
  return {
    exitCode: 1,
    meaning: `not taken: send it again with --id${retryAfter === undefined ? '' : `, after ${retryAfter} s`}.`,
  };
}
