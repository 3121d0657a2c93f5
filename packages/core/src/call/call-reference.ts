import type { AgentExtension, CallId } from './ids.ts';

/**
 * What later commands need to find a call. Vendors differ in which part they use: some by call id, some by the
 * agent who is on it, some by another id of theirs, so all parts travel together.
 */
export interface CallReference {
  readonly callId: CallId;
  /** The agent on the call, where known. */
  readonly agentExtension?: AgentExtension | undefined;
  /** The vendor's other ids of the same call, by the vendor's own name for each. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}
