import {
  type CallReference,
  isLoopbackUrl,
  type MakeCallRequest,
  parseAgentExtension,
  parseCallId,
  Secret,
  signDelivery,
  SwitchError,
} from '@elasticfunnels/switch-core';
import type { Terminal } from '../cli/terminal.ts';
import { UsageError } from '../cli/usage-error.ts';
import { readSecretVariable } from '../screen-pop/read-secret-variable.ts';
import type { DoctorFlags } from './doctor-command.ts';

/** A call that is placed only because the operator said so. */
export type DialTest = Pick<MakeCallRequest, 'agentExtension' | 'destination'>;

/** What the operator wants to know beyond the usual. */
export interface DoctorQuestions {
  readonly recordingOf?: CallReference;
  readonly dialTest?: DialTest;
  readonly webhook?: { readonly url: URL; readonly secret?: Secret };
}

/** Reads the flags that ask for more. @throws UsageError, or SwitchError `ARGUMENT_INVALID` */
export function readQuestions(terminal: Terminal, flags: DoctorFlags): DoctorQuestions {
  const { recordingOf, dialTest, agent } = flags;
  const agentExtension = agent === undefined ? undefined : parseAgentExtension(agent);
  if (dialTest !== undefined && agentExtension === undefined)
    throw new UsageError('--dial-test needs --agent: who places the test call.');
  if (agent !== undefined && dialTest === undefined && recordingOf === undefined)
    throw new UsageError('--agent needs --dial-test or --recording-of: alone, it asks nothing.');
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
  return { url, secret: readWebhookSecret(terminal, webhookSecretEnv) };
}

function readWebhookSecret(terminal: Terminal, variable: string): Secret {
  const flag = '--webhook-secret-env';
  const secret = new Secret(readSecretVariable(terminal, flag, variable));
  try {
    signDelivery(secret, { id: 'doctor', timestamp: 1, body: '' });
    return secret;
  } catch (error) {
    if (!SwitchError.has(error, 'ARGUMENT_INVALID')) throw error;
    throw new UsageError(`${flag}: the variable holds no webhook secret: whsec_ and 24 to 64 bytes in base64.`);
  }
}
