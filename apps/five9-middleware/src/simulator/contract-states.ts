import { randomUUID } from 'node:crypto';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { FaultName } from '../faults/fault-catalogue.ts';
import type { Five9Simulator } from './five9-simulator.ts';

/** What a state is set up with. */
export interface ContractStateInput {
  readonly simulator: Five9Simulator;
  readonly faults: FaultBoard | undefined;
  /** The state's parameters; texts that are absent get a default that suits the default directory. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Brings a state about and returns the values that its requests need; throws `Five9Error` when it cannot. */
export type ContractState = (input: ContractStateInput) => Promise<Readonly<Record<string, string>>>;

const nothing: ContractState = async () => ({});

const states: Readonly<Record<string, ContractState>> = {
  'the credentials are valid': nothing,
  'the presented credentials are not valid': nothing,
  'an agent can dial': agentCanDial,
  'the agent extension is unknown': async () => ({ agent_extension: '9999' }),
  'the agent is not ready': agentNotReady,
  'the destination is not dialable': agentCanDial,
  'an active call': activeCall,
  'an active call and a transfer target': activeCallAndTarget,
  'an active call and an unknown transfer target': async (input) => ({
    ...(await activeCall(input)),
    target_extension: '9999',
  }),
  'no call has the id': async () => ({ call_id: randomUUID() }),
  'a call with a finished recording': async (input) => endedCall(input, 'finishRecording'),
  'a call whose recording is pending': activeCall,
  'a call whose recording was purged': async (input) => endedCall(input, 'purgeRecording'),
  'a call that was not recorded': async (input) => endedCall(input, 'neverRecord'),
  'an inbound call rings at an agent': inboundCall,
  'the credentials lack the permission': async (input) => oneFault(input, 'forbidden'),
  'Five9 refuses in the body': async (input) => oneFault(input, 'success-false'),
  'Five9 limits the rate': async (input) => oneFault(input, 'rate-limited'),
  'Five9 is unavailable': async (input) => oneFault(input, 'error-503'),
};

/** Finds a provider state of the contract by its name. */
export function findContractState(name: string): ContractState | undefined {
  return Object.hasOwn(states, name) ? states[name] : undefined;
}

async function agentCanDial(input: ContractStateInput): Promise<Readonly<Record<string, string>>> {
  const extension = textOf(input, 'agent_extension', '1001');
  free(input.simulator, extension);
  return { agent_extension: extension };
}

async function agentNotReady(input: ContractStateInput): Promise<Readonly<Record<string, string>>> {
  const extension = textOf(input, 'agent_extension', '1004');
  free(input.simulator, extension);
  input.simulator.setAgentState(extension, 'not-ready');
  return { agent_extension: extension };
}

async function activeCall(input: ContractStateInput): Promise<Readonly<Record<string, string>>> {
  const agentExtension = textOf(input, 'agent_extension', '1001');
  free(input.simulator, agentExtension);
  const destination = textOf(input, 'destination', '+15550001111');
  const { callId } = await input.simulator.dial({ agentExtension, destination });
  return { call_id: callId };
}

async function activeCallAndTarget(input: ContractStateInput): Promise<Readonly<Record<string, string>>> {
  const target = textOf(input, 'target_extension', '1002');
  free(input.simulator, target);
  return { ...(await activeCall(input)), target_extension: target };
}

async function inboundCall(input: ContractStateInput): Promise<Readonly<Record<string, string>>> {
  const agentExtension = textOf(input, 'agent_extension', '1001');
  free(input.simulator, agentExtension);
  const from = textOf(input, 'customer_number', '+15557654321');
  const { call } = input.simulator.simulateInboundCall({ from, agentExtension });
  return { call_id: call.callId, agent_extension: agentExtension };
}

async function endedCall(
  input: ContractStateInput,
  then: 'finishRecording' | 'purgeRecording' | 'neverRecord',
): Promise<Readonly<Record<string, string>>> {
  const { call_id: callId = '' } = await activeCall(input);
  await input.simulator.disconnect(callId);
  input.simulator[then](callId);
  return { call_id: callId };
}

async function oneFault(input: ContractStateInput, name: FaultName): Promise<Readonly<Record<string, string>>> {
  input.faults?.switchOn(name, { times: 1 });
  return agentCanDial(input);
}

function free(simulator: Five9Simulator, extension: string): void {
  for (const call of simulator.calls()) {
    if (call.agentExtension !== extension) continue;
    if (call.state !== 'ended') simulator.customerHangsUp(call.callId);
    // Else its wrap-up would end in the middle of the next one.
    simulator.disposeCall(call.callId);
  }
  simulator.setAgentState(extension, 'ready');
}

function textOf({ params }: ContractStateInput, name: string, otherwise: string): string {
  const value = params[name];
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
