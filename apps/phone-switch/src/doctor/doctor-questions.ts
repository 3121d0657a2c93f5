import {
  type CallReference,
  isLoopbackUrl,
  type MakeCallRequest,
  parseAgentExtension,
  parseCallId,
} from '@elasticfunnels/switch-core';
import type { Terminal } from '../cli/terminal.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { DoctorFlags } from './doctor-command.ts';
import { readWebhookKey } from './webhook-signature.ts';

/** A call that is placed only because the operator said so. */
export type DialTest = Pick<MakeCallRequest, 'agentExtension' | 'destination'>;

/** What the operator wants to know beyond the usual. */
export interface DoctorQuestions {
  readonly recordingOf?: CallReference;
  readonly dialTest?: DialTest;
  readonly webhook?: { readonly url: URL; readonly key?: Buffer };
}

/** Reads the flags that ask for more. @throws UsageError, or SwitchError `ARGUMENT_INVALID` */
export function readQuestions(terminal: Terminal, flags: DoctorFlags): DoctorQuestions {
  const { recordingOf, dialTest, agent } = flags;
  const agentExtension = agent === undefined ? undefined : parseAgentExtension(agent);
  if (dialTest !== undefined && agentExtension === undefined)
    throw new UsageError('--dial-test needs --agent: who places the test call.');
  const webhook = readWebhook(terminal, flags);
  return {
    ...(recordingOf === undefined
      ? {}
      : { recordingOf: { callId: parseCallId(recordingOf), ...(agentExtension === undefined ? {} : { agentExtension }) } }),
    ...(dialTest === undefined || agentExtension === undefined ? {} : { dialTest: { destination: dialTest, agentExtension } }),
    ...(webhook === undefined ? {} : { webhook }),
  };
}

function readWebhook(terminal: Terminal, { webhookUrl, webhookSecretEnv }: DoctorFlags): DoctorQuestions['webhook'] {
  if (webhookUrl === undefined) {
    if (webhookSecretEnv !== undefined) throw new UsageError('--webhook-secret-env needs --webhook-url: what it is tried on.');
    return undefined;
  }
  const url = URL.parse(webhookUrl);
  const usable = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!usable) throw new UsageError('--webhook-url is an absolute https:// URL without credentials before its host.');
  if (url.protocol === 'http:' && !isLoopbackUrl(url) && webhookSecretEnv !== undefined)
    throw new UsageError('--webhook-secret-env needs an https:// webhook: signed deliveries are not sent in the clear.');
  if (webhookSecretEnv === undefined) return { url };
  // Neither the name's value nor a part of it is ever shown.
  const key = readWebhookKey(terminal.environment[webhookSecretEnv] ?? '');
  if (key === undefined)
    throw new UsageError(`${webhookSecretEnv} holds no webhook secret: whsec_ and 24 to 64 bytes in base64.`);
  return { url, key };
}
