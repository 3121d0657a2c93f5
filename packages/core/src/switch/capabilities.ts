import type { CallReference } from '../call/call-reference.ts';
import type { AgentExtension } from '../call/ids.ts';
import type { CallOptions } from './requests.ts';

/** What an agent is doing, as the switch sees it. */
export interface AgentStatus {
  readonly state: 'ready' | 'not_ready' | 'on_call' | 'wrap_up' | 'logged_out';
  /** The call that the agent is on. */
  readonly call?: CallReference;
}

/**
 * What a switch may be able to do beyond the five operations, and the methods that each adds to it. One without
 * methods only unlocks a request.
 */
export interface CapabilityOperations {
  /** `transferCall` with `kind: 'attended'`. */
  'transfer.attended': unknown;
  'agent.status': { getAgentStatus(agent: AgentExtension, options?: CallOptions): Promise<AgentStatus> };
  /** Finds the call that an accepted dial has become. */
  'call.status': { findCall(reference: string, options?: CallOptions): Promise<CallReference | undefined> };
}

/** The name of a capability. */
export type Capability = keyof CapabilityOperations;

/** The methods that must exist for each capability; a plugin written in JavaScript is held against it too. */
export const CAPABILITY_METHODS: { readonly [C in Capability]: readonly string[] } = {
  'transfer.attended': [],
  'agent.status': ['getAgentStatus'],
  'call.status': ['findCall'],
};
