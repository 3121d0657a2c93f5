import { setTimeout as pause } from 'node:timers/promises';
import {
  type Capability,
  createSwitchHost,
  LOOPBACK_ALLOWED,
  type OperationsWith,
  type PhoneSwitch,
  parseAgentExtension,
  parseCallId,
  type SwitchPlugin,
} from '@elasticfunnels/switch-core';
import type {
  ConformanceCast,
  ConformanceStage,
  ConformanceSubject,
  Trouble,
  WitnessedCall,
} from '@elasticfunnels/switch-core/conformance';
import { vicidialPlugin } from '@elasticfunnels/switch-vicidial';
import {
  nonAgentApiPath,
  agentApiPath,
  type SimulatedCall,
  startViciDialSimulator,
  type ViciDialDialler,
} from '@elasticfunnels/vicidial-simulator';
import { vi } from 'vitest';
import { type PassedRequest, startTroubleProxy, type TroubleProxy } from './trouble-proxy.ts';

const PASS = 'conformance-planted-password';
const BRAND = 'conformance';
/** How soon an agent's screen sees a command; a real one looks once a second. */
const SCREEN_MS = 5;

const CAST: ConformanceCast = {
  // Who may dial is paused, and who is ready waits for calls.
  agent: parseAgentExtension('1010'),
  readyAgent: parseAgentExtension('1004'),
  otherAgent: parseAgentExtension('1011'),
  transferTarget: '1004',
  loggedOutAgent: parseAgentExtension('1003'),
  unknownAgent: parseAgentExtension('9999'),
  unknownTarget: '9998',
  destination: '+15550001111',
  otherDestination: '+15550002222',
  blockedDestination: '+15550009999',
  invalidDestination: 'not-a-number',
  unknownCallId: parseCallId('M1010000000000000099'),
  campaignName: 'TESTCAMP',
  skillId: '501',
  unknownCampaign: 'NOSUCH',
  secrets: [PASS],
};

/** The ViciDial driver over HTTP before the simulated ViciDial: behind the host, or without it. */
export function vicidialSubject(through: ConformanceSubject['through']): ConformanceSubject {
  return {
    name: `ViciDial over its simulator (${through})`,
    through,
    capabilities: ['transfer.attended', 'agent.status', 'call.status'],
    cannot: {
      'choose-call-id': 'ViciDial makes its call ids of the time and the lead',
      idempotency: 'ViciDial knows no idempotency keys; the host’s dial guard stands in',
      campaigns: 'ViciDial dials for the campaign that the agent is logged into, and knows no skill for a dial',
      'blocked-destinations': 'ViciDial answers SUCCESS for a number on its do-not-call list, and tells only the agent',
      'expire-recording':
        'ViciDial deletes the row of a recording with the recording, so that nobody can tell that there was one',
      'trouble:rate-limit-once': 'ViciDial has no rate limits',
    },
    open: () => openStage(through),
  };
}

async function openStage(through: ConformanceSubject['through']): Promise<ConformanceStage> {
  const vicidial = await startViciDialSimulator({
    user: 'conformance-user',
    pass: PASS,
    timings: { screenMs: SCREEN_MS, ringMs: 1, recordingDelayMs: 3_600_000 },
    autoDial: false,
  });
  const { dialler } = vicidial;
  const proxy = await startTroubleProxy(new URL(vicidial.url));
  const config = {
    api_url: proxy.url + nonAgentApiPath,
    agent_api_url: proxy.url + agentApiPath,
    user: 'conformance-user',
    pass: PASS,
  };
  const opened = await openPhone(through, config);
  return {
    phone: opened.phone,
    cast: CAST,
    witness: {
      calls: async () => witnessCalls(dialler.calls(), proxy.passed),
      rings: async (destination) => countRings(dialler, destination),
    },
    provoke: (trouble) => provoke(dialler, proxy, trouble),
    answerCall: ({ callId }) => vi.waitUntil(() => stateOf(dialler, callId) === 'live', { interval: 2 }).then(() => {}),
    finishWrapUp: async (agent) => finishWrapUp(dialler, agent),
    endCallFromOutside: async ({ callId }) => dialler.customerHangsUp(callId),
    finishRecording: async ({ callId }) => dialler.finishRecording(callId),
    close: async () => {
      await opened.close();
      await proxy[Symbol.asyncDispose]();
      await vicidial.close();
    },
  };
}

interface Opened {
  readonly phone: PhoneSwitch<Capability>;
  readonly close: () => Promise<void>;
}

/** Without the host's guard the driver still has the host's network: it is caught when the host opens it. */
async function openPhone(through: ConformanceSubject['through'], config: object): Promise<Opened> {
  let driver: OperationsWith<Capability> | undefined;
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED });
  host.register(catchingDriver(vicidialPlugin, (opened) => (driver = opened)));
  host.setBrand(BRAND, { plugin: 'vicidial', config });
  const guarded = (await host.phoneSwitch(BRAND)) as PhoneSwitch<Capability>;
  const phone = through === 'host' || driver === undefined ? guarded : toPhone(driver);
  return { phone, close: () => host.close() };
}

function catchingDriver(plugin: SwitchPlugin, keep: (driver: OperationsWith<Capability>) => void): SwitchPlugin {
  return {
    ...plugin,
    configure(input) {
      const configured = plugin.configure(input);
      return {
        ...configured,
        async open(services) {
          const driver = await configured.open(services);
          keep(driver as OperationsWith<Capability>);
          return driver;
        },
      };
    },
  };
}

function toPhone(driver: OperationsWith<Capability>): PhoneSwitch<Capability> {
  return {
    capabilities: vicidialPlugin.capabilities,
    connect: (options) => driver.connect(options),
    makeCall: (request, options) => driver.makeCall(request, options),
    hangupCall: (call, options) => driver.hangupCall(call, options),
    transferCall: (request, options) => driver.transferCall(request, options),
    getCallRecordingUrl: (call, options) => driver.getCallRecordingUrl(call, options),
    getAgentStatus: (agent, options) => driver.getAgentStatus(agent, options),
    findCall: (reference, options) => driver.findCall(reference, options),
    close: () => driver.close(),
  };
}

async function provoke(dialler: ViciDialDialler, proxy: TroubleProxy, trouble: Trouble | undefined): Promise<void> {
  await proxy.provoke(trouble === 'refuse-before-dial' ? undefined : trouble);
  for (const user of [CAST.agent, CAST.otherAgent]) {
    const resting = dialler.agents().find((agent) => agent.user === user)?.state;
    // Agents who wait for calls may not dial.
    if (trouble === 'refuse-before-dial') dialler.setAgentState(user, 'READY');
    else if (resting === 'READY') dialler.setAgentState(user, 'PAUSED');
  }
}

function finishWrapUp(dialler: ViciDialDialler, user: string): void {
  const state = dialler.agents().find((agent) => agent.user === user)?.state;
  if (state === 'DISPO') dialler.dispose(user, 'SALE');
  dialler.setAgentState(user, user === CAST.transferTarget ? 'READY' : 'PAUSED');
}

function stateOf(dialler: ViciDialDialler, callId: string): SimulatedCall['state'] | undefined {
  return dialler.calls().find((call) => call.callId === callId)?.state;
}

/** A dial rings when the agent's screen has seen it, which may still be to come. */
async function countRings(dialler: ViciDialDialler, destination: string): Promise<number> {
  await pause(SCREEN_MS * 4);
  return dialler.dials().filter((dial) => `+${dial.phoneCode}${dial.phoneNumber}` === destination).length;
}

/** To ViciDial a call that was handed to another agent is a second one with the same lead; to its customer it is one. */
function witnessCalls(calls: readonly SimulatedCall[], passed: readonly PassedRequest[]): readonly WitnessedCall[] {
  const attended = passed.some(({ parameters }) => parameters['value'] === 'LEAVE_3WAY_CALL');
  return [...Map.groupBy(calls, ({ leadId }) => leadId).values()].flatMap((parts) => {
    const [first, ...handedOn] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined) return [];
    const to = handedOn.flatMap(({ user }) => user ?? []);
    return [
      {
        callId: first.callId,
        agentExtension: first.user ?? '',
        destination: `+${first.phoneCode}${first.phoneNumber}`,
        state: last.state === 'ended' ? 'ended' : last.state === 'live' ? 'active' : 'ringing',
        holder: last.user ?? '',
        campaignName: first.campaign,
        transfers: to.map((user) => ({ to: user, kind: attended ? 'attended' : 'blind' }) as const),
      },
    ];
  });
}
