import {
  type CallReference,
  type Capability,
  createSwitchHost,
  LOOPBACK_ALLOWED,
  type MakeCallRequest,
  parseAgentExtension,
  type PhoneSwitch,
  SwitchError,
} from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import vicidialPlugin from '@elasticfunnels/switch-vicidial';
import {
  type ApiLogEntry,
  type RunningViciDial,
  startViciDialSimulator,
  type ViciDialSimulatorSettings,
} from '@elasticfunnels/vicidial-simulator';
import { vi } from 'vitest';

export const PASS = 'rig-Pass_4711';
export const DIAL: MakeCallRequest = { agentExtension: parseAgentExtension('1001'), destination: '+15550001111' };

/** What a test may set otherwise. */
export interface RigOptions {
  readonly settings?: Partial<ViciDialSimulatorSettings>;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The driver behind a host, before a simulated ViciDial, over a real connection and in real time, only faster. */
export interface VicidialRig extends AsyncDisposable {
  readonly phone: PhoneSwitch<Capability>;
  readonly vicidial: RunningViciDial;
  readonly logger: RecordingLogger;
  /** Every request that reached ViciDial, the oldest first. */
  readonly requests: readonly ApiLogEntry[];
  /** How often ViciDial was asked for a function. */
  asked(name: string): number;
  /** How often a customer's phone rang, by the simulator's own log. */
  dials(): number;
  /** Dials, and waits until the call is known. */
  dial(request?: Partial<MakeCallRequest>): Promise<CallReference>;
  /** Dials, and waits until the customer has answered. */
  talk(request?: Partial<MakeCallRequest>): Promise<CallReference>;
}

/** Starts all of it; dispose of it (`await using`) at the end of the test. */
export async function startRig({ settings, config }: RigOptions = {}): Promise<VicidialRig> {
  const requests: ApiLogEntry[] = [];
  const vicidial = await startViciDialSimulator({
    user: 'rig',
    pass: PASS,
    onRequest: (entry) => requests.push(entry),
    ...settings,
    timings: { screenMs: 5, ringMs: 5, recordingDelayMs: 5, ...settings?.timings },
  });
  const logger = new RecordingLogger();
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED, logger, retry: { random: () => 0 } });
  host.register(vicidialPlugin);
  const settingsForm = { api_url: vicidial.apiUrl, agent_api_url: vicidial.agentApiUrl, user: 'rig', pass: PASS, ...config };
  host.setBrand('acme', { plugin: 'vicidial', config: settingsForm });
  const phone = (await host.phoneSwitch('acme')) as PhoneSwitch<Capability>;
  const dial = async (request: Partial<MakeCallRequest> = {}): Promise<CallReference> => {
    const result = await phone.makeCall({ ...DIAL, ...request });
    if (result.status !== 'accepted') throw new Error('The dial was not accepted.');
    return vi.waitUntil(() => phone.findCall(result.reference), { interval: 5, timeout: 5_000 });
  };
  const { dialler } = vicidial;
  return {
    phone,
    vicidial,
    logger,
    requests,
    asked: (name) => requests.filter((entry) => entry.function === name).length,
    dials: () => dialler.dials().length,
    dial,
    talk: async (request) => {
      const call = await dial(request);
      await until(() => dialler.calls().find(({ callId }) => callId === call.callId)?.state === 'live');
      return call;
    },
    [Symbol.asyncDispose]: async () => {
      await host.close();
      await vicidial.close();
    },
  };
}

/** Lets real connections work until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { interval: 2, timeout: 10_000 });
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
