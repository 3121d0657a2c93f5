import type { FaultBoard, Five9Simulator } from '@elasticfunnels/five9-middleware';
import {
  type CallReference,
  type ListedCustomer,
  maskNumber,
  parseAgentExtension,
  type ScreenPopEntry,
} from '@elasticfunnels/switch-core';
import type { AgentScreens } from './agent-screens.ts';
import { type MainJob, prove } from './main-job.ts';

/** Whoever calls in, and whose screen it should come to. */
const ANN = { name: 'Ann Example', onFile: '(202) 555-0123', calls: '+12025550123', agent: '1010' } as const;
const STRANGER = { calls: '+12025550199', agent: '1012' } as const;
const WITHHELD = { calls: 'anonymous', agent: '1013' } as const;
const TWICE = { calls: ANN.calls, agent: '1014' } as const;
const FORGED = { calls: ANN.calls, agent: '1015' } as const;
const PATIENCE_MS = 5_000;

/** The agents whose screens are watched. */
export const WATCHED_AGENTS: readonly string[] = [ANN, STRANGER, WITHHELD, TWICE, FORGED].map(({ agent }) => agent);

/** The platform's only customer, with the number in another spelling than she calls with. */
export const CUSTOMERS: readonly ListedCustomer[] = [
  { brand: 'acme', customer: { id: 'c-1', displayName: ANN.name }, numbers: [ANN.onFile], region: 'US' },
];

/** Where calls come from, and where they are seen. */
export interface IncomingCalls {
  readonly job: MainJob;
  readonly simulator: Five9Simulator;
  readonly faults: FaultBoard;
  readonly screens: AgentScreens;
}

/** Customers call in, and each comes to the right screen or to none; returns the first call. */
export async function takeIncomingCalls(calls: IncomingCalls): Promise<CallReference> {
  const { job, screens } = calls;
  const incoming = await job.step('incoming call', 'signed, looked up, and on the right screen alone', async () => {
    const { pop } = await showCall(calls, ANN);
    prove(pop.proof === 'signature', 'the webhook is not signed');
    prove(pop.customer.status === 'found' && pop.customer.customer.displayName === ANN.name, `she is ${pop.customer.status}`);
    prove(screens.count === 1, 'another screen shows it too');
    return [`agent ${ANN.agent} sees ${ANN.name}, call ${pop.event.callId}`, pop.event];
  });
  await job.step('unknown caller', 'no guess is made about who it is', async () => {
    const { pop } = await showCall(calls, STRANGER);
    prove(pop.customer.status === 'none' && pop.number.kind === 'e164', `the customer is ${pop.customer.status}`);
    return [`agent ${STRANGER.agent} sees ${maskNumber(STRANGER.calls)}, and no customer`, undefined];
  });
  await job.step('anonymous caller', 'nobody to look up; it reaches the agent all the same', async () => {
    const { pop } = await showCall(calls, WITHHELD);
    prove(pop.number.kind === 'anonymous', `the number is ${pop.number.kind}`);
    return [`agent ${WITHHELD.agent} sees a call without a number`, undefined];
  });
  await receiveTrouble(calls);
  return { callId: incoming.callId, agentExtension: parseAgentExtension(ANN.agent) };
}

async function receiveTrouble(calls: IncomingCalls): Promise<void> {
  const { job, simulator, faults, screens } = calls;
  await job.step('sent twice', 'a duplicate is taken, and shown once', async () => {
    faults.switchOn('duplicate-webhook', { times: 1 });
    await showCall(calls, TWICE);
    const statuses = listStatuses(simulator, 2);
    const { length } = screens.shown(TWICE.agent);
    prove(statuses === '200 and 200' && length === 1, `the deliveries got ${statuses}, and ${length} pops came of them`);
    return [`two deliveries, HTTP ${statuses}, one pop`, undefined];
  });
  await job.step('forged', 'what is not signed with the secret is shown to nobody', async () => {
    const before = screens.count;
    faults.switchOn('bad-signature-webhook', { times: 1 });
    await simulator.simulateInboundCall({ from: FORGED.calls, agentExtension: FORGED.agent }).announced;
    const statuses = listStatuses(simulator, 1);
    prove(statuses === '401' && screens.count === before, `the forged delivery got ${statuses}, and a screen showed it`);
    return [`HTTP ${statuses}, and no pop`, undefined];
  });
}

/** A call comes in, and is seen; done when its webhook has been answered. */
async function showCall(
  { simulator, screens }: IncomingCalls,
  { calls: from, agent }: { readonly calls: string; readonly agent: string },
): Promise<ScreenPopEntry> {
  await simulator.simulateInboundCall({ from, agentExtension: agent }).announced;
  return screens.first(agent, PATIENCE_MS);
}

/** How the latest deliveries were answered. */
function listStatuses(simulator: Five9Simulator, count: number): string {
  const deliveries = simulator.deliveries().slice(-count);
  return deliveries.map(({ attempts }) => String(attempts.at(-1)?.status)).join(' and ');
}
