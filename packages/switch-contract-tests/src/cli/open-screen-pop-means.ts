import { type BringCall, byPerson, byStatesUrl, byTrigger } from '../screen-pop/bring-call.ts';
import { parseListenAddress } from '../screen-pop/listen-address.ts';
import { DEFAULT_PATIENCE, type ScreenPopMeans, type ScreenPopPatience } from '../screen-pop/screen-pop-means.ts';
import { openWebhookReceiver, type WebhookReceiver, type WebhookReceiverOptions } from '../screen-pop/webhook-receiver.ts';
import { readWebhookSecret, type WebhookSecret, WebhookSecretError } from '../screen-pop/webhook-secret.ts';
import type { StatesEndpoint } from '../verify/states/states-url.ts';
import { readText, readVariable } from './read-target.ts';
import type { ScreenPopFlags } from './screen-pop-flags.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What differs between the commands: how their flags are called. */
export interface ScreenPopFlagNames {
  readonly secretFlag: string;
  readonly secretEnv: string;
  readonly waitFlag: string;
  readonly wait: string | undefined;
}

/**
 * Opens the webhook that the flags describe; what comes back is the caller's to dispose of.
 *
 * @throws UsageError
 */
export async function openScreenPopMeans(
  terminal: Terminal,
  flags: ScreenPopFlags,
  names: ScreenPopFlagNames,
  states: { readonly endpoint: StatesEndpoint; readonly params: Readonly<Record<string, unknown>> } | undefined,
): Promise<ScreenPopMeans> {
  const patience = readPatience(flags, names);
  const secret = readSecret(terminal, flags, names);
  const publicUrl = readPublicUrl(flags);
  const receiver = await open(readReceiverOptions(terminal, flags));
  const url = publicUrl ?? receiver.url;
  const close = (): PromiseLike<void> => receiver[Symbol.asyncDispose]();
  return { receiver, url, secret, ...chooseBring(terminal, flags, states), patience, [Symbol.asyncDispose]: close };
}

/** What a person must do, in plain words, before anything can arrive. */
export function describeTask(
  { url, secret, byPerson: isByPerson, patience }: ScreenPopMeans,
  { secretEnv, redeliveries }: { readonly secretEnv: string; readonly redeliveries: boolean },
): readonly string[] {
  const proof =
    secret.kind === 'signature'
      ? `signing with the secret that is in ${secretEnv}`
      : `with the secret that is in ${secretEnv} in the header ${secret.header} (weaker than a signature, and not Silver)`;
  return [
    'This machine now plays the platform. Have your middleware send its screen pops to',
    '',
    `  ${url}`,
    '',
    `${proof}.`,
    ...(redeliveries ? ['The first delivery is refused, and then left without an answer, on purpose: it must come again.'] : []),
    ...(isByPerson
      ? [`You will be asked for two calls, one after the other, and have ${patience.arrivalMs / 1000} s for each.`]
      : []),
    '',
  ];
}

function readSecret(terminal: Terminal, { sharedSecretHeader }: ScreenPopFlags, names: ScreenPopFlagNames): WebhookSecret {
  const text = readVariable(terminal, names.secretFlag, names.secretEnv);
  try {
    return readWebhookSecret(text, sharedSecretHeader);
  } catch (error) {
    if (!(error instanceof WebhookSecretError)) throw error;
    throw new UsageError(`${names.secretFlag}: what is in ${names.secretEnv} ${error.message}.`);
  }
}

function readPatience(flags: ScreenPopFlags, { waitFlag, wait }: ScreenPopFlagNames): ScreenPopPatience {
  const { arrivalMs, redeliveryMs, slowMs, quietMs } = DEFAULT_PATIENCE;
  return {
    arrivalMs: readSeconds(waitFlag, wait, arrivalMs),
    redeliveryMs: readSeconds('--redelivery-wait', flags.redeliveryWait, redeliveryMs),
    slowMs: readSeconds('--slow', flags.slow, slowMs),
    quietMs: readSeconds('--quiet', flags.quiet, quietMs),
  };
}

/** Seconds, as milliseconds. @throws UsageError */
function readSeconds(flag: string, text: string | undefined, otherwiseMs: number): number {
  if (text === undefined) return otherwiseMs;
  const seconds = /^\d{1,5}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return Math.round(seconds * 1000);
  throw new UsageError(`${flag} is a number of seconds above 0, such as 30; found ${JSON.stringify(text)}.`);
}

function readPublicUrl({ publicUrl }: ScreenPopFlags): string | undefined {
  if (publicUrl === undefined) return undefined;
  const url = URL.parse(publicUrl);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href;
  throw new UsageError('--public-url must be an absolute http or https URL.');
}

function readReceiverOptions(terminal: Terminal, { listen = '', tlsCert, tlsKey }: ScreenPopFlags): WebhookReceiverOptions {
  const address = parseListenAddress(listen);
  if (address === undefined) {
    throw new UsageError(`--listen is HOST:PORT, such as 127.0.0.1:4199, or :8443; found ${JSON.stringify(listen)}.`);
  }
  if (tlsCert === undefined && tlsKey === undefined) return { address };
  if (tlsCert === undefined || tlsKey === undefined) throw new UsageError('https needs both --tls-cert FILE and --tls-key FILE.');
  return { address, tls: { cert: readText(terminal, tlsCert), key: readText(terminal, tlsKey) } };
}

async function open(options: WebhookReceiverOptions): Promise<WebhookReceiver> {
  try {
    return await openWebhookReceiver(options);
  } catch (error) {
    throw new UsageError(`--listen: ${describeOpening(error)}`);
  }
}

function describeOpening(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'EADDRINUSE') return 'the port is in use: give another.';
  if (code === 'EACCES') return 'this user may not listen on that port: give one above 1023.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine does not have that address.';
  return typeof code === 'string' && code.startsWith('ERR_')
    ? 'the certificate or its key cannot be used.'
    : 'it cannot be opened.';
}

function chooseBring(
  terminal: Terminal,
  { trigger }: ScreenPopFlags,
  states: { readonly endpoint: StatesEndpoint; readonly params: Readonly<Record<string, unknown>> } | undefined,
): { readonly bring: BringCall; readonly byPerson: boolean } {
  if (trigger !== undefined) return { bring: byTrigger(trigger, terminal), byPerson: false };
  if (states !== undefined) return { bring: byStatesUrl(states.endpoint, states.params), byPerson: false };
  return { bring: byPerson, byPerson: true };
}
