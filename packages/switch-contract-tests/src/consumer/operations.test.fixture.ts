import {
  type CallOptions,
  type CallReference,
  type MakeCallRequest,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
  type TransferKind,
} from '@elasticfunnels/switch-core';
import { EXAMPLES } from '../catalogue/examples.ts';

type Perform = (phone: PhoneSwitch) => Promise<unknown>;

/** What a dial may say otherwise than the examples. */
export interface DialChanges extends Partial<Omit<MakeCallRequest, 'agentExtension'>> {
  readonly agentExtension?: string;
}

/** Asks the connect path. */
export const connect: Perform = (phone) => phone.connect();

/** Places a call. */
export function dial({ agentExtension = EXAMPLES.agentExtension, ...rest }: DialChanges = {}, options?: CallOptions): Perform {
  const request = { destination: EXAMPLES.destination, ...rest, agentExtension: parseAgentExtension(agentExtension) };
  return (phone) => phone.makeCall(request, options);
}

/** Ends a call. */
export function hangup(callId: string = EXAMPLES.callId): Perform {
  return (phone) => phone.hangupCall(call(callId));
}

/** Hands a call over. */
export function transfer(
  callId: string = EXAMPLES.callId,
  targetExtension: string = EXAMPLES.targetExtension,
  kind?: TransferKind,
): Perform {
  return (phone) => phone.transferCall({ call: call(callId), targetExtension, ...(kind === undefined ? {} : { kind }) });
}

/** Looks up a recording. */
export function recording(callId: string = EXAMPLES.callId): Perform {
  return (phone) => phone.getCallRecordingUrl(call(callId));
}

function call(callId: string): CallReference {
  return { callId: parseCallId(callId) };
}
