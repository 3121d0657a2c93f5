import type { CallReference } from '../call/call-reference.ts';
import type { ConnectResult, HangupResult, MakeCallResult, RecordingResult, TransferResult } from '../call/results.ts';
import type { Capability, CapabilityOperations } from './capabilities.ts';
import type { CallOptions, MakeCallRequest, TransferCallRequest } from './requests.ts';

/**
 * The operations of every switch: what a vendor implements, and what the platform calls.
 *
 * Each throws a `SwitchError` and nothing else once it has passed through the host.
 */
export interface SwitchOperations {
  /** Proves that the switch can be reached and, where it can tell, that the credentials are good. */
  connect(options?: CallOptions): Promise<ConnectResult>;
  /** Has the agent call a destination. Never repeated when nobody knows whether the phone rings. */
  makeCall(request: MakeCallRequest, options?: CallOptions): Promise<MakeCallResult>;
  /** Ends a call; one that has ended already is a success that says so. */
  hangupCall(call: CallReference, options?: CallOptions): Promise<HangupResult>;
  /** Hands a call to another extension. Never repeated when nobody knows whether it went through. */
  transferCall(request: TransferCallRequest, options?: CallOptions): Promise<TransferResult>;
  /** Where a call's recording can be played, or why it cannot. */
  getCallRecordingUrl(call: CallReference, options?: CallOptions): Promise<RecordingResult>;
  /** Releases what the switch holds. Calls that are ringing go on. */
  close(): Promise<void>;
}

// Distributed over the names and not over what they map to: a capability without methods is `unknown`, which would
// swallow the others in a union.
type MethodsOf<C extends Capability> = (C extends Capability ? (methods: CapabilityOperations[C]) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** The five operations, and the methods of the capabilities named. */
export type OperationsWith<C extends Capability = never> = SwitchOperations & ([C] extends [never] ? unknown : MethodsOf<C>);

/** A configured switch of one brand, as the host hands it out. */
export type PhoneSwitch<C extends Capability = never> = OperationsWith<C> & {
  readonly capabilities: ReadonlySet<Capability>;
};

/**
 * Whether a switch has a capability; narrows it to the methods that come with it.
 *
 * @example if (supports(phone, 'agent.status')) await phone.getAgentStatus(agent);
 */
export function supports<C extends Capability>(phone: PhoneSwitch, capability: C): phone is PhoneSwitch<C> {
  return phone.capabilities.has(capability);
}
