import { createInterface } from 'node:readline/promises';
import {
  type CallReference,
  createSwitchHost,
  maskNumber,
  parseAgentExtension,
  type PhoneSwitch,
  type SwitchPlugin,
} from '@elasticfunnels/switch-core';
import type { DemoFlags } from '../cli/build-program.ts';
import { explainFailure } from '../cli/explain-failure.ts';
import { diagnosticLogger } from '../cli/logger.ts';
import { readNetworkPolicy } from '../cli/network.ts';
import { gatherSettings } from '../cli/settings.ts';
import type { Terminal } from '../cli/terminal.ts';
import { findInterruption } from '../cli/until-interrupted.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { OperationFlags } from '../operations/operation-command.ts';
import { type MainJob, prove } from './main-job.ts';

const BRAND = 'main-job';
/** Once it is given up there is little time: see `untilInterrupted`. */
const HASTY_HANGUP_MS = 4_000;

/** What a day on a real switch is gone through with. */
interface RealDay {
  readonly flags: DemoFlags;
  readonly settings: OperationFlags;
  /** Aborts when the person gives it up. */
  readonly signal: AbortSignal;
}

/** The part of the day that can be had on a real switch: it asks before it dials, and hangs up what it placed. */
export async function runRealDay(
  terminal: Terminal,
  plugin: SwitchPlugin,
  job: MainJob,
  { flags, settings, signal }: RealDay,
): Promise<void> {
  const gathered = await gatherSettings(terminal, plugin, { file: flags.config, flags: settings });
  const logger = diagnosticLogger(flags.verbose === true);
  await using host = createSwitchHost({ network: readNetworkPolicy(terminal, flags), logger });
  try {
    host.register(plugin);
    host.setBrand(BRAND, gathered.settings);
    await goThrough(terminal, await host.phoneSwitch(BRAND), job, { flags, signal });
  } catch (error) {
    throw explainFailure(error, plugin, gathered);
  }
}

type Given = Pick<RealDay, 'flags' | 'signal'>;

async function goThrough(terminal: Terminal, phone: PhoneSwitch, job: MainJob, { flags, signal }: Given): Promise<void> {
  await job.step('connect', 'the switch answers', async () => {
    const result = await phone.connect({ signal });
    return [result.status === 'verified' ? 'verified' : `reachable: ${result.reason}`, undefined];
  });
  const { agent, destination, transferTo } = flags;
  if (agent === undefined || destination === undefined) {
    job.say('Nothing was dialled: add --agent and --destination to go on with a real call.');
    return;
  }
  await assertMayDial(terminal, { flags, signal }, agent, destination);
  const call = await placeCall(phone, job, { agent, destination, signal });
  if (call !== undefined) await followCall(phone, job, call, { transferTo, signal });
}

async function assertMayDial(terminal: Terminal, { flags, signal }: Given, agent: string, destination: string): Promise<void> {
  const { yes, json } = flags;
  if (yes === true) return;
  const question = `Agent ${agent} is going to call ${destination}. A phone will ring. Go on? [y/N] `;
  if (terminal.stdin.isTTY !== true || json === true)
    throw new UsageError('This dials for real: add --yes, or run it on a terminal to be asked.');
  const prompt = createInterface({ input: terminal.stdin, output: terminal.stderr });
  try {
    const answer = await prompt.question(question, { signal }).catch((error: unknown) => {
      throw findInterruption(signal) ?? error;
    });
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Nothing was dialled.');
  } finally {
    prompt.close();
  }
}

async function placeCall(
  phone: PhoneSwitch,
  job: MainJob,
  { agent, destination, signal }: { readonly agent: string; readonly destination: string; readonly signal: AbortSignal },
): Promise<CallReference | undefined> {
  return job.step('place a call', 'the switch took the dial', async () => {
    const result = await phone.makeCall({ agentExtension: parseAgentExtension(agent), destination }, { signal });
    if (result.status === 'accepted') return [`accepted, reference ${result.reference}; its call id comes later`, undefined];
    return [`call ${result.call.callId} to ${maskNumber(destination)}`, result.call];
  });
}

async function followCall(
  phone: PhoneSwitch,
  job: MainJob,
  call: CallReference,
  { transferTo, signal }: { readonly transferTo: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  try {
    if (transferTo !== undefined) {
      await job.step('transfer', 'the switch handed the call over', async () => {
        const { status } = await phone.transferCall({ call, targetExtension: transferTo }, { signal });
        return [`${status} to ${transferTo}`, undefined];
      });
    }
    await job.step('recording', 'the switch knows where the recording is, or when it will be', async () => {
      const { status } = await phone.getCallRecordingUrl(call, { signal });
      return [status, undefined];
    });
  } finally {
    // Whatever went wrong in between, or was given up: the call that was placed is not left ringing.
    const options = signal.aborted ? { deadlineMs: HASTY_HANGUP_MS } : {};
    await job.step('hang up', 'the call is over', async () => [(await phone.hangupCall(call, options)).status, undefined]);
  }
  await job.step('hang up again', 'hanging up twice is a success that says so', async () => {
    const { status } = await phone.hangupCall(call);
    prove(status === 'already_ended', `hangup said ${status} the second time`);
    return [status, undefined];
  });
}
