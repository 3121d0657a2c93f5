/** The values that stand in the contract as examples; a brand's own take their place when a pact is materialised. */
export interface ContractExamples {
  readonly agentExtension: string;
  readonly destination: string;
  readonly targetExtension: string;
  readonly campaignName: string;
  readonly skillId: string;
  readonly callId: string;
  /** Of a call that was placed before: see the state. */
  readonly idempotencyKey: string;
}

/** @see ContractExamples */
export const EXAMPLES: ContractExamples = {
  agentExtension: '1001',
  // 555-01xx numbers belong to nobody.
  destination: '+15550001111',
  targetExtension: '1002',
  campaignName: 'outbound-sales',
  skillId: '501',
  callId: '300000000115271',
  idempotencyKey: 'intent-4711',
};

/** What no middleware has, or takes: sent to see it refused. */
export const REFUSED: {
  readonly agentExtension: string;
  readonly destination: string;
  readonly targetExtension: string;
  readonly callId: string;
  /** Visible and worthless on purpose. */
  readonly token: string;
} = {
  agentExtension: '9999',
  destination: 'not-a-number',
  targetExtension: '9999',
  callId: '7b0c0d1e-0000-4000-8000-000000000000',
  token: 'invalid-token',
};

/** The credentials that stand in the published pacts: visible, and good nowhere. */
export const EXAMPLE_CREDENTIALS: { readonly token: string; readonly username: string; readonly password: string } = {
  token: 'example-api-key',
  username: 'example-user',
  password: 'example-password',
};
