import {
  type CallReference,
  type Capability,
  createSwitchHost,
  type HttpTransport,
  type MakeCallRequest,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
  SwitchError,
  type SwitchHost,
  type SwitchHostOptions,
  type TransportRequest,
} from '@elasticfunnels/switch-core';
import { RecordingLogger, type ScriptedAnswer, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { vicidialPlugin } from './plugin.ts';

export const PASS: string = 'planted-Pass_4711';
export const CONFIG: Readonly<Record<string, unknown>> = {
  api_url: 'https://dialler.example/vicidial/non_agent_api.php',
  agent_api_url: 'https://dialler.example/agc/api.php',
  user: 'apiuser',
  pass: PASS,
  source: 'tests',
};
export const CALL: CallReference = { callId: parseCallId('M1050700010000876401'), agentExtension: parseAgentExtension('1001') };
export const DIAL: MakeCallRequest = { agentExtension: parseAgentExtension('1001'), destination: '+15550001111' };

export type OperationName =
  | 'connect'
  | 'makeCall'
  | 'hangupCall'
  | 'transferCall'
  | 'getCallRecordingUrl'
  | 'getAgentStatus'
  | 'findCall';

/** Every operation, each with arguments that are in order. */
export const PERFORM: Readonly<Record<OperationName, (phone: PhoneSwitch<Capability>) => Promise<unknown>>> = {
  connect: (phone) => phone.connect(),
  makeCall: (phone) => phone.makeCall(DIAL),
  hangupCall: (phone) => phone.hangupCall(CALL),
  transferCall: (phone) => phone.transferCall({ call: CALL, targetExtension: '1004' }),
  getCallRecordingUrl: (phone) => phone.getCallRecordingUrl(CALL),
  getAgentStatus: (phone) => phone.getAgentStatus(parseAgentExtension('1001')),
  findCall: (phone) => phone.findCall('v1.1001.0.AAAAAAAA.AAAA'),
};
export const OPERATION_NAMES = Object.keys(PERFORM) as readonly OperationName[];

/** A brand's switch behind a real host, over a script. */
export interface VicidialPhone extends AsyncDisposable {
  readonly host: SwitchHost;
  readonly phone: PhoneSwitch<Capability>;
  readonly logger: RecordingLogger;
  readonly transport: ScriptedTransport;
  /** What was asked, the oldest first: the function and its parameters, without credentials. */
  asked(): readonly Readonly<Record<string, string>>[];
}

/** What a test may set otherwise; `config` adds to what the plugin requires. */
export interface VicidialPhoneOptions extends Omit<SwitchHostOptions, 'logger' | 'transport'> {
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Opens a brand's switch; dispose of it (`await using`). Repeats without waiting, unless told otherwise. */
export async function openScripted(
  script: (transport: ScriptedTransport) => HttpTransport,
  { config = {}, ...options }: VicidialPhoneOptions = {},
): Promise<VicidialPhone> {
  const logger = new RecordingLogger();
  const transport = new ScriptedTransport(options.clock);
  script(transport);
  const host = createSwitchHost({ retry: { random: () => 0 }, ...options, transport, logger });
  host.register(vicidialPlugin);
  host.setBrand('acme', { plugin: 'vicidial', config: { ...CONFIG, ...config } });
  return {
    host,
    logger,
    transport,
    phone: (await host.phoneSwitch('acme')) as PhoneSwitch<Capability>,
    asked: () => transport.requests.map(withoutCredentials),
    [Symbol.asyncDispose]: () => host.close(),
  };
}

function withoutCredentials({ url }: TransportRequest): Readonly<Record<string, string>> {
  const { user: _user, pass: _pass, source: _source, ...asked } = Object.fromEntries(url.searchParams);
  return asked;
}

/** What an agent's row says unless a test says otherwise: paused, with nothing on the screen. */
export interface AgentColumns {
  readonly status?: string;
  readonly callerid?: string;
  readonly lead_id?: string;
  readonly campaign_id?: string;
  readonly calls_today?: string;
  readonly real_time_sub_status?: string;
  readonly phone_number?: string;
}

/** The answer of `agent_status`, with its header. */
export function agentStatus(columns: AgentColumns = {}): ScriptedAnswer {
  const row: Readonly<Record<string, string>> = {
    status: 'PAUSED',
    callerid: '',
    lead_id: '0',
    campaign_id: 'TESTCAMP',
    calls_today: '3',
    full_name: 'Ada | Paused',
    user_group: 'AGENTS',
    user_level: '1',
    pause_code: 'LOGIN',
    real_time_sub_status: '',
    phone_number: '',
    vendor_lead_code: '',
    session_id: '8600051',
    ...columns,
  };
  return { body: `${Object.keys(row).join('\t')}\n${Object.values(row).join('\t')}\n` };
}

/** The agent of `CALL`, who is on it. */
export const ON_CALL: ScriptedAnswer = agentStatus({ status: 'INCALL', callerid: CALL.callId, lead_id: '876401' });

/** The SUCCESS of a command. */
export const success = (name: string): ScriptedAnswer => ({ body: `SUCCESS: ${name} function set - 1|1001\n` });

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
