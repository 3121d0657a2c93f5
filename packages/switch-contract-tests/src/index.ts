// the catalogue
export { EXAMPLES, type ContractExamples } from './catalogue/examples.ts';
export { type ContractOperation, type Interaction, INTERACTIONS, type PactName } from './catalogue/interactions.ts';
export { type ContractLevel, levelOf, LEVELS } from './catalogue/levels.ts';
export { PROVIDER_STATES, type ProviderState, type ProviderStateDescription } from './catalogue/provider-states.ts';
// the contract's files
export { type Contract, CONTRACT_DIRECTORY, ContractFilesError, loadContract } from './contract-files/load-contract.ts';
export type { Manifest, ManifestFile } from './contract-files/manifest.ts';
export {
  type InteractionReference,
  type Json,
  type MessagePactFile,
  type PactBody,
  type PactFile,
  type PactGenerators,
  type PactInteraction,
  type PactMatchers,
  type PactMatchingRules,
  type PactMessage,
  type PactMessagePart,
  type PactProviderState,
  type PactRequest,
  type PactResponse,
  type PactRule,
  referenceOf,
} from './pact/pact-file.ts';
// a middleware's own contract
export { basicHeader, bearerHeader, type PactAuthentication } from './materialise/authentication.ts';
export type { ContractFixtures } from './materialise/fixtures.ts';
export { materialise, type MaterialiseOptions } from './materialise/materialise.ts';
export type { PathChoice } from './materialise/paths.ts';
export { writePacts } from './materialise/write-pacts.ts';
export { generatePacts, materialiseOptionsOf } from './generate/generate-pacts.ts';
// what is done with it
export { CHANGE_RULES, type ChangeKind, type ChangeRule, type ContractChange, type Impact } from './diff/contract-change.ts';
export { type ContractDiff, diffContracts } from './diff/diff-contracts.ts';
export {
  type BrokerCredentials,
  publishContract,
  type PublishedPact,
  PublishError,
  type PublishOptions,
} from './publish/publish-contract.ts';
export { type RunningStub, startStub, type StubAnswer, type StubOptions } from './stub/start-stub.ts';
