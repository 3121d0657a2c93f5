import { FaultBoard, Five9Simulator, type SimulatedCall, startMiddleware } from '@elasticfunnels/five9-middleware';
import { createSwitchHost, LOOPBACK_ALLOWED, parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';
import type {
  ConformanceCast,
  ConformanceStage,
  ConformanceSubject,
  Trouble,
  WitnessedCall,
} from '@elasticfunnels/switch-core/conformance';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { vi } from 'vitest';
import { startTroubleProxy, type TroubleProxy } from './trouble-proxy.ts';

const API_KEY = 'conformance-planted-key';
const BRAND = 'conformance';

const CAST: ConformanceCast = {
  agent: parseAgentExtension('1010'),
  otherAgent: parseAgentExtension('1011'),
  transferTarget: '1012',
  loggedOutAgent: parseAgentExtension('1003'),
  unknownAgent: parseAgentExtension('9999'),
  unknownTarget: '9998',
  destination: '+15550001111',
  otherDestination: '+15550002222',
  blockedDestination: '+15550009999',
  invalidDestination: 'not-a-number',
  unknownCallId: parseCallId('300000000999999'),
  campaignName: 'outbound-sales',
  skillId: '501',
  unknownCampaign: 'no-such-campaign',
  secrets: [API_KEY],
};

/** The Five9 driver behind the host, over HTTP, before the reference middleware and its simulated Five9. */
export const five9Subject: ConformanceSubject = {
  name: 'Five9 over the reference middleware',
  through: 'host',
  capabilities: ['transfer.attended'],
  cannot: {
    'choose-call-id': 'the simulated Five9 numbers its calls itself',
  },
  open: openFive9Stage,
};

async function openFive9Stage(): Promise<ConformanceStage> {
  const faults = new FaultBoard();
  const simulator = new Five9Simulator({ faults, timings: { ringMs: 1, wrapUpMs: 0, recordingDelayMs: 3_600_000 } });
  const middleware = await startMiddleware({ five9: simulator, faults, authentication: { kind: 'bearer', apiKey: API_KEY } });
  const proxy = await startTroubleProxy(new URL(middleware.url));
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED });
  host.register(five9Plugin);
  host.setBrand(BRAND, { plugin: 'five9', config: { api_base_url: proxy.url, api_key: API_KEY } });
  return {
    phone: await host.phoneSwitch(BRAND),
    cast: CAST,
    witness: {
      calls: async () => witnessCalls(simulator.calls()),
      rings: async (destination) => simulator.dials().filter((dial) => dial.destination === destination).length,
    },
    provoke: (trouble) => provoke(faults, proxy, trouble),
    answerCall: ({ callId }) => vi.waitUntil(() => stateOf(simulator, callId) === 'answered').then(() => {}),
    endCallFromOutside: async ({ callId }) => simulator.customerHangsUp(callId),
    finishRecording: async ({ callId }) => simulator.finishRecording(callId),
    expireRecording: async ({ callId }) => simulator.purgeRecording(callId),
    close: async () => {
      await host.close();
      await proxy[Symbol.asyncDispose]();
      await middleware.close();
      await simulator.close();
    },
  };
}

function stateOf(simulator: Five9Simulator, callId: string): SimulatedCall['state'] | undefined {
  return simulator.calls().find((call) => call.callId === callId)?.state;
}

async function provoke(faults: FaultBoard, proxy: TroubleProxy, trouble: Trouble | undefined): Promise<void> {
  faults.switchOff();
  proxy.spoilCredentials(trouble === 'bad-credentials');
  await proxy.setReachable(trouble !== 'unreachable');
  switch (trouble) {
    case 'refuse-before-dial':
      return faults.switchOn('success-false', { operation: 'makeCall' });
    case 'lose-answer':
      return faults.switchOn('reset-mid-body');
    case 'server-error':
      return faults.switchOn('error-500');
    case 'garbled-answer':
      return faults.switchOn('truncated-json');
    case 'rate-limit-once':
      return faults.switchOn('rate-limited', { times: 1 });
    case 'slow':
      return faults.switchOn('answer-late', { delayMs: 11_000 });
    default:
  }
}

/** Five9 has a part of a conversation for each agent; to the one who dialled it is one call. */
function witnessCalls(parts: readonly SimulatedCall[]): readonly WitnessedCall[] {
  const conversations = Map.groupBy(parts, ({ sessionId }) => sessionId);
  return [...conversations.values()].flatMap((all) => {
    const [first] = all;
    const last = all.at(-1);
    if (first === undefined || last === undefined) return [];
    return [
      {
        callId: first.callId,
        agentExtension: first.agentExtension ?? '',
        destination: first.customerNumber,
        state: last.state === 'answered' ? 'active' : last.state,
        holder: last.agentExtension ?? '',
        ...(first.campaign === undefined ? {} : { campaignName: first.campaign }),
        ...(first.skill === undefined ? {} : { skillId: first.skill }),
        transfers: all.flatMap(({ transferredTo, endedBy }) =>
          transferredTo === undefined
            ? []
            : [{ to: transferredTo, kind: endedBy === 'attended transfer' ? 'attended' : 'blind' } as const],
        ),
      },
    ];
  });
}
