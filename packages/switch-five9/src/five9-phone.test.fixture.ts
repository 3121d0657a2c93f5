import {
  type CallReference,
  createSwitchHost,
  type HttpTransport,
  type MakeCallRequest,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
  SwitchError,
  type SwitchHost,
  type SwitchHostOptions,
} from '@elasticfunnels/switch-core';
import { RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { five9Plugin } from './plugin.ts';

export const KEY: string = 'key-4711-of-the-brand';
export const BASE: string = 'https://five9.example/api';
export const DIAL: MakeCallRequest = { agentExtension: parseAgentExtension('1001'), destination: '+15550001111' };
export const CALL: CallReference = { callId: parseCallId('300000000115271') };

export type OperationName = 'connect' | 'makeCall' | 'hangupCall' | 'transferCall' | 'getCallRecordingUrl';

/** The five operations, each with arguments that are in order. */
export const PERFORM: Readonly<Record<OperationName, (phone: PhoneSwitch) => Promise<unknown>>> = {
  connect: (phone) => phone.connect(),
  makeCall: (phone) => phone.makeCall(DIAL),
  hangupCall: (phone) => phone.hangupCall(CALL),
  transferCall: (phone) => phone.transferCall({ call: CALL, targetExtension: '1002' }),
  getCallRecordingUrl: (phone) => phone.getCallRecordingUrl(CALL),
};

export const COMMANDS: readonly OperationName[] = ['makeCall', 'hangupCall', 'transferCall', 'getCallRecordingUrl'];
export const OPERATION_NAMES: readonly OperationName[] = ['connect', ...COMMANDS];

/** A brand's switch behind a real host. */
export interface Five9Phone extends AsyncDisposable {
  readonly host: SwitchHost;
  readonly phone: PhoneSwitch;
  readonly logger: RecordingLogger;
}

/** What a test may set otherwise; `config` adds to a base URL and a key. */
export interface Five9PhoneOptions extends Omit<SwitchHostOptions, 'logger'> {
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Opens a brand's switch; dispose of it (`await using`). Repeats without waiting, unless told otherwise. */
export async function openFive9({ config = {}, ...options }: Five9PhoneOptions): Promise<Five9Phone> {
  const logger = new RecordingLogger();
  const host = createSwitchHost({ retry: { random: () => 0 }, ...options, logger });
  host.register(five9Plugin);
  host.setBrand('acme', { plugin: 'five9', config: { api_base_url: BASE, api_key: KEY, ...config } });
  return { host, logger, phone: await host.phoneSwitch('acme'), [Symbol.asyncDispose]: () => host.close() };
}

/** The same over a scripted transport, which it also hands out. */
export async function openScripted(
  script: (transport: ScriptedTransport) => HttpTransport,
  options: Five9PhoneOptions = {},
): Promise<Five9Phone & { readonly transport: ScriptedTransport }> {
  const transport = new ScriptedTransport(options.clock);
  script(transport);
  return { ...(await openFive9({ ...options, transport })), transport };
}

/** The error that some work ends in; throws when it ends in none, or in another kind. */
export async function failureOf(work: Promise<unknown>): Promise<SwitchError> {
  try {
    await work;
  } catch (error) {
    if (SwitchError.is(error)) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
