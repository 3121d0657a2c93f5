export { type ContractOperation, type Interaction, INTERACTIONS, type PactName } from './catalogue/interactions.ts';
export { PROVIDER_STATES, type ProviderState, type ProviderStateDescription } from './catalogue/provider-states.ts';
