import type { ProviderState } from './provider-states.ts';

/** The operations of the contract, by the name of the path that each is posted to. */
export type ContractOperation = 'connect' | 'makeCall' | 'hangup' | 'transfer' | 'recording';

/** Which pact an interaction stands in: its obligations differ. */
export type PactName = 'core' | 'basic' | 'extended';

/** One interaction of the contract. */
export interface Interaction {
  /** Short and stable: `M3`. */
  readonly id: string;
  readonly pact: PactName;
  readonly operation: ContractOperation;
  /** Pact's description: unique within a pact. */
  readonly description: string;
  readonly state: ProviderState;
  /** Whether satisfying its state, or the request itself, dials, ends or moves a call. */
  readonly destructive: boolean;
}

const row = (
  id: string,
  pact: PactName,
  operation: ContractOperation,
  description: string,
  state: ProviderState,
  destructive: boolean,
): Interaction => ({ id, pact, operation, description, state, destructive });

/** Every interaction, in the order in which it is read by people. */
export const INTERACTIONS: readonly Interaction[] = [
  row('C1', 'core', 'connect', 'connect with valid credentials', 'the credentials are valid', false),
  row('C2', 'core', 'connect', 'connect with rejected credentials', 'the presented credentials are not valid', false),
  row('M1', 'core', 'makeCall', 'make a call with the required fields only', 'an agent can dial', true),
  row('M2', 'core', 'makeCall', 'make a call with campaign and skill', 'an agent can dial', true),
  row('M3', 'core', 'makeCall', 'make a call with a campaign only', 'an agent can dial', true),
  row('M4', 'core', 'makeCall', 'make a call with rejected credentials', 'the presented credentials are not valid', false),
  row('M5', 'core', 'makeCall', 'make a call for an unknown agent', 'the agent extension is unknown', false),
  row('M6', 'core', 'makeCall', 'make a call to a destination that is not dialable', 'the destination is not dialable', false),
  row('H1', 'core', 'hangup', 'hang up an active call', 'an active call', true),
  row('H2', 'core', 'hangup', 'hang up an unknown call', 'no call has the id', false),
  row('T1', 'core', 'transfer', 'transfer an active call', 'an active call and a transfer target', true),
  row('T2', 'core', 'transfer', 'transfer an unknown call', 'no call has the id', false),
  row('R1', 'core', 'recording', 'find a finished recording', 'a call with a finished recording', true),
  row('R2', 'core', 'recording', 'find the recording of an unknown call', 'no call has the id', false),
  row('BC1', 'basic', 'connect', 'connect with valid Basic credentials', 'the credentials are valid', false),
  row('BC2', 'basic', 'connect', 'connect with rejected Basic credentials', 'the presented credentials are not valid', false),
  row('BM1', 'basic', 'makeCall', 'make a call with Basic credentials', 'an agent can dial', true),
  row('BH1', 'basic', 'hangup', 'hang up an active call with Basic credentials', 'an active call', true),
  row('XT1', 'extended', 'transfer', 'transfer an active call attended', 'an active call and a transfer target', true),
  row('XT2', 'extended', 'transfer', 'transfer to an unknown target', 'an active call and an unknown transfer target', true),
  row('XR1', 'extended', 'recording', 'find a recording that is pending', 'a call whose recording is pending', true),
  row('XR2', 'extended', 'recording', 'find a recording that was purged', 'a call whose recording was purged', true),
  row('XM1', 'extended', 'makeCall', 'make a call without permission', 'the credentials lack the permission', false),
  row('XM2', 'extended', 'makeCall', 'make a call for an agent who is not ready', 'the agent is not ready', false),
  row('XM3', 'extended', 'makeCall', 'make a call that is refused in the body', 'Five9 refuses in the body', false),
  row('XM4', 'extended', 'makeCall', 'make a call beyond the rate limit', 'Five9 limits the rate', false),
  row('XM5', 'extended', 'makeCall', 'make a call while Five9 is unavailable', 'Five9 is unavailable', false),
  row(
    'XM6',
    'extended',
    'makeCall',
    'make a call again with the same idempotency key',
    'a call was placed with an idempotency key',
    true,
  ),
];
