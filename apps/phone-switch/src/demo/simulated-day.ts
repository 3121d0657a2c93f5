import { randomBytes } from 'node:crypto';
import { FaultBoard, Five9Simulator, startMiddleware } from '@elasticfunnels/five9-middleware';
import {
  createSwitchHost,
  generateSigningSecret,
  InMemoryCustomerDirectory,
  LOOPBACK_ALLOWED,
  maskNumber,
  parseAgentExtension,
  parseBrandId,
  type PhoneSwitch,
  SwitchError,
  waitForRecording,
} from '@elasticfunnels/switch-core';
import { diagnosticLogger } from '../cli/logger.ts';
import { AgentScreens } from './agent-screens.ts';
import { CUSTOMERS, takeIncomingCalls, WATCHED_AGENTS } from './incoming-calls.ts';
import { type MainJob, prove } from './main-job.ts';
import { serveReceiver } from './receiver-server.ts';
import { fetchWave } from './wave-audio.ts';

const SPECIFIER = '@elasticfunnels/switch-five9';
const BRAND = 'acme';
const CUSTOMER = '+15550001111';
const PLACING = parseAgentExtension('1001');
const TARGET = '1002';
const LOGGED_OUT = parseAgentExtension('1003');
const UNLUCKY = parseAgentExtension('1011');
/** Short enough to watch, long enough that a recording is pending when it is asked for first. */
const TIMINGS = { ringMs: 100, recordingDelayMs: 1_000, wrapUpMs: 50 };

interface Day {
  readonly job: MainJob;
  readonly phone: PhoneSwitch;
  readonly simulator: Five9Simulator;
  readonly faults: FaultBoard;
  readonly screens: AgentScreens;
}

/** The day on the reference middleware and its simulated Five9, over real HTTP on this machine. */
export async function runSimulatedDay(job: MainJob, verbose: boolean): Promise<void> {
  await using host = createSwitchHost({
    network: LOOPBACK_ALLOWED,
    allowedPlugins: [SPECIFIER],
    importModule: (specifier) => import(specifier),
    logger: diagnosticLogger(verbose),
  });
  await using webhooks = await serveReceiver(host.receiveScreenPops({ directory: new InMemoryCustomerDirectory(CUSTOMERS) }));
  await using screens = await AgentScreens.open(host.screenPops, parseBrandId(BRAND), WATCHED_AGENTS);
  const faults = new FaultBoard();
  const secret = generateSigningSecret();
  const screenPop = { url: `${webhooks.url}/${BRAND}`, secret };
  const simulator = new Five9Simulator({ timings: TIMINGS, faults, screenPop });
  const apiKey = randomBytes(24).toString('base64url');
  const middleware = await startMiddleware({ five9: simulator, faults, authentication: { kind: 'bearer', apiKey } });
  try {
    job.say(`The reference middleware, with a simulated Five9 behind it, is at ${middleware.url}`);
    const phone = await job.step('load the plugin', 'by its specifier, at run time, through the host', async () => {
      const { id, specVersion } = await host.load(SPECIFIER);
      host.setBrand(BRAND, {
        plugin: id,
        config: { api_base_url: middleware.url, api_key: apiKey },
        screenPop: { signing_secrets: [secret], default_region: 'US' },
      });
      return [`${id}, interface ${specVersion}`, await host.phoneSwitch(BRAND)];
    });
    const day: Day = { job, phone, simulator, faults, screens };
    await connectAndCall(day);
    await failHonestly(day);
  } finally {
    await middleware.close();
    await simulator.close();
  }
}

async function connectAndCall(day: Day): Promise<void> {
  const { job, phone, simulator } = day;
  await job.step('connect', 'the base URL answers and the key is good', async () => {
    const { status, latencyMs } = await phone.connect();
    prove(status === 'verified', `the connection is only ${status}`);
    return [`${status} in ${latencyMs} ms`, undefined];
  });
  const request = { agentExtension: PLACING, destination: CUSTOMER };
  const call = await job.step('place a call', "the id is the switch's own, and Five9 saw one dial", async () => {
    const result = await phone.makeCall(request);
    prove(result.status === 'placed', `the dial was ${result.status}`);
    prove(simulator.dials().length === 1, `Five9 saw ${simulator.dials().length} dials`);
    return [`call ${result.call.callId} to ${maskNumber(CUSTOMER)}`, result.call];
  });
  await job.step('click twice', 'an identical dial joins the first: nobody is rung twice', async () => {
    const result = await phone.makeCall(request);
    prove(result.replayed === true && simulator.dials().length === 1, 'the second click rang again');
    return ['the same call, replayed', undefined];
  });
  await handleIncomingCall(day);
  await job.step('hang up', 'the call is really over on the switch', async () => {
    const { status } = await phone.hangupCall(call);
    const state = simulator.calls().find(({ callId }) => callId === call.callId)?.state;
    prove(status === 'ended' && state === 'ended', `hangup said ${status}, Five9 says ${state}`);
    return [status, undefined];
  });
  await job.step('hang up again', 'hanging up twice is a success that says so', async () => {
    const { status } = await phone.hangupCall(call);
    prove(status === 'already_ended', `hangup said ${status}`);
    return [status, undefined];
  });
}

async function handleIncomingCall(day: Day): Promise<void> {
  const { job, phone, simulator } = day;
  const incoming = await takeIncomingCalls(day);
  await job.step('transfer', 'the popped call id is the one that commands take', async () => {
    const { status } = await phone.transferCall({ call: incoming, targetExtension: TARGET, kind: 'blind' });
    const taken = simulator.calls().some(({ agentExtension, state }) => agentExtension === TARGET && state !== 'ended');
    prove(taken, 'the target did not get the call');
    return [`${status} to ${TARGET}`, undefined];
  });
  await job.step('recording', 'not ready is a result of its own, not an error', async () => {
    const { status } = await phone.getCallRecordingUrl(incoming);
    prove(status === 'pending', `the recording is ${status}`);
    return [status, undefined];
  });
  await job.step('wait for it', 'the URL plays: real audio', async () => {
    const result = await waitForRecording(phone, incoming, { deadlineMs: 15_000 });
    prove(result.status === 'available', `the recording is ${result.status}`);
    const audio = await fetchWave(result.url);
    prove(audio !== undefined, 'the URL does not lead to a WAV file');
    return [`a WAV of ${audio.seconds.toFixed(1)} s at ${audio.sampleRate / 1000} kHz`, undefined];
  });
}

async function failHonestly({ job, phone, simulator, faults }: Day): Promise<void> {
  const before = simulator.dials().length;
  await job.step('cannot dial', 'a refusal says why, and rang nobody', async () => {
    const error = await failureOf(phone.makeCall({ agentExtension: LOGGED_OUT, destination: CUSTOMER }));
    prove(error.code === 'AGENT_NOT_READY' && error.effect === 'none', `${error.code}, effect ${error.effect}`);
    prove(simulator.dials().length === before, 'Five9 saw a dial');
    return [`${error.code}, effect ${error.effect}: ${error.vendorMessage ?? ''}`, undefined];
  });
  await job.step('lost answer', 'not knowing is said, and never repeated: Five9 saw one dial', async () => {
    faults.switchOn('dial-accepted-never-answered', { times: 1 });
    const error = await failureOf(phone.makeCall({ agentExtension: UNLUCKY, destination: CUSTOMER }, { deadlineMs: 500 }));
    prove(error.code === 'OUTCOME_UNKNOWN' && error.effect === 'unknown', `${error.code}, effect ${error.effect}`);
    prove(simulator.dials().length === before + 1, `Five9 saw ${simulator.dials().length - before} dials`);
    return [`${error.code}, effect ${error.effect}`, undefined];
  });
}

async function failureOf(operation: Promise<object>): Promise<SwitchError> {
  try {
    await operation;
  } catch (error) {
    if (SwitchError.is(error)) return error;
    throw error;
  }
  throw new Error('it succeeded, and should not have');
}
