import {
  type HttpAnswer,
  type HttpTransport,
  Secret,
  signDelivery,
  SwitchError,
  systemClock,
  TransportFailure,
  UndiciTransport,
} from '@elasticfunnels/switch-core';
import { parseDuration } from '../cli/duration.ts';
import { readNetworkPolicy } from '../cli/network.ts';
import { oneLine, toJsonLine } from '../cli/one-line.ts';
import { styled, type Terminal } from '../cli/terminal.ts';
import { untilInterrupted } from '../cli/until-interrupted.ts';
import { UsageError } from '../cli/usage-error.ts';
import { describeNoAnswer } from './describe-no-answer.ts';
import { judgeAnswers, type Verdict } from './judge-answer.ts';
import type { PopFlags } from './pop-command.ts';
import { type PlannedPop, planPop } from './pop-plan.ts';
import { printable } from './printable.ts';
import { readSecretVariable } from './read-secret-variable.ts';

/** Sends one screen pop, and tells what the answer means: 0 when it is the one to be expected, else 1. @throws UsageError */
export async function runPop(terminal: Terminal, flags: PopFlags): Promise<0 | 1> {
  const url = readUrl(flags.to);
  const secret = readSecretVariable(terminal, '--secret-env', flags.secretEnv);
  const timeoutMs = parseDuration(flags.deadline ?? '10s');
  const pop = planPop(flags, secret, systemClock.now());
  const headers = sign(pop, flags.secretEnv);
  const transport = openTransport(terminal, flags);
  const startedAt = systemClock.monotonicMs();
  try {
    const answers: HttpAnswer[] = [];
    const verdict = await untilInterrupted((signal) => send(transport, pop, { url, headers, timeoutMs, signal, answers }));
    const durationMs = Math.round(systemClock.monotonicMs() - startedAt);
    tell(terminal, { flags, pop, answers, verdict, durationMs });
    return verdict.asExpected ? 0 : 1;
  } finally {
    await transport.close();
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new UsageError('--to must be a URL with http:// or https://.');
  if (url.username !== '' || url.password !== '') throw new UsageError('--to must have no username and no password in it.');
  return url;
}

function sign({ id, signedAt, body, secret }: PlannedPop, variable: string): Readonly<Record<string, string>> {
  try {
    return signDelivery(new Secret(secret), { id, timestamp: signedAt, body });
  } catch (error) {
    if (!SwitchError.has(error, 'ARGUMENT_INVALID')) throw error;
    const [issue] = error.details.issues;
    throw new UsageError(`The secret in ${variable} ${issue?.message ?? 'is none'}.`);
  }
}

function openTransport(terminal: Terminal, flags: PopFlags): HttpTransport {
  try {
    return new UndiciTransport({ policy: readNetworkPolicy(terminal, flags) });
  } catch (error) {
    if (!SwitchError.has(error, 'CONFIG_INVALID')) throw error;
    throw new UsageError(`--allow-address: ${error.details.issues.map(({ message }) => message).join('; ')}.`);
  }
}

interface Sending {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly answers: HttpAnswer[];
}

async function send(transport: HttpTransport, pop: PlannedPop, sending: Sending): Promise<Verdict> {
  const { url, headers, timeoutMs, signal, answers } = sending;
  const whole = { 'content-type': 'application/json', 'user-agent': 'elasticfunnels-phone-switch', ...headers };
  try {
    const ask = (): Promise<HttpAnswer> =>
      transport.request({ method: 'POST', url, headers: whole, body: pop.body, timeoutMs, signal });
    const first = await ask();
    answers.push(first);
    if (pop.attempts === 2) answers.push(await ask());
    return judgeAnswers(pop.expected, [first, ...answers.slice(1)]);
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
    return describeNoAnswer(error);
  }
}

interface Told {
  readonly flags: PopFlags;
  readonly pop: PlannedPop;
  readonly answers: readonly HttpAnswer[];
  readonly verdict: Verdict;
  readonly durationMs: number;
}

function tell(terminal: Terminal, { flags, pop, answers, verdict, durationMs }: Told): void {
  const { callId, customerNumber, agent, id } = pop;
  const { event, direction, fault, json } = flags;
  if (json === true) {
    const sent = { webhookId: id, event, direction, callId, customerNumber, agent, fault };
    const result = { ...verdict, statuses: answers.map(({ status }) => status), sent, durationMs };
    terminal.stdout.write(`${toJsonLine({ ok: verdict.asExpected, operation: 'pop', result })}\n`);
    return;
  }
  const statuses = answers.length === 0 ? '' : `HTTP ${answers.map(({ status }) => status).join(' and ')}: `;
  const whom = agent === undefined ? 'the queue' : `agent ${printable(agent)}`;
  const lines = [
    `${markOf(terminal, verdict)} ${statuses}${oneLine(verdict.says)}. (${durationMs} ms)`,
    `  Sent: ${event}, ${direction}, call ${printable(callId)}, customer ${printable(customerNumber)}, for ${whom}; webhook-id ${id}`,
    ...(verdict.next === undefined ? [] : [`  Next: ${oneLine(verdict.next)}`]),
  ];
  terminal.stdout.write(`${lines.join('\n')}\n`);
}

/** A tick claims no more than is known. */
function markOf(terminal: Terminal, { asExpected, proven }: Verdict): string {
  if (!asExpected) return styled(terminal, 'red', '✗');
  return proven ? styled(terminal, 'green', '✓') : styled(terminal, 'yellow', '!');
}
