import { type PactFile, type PactInteraction, type PactProviderState, type PactRequest, referenceOf } from '../pact/pact-file.ts';
import { authenticate, type PactAuthentication, sorted } from './authentication.ts';
import { type ContractFixtures, replaceExamples, replaceInBody } from './fixtures.ts';
import { type PathChoice, pathOf } from './paths.ts';
import { moveRecordingUrl } from './recording-field.ts';

/** What is a middleware's own, in place of what stands in the published pact. */
export interface MaterialiseOptions extends PathChoice {
  /** By default as published. */
  readonly authentication?: PactAuthentication | undefined;
  readonly fixtures?: ContractFixtures | undefined;
  /** What the brand's settings add to every dial that names none. */
  readonly defaults?: Pick<ContractFixtures, 'campaignName' | 'skillId'> | undefined;
  /** The field that the brand reads the recording's URL from. */
  readonly recordingUrlField?: string | undefined;
}

/**
 * A pact for one middleware: its paths, its authentication, its agent and numbers. Requests are rewritten in the file, so
 * that every verifier sends the same: none needs a request filter.
 */
export function materialise(pact: PactFile, options: MaterialiseOptions): PactFile {
  return { ...pact, interactions: pact.interactions.map((interaction) => materialiseInteraction(interaction, options)) };
}

function materialiseInteraction(interaction: PactInteraction, options: MaterialiseOptions): PactInteraction {
  const { providerStates, response } = interaction;
  const { fixtures = {}, recordingUrlField } = options;
  return {
    ...interaction,
    ...(providerStates === undefined ? {} : { providerStates: providerStates.map((state) => fillIn(state, fixtures)) }),
    request: materialiseRequest(interaction, options),
    response: recordingUrlField === undefined ? response : moveRecordingUrl(response, recordingUrlField),
  };
}

function materialiseRequest(interaction: PactInteraction, options: MaterialiseOptions): PactRequest {
  const { operation } = referenceOf(interaction);
  const { authentication, fixtures = {}, defaults = {} } = options;
  const request = authentication === undefined ? interaction.request : authenticate(interaction, authentication);
  const { body } = request;
  const additions = operation === 'makeCall' ? additionsOf(defaults) : {};
  const rewritten: PactRequest = {
    ...(options.paths === undefined && options.basePath === undefined ? request : moveTo(request, pathOf(operation, options))),
    ...(body === undefined ? {} : { body: replaceInBody(body, fixtures, additions) }),
  };
  return sortNames(rewritten);
}

function moveTo({ query: _query, ...request }: PactRequest, target: Pick<PactRequest, 'path' | 'query'>): PactRequest {
  return { ...request, ...target };
}

// The same bytes as Pact writes, so that generated and recorded pacts can be compared.
function sortNames(request: PactRequest): PactRequest {
  return sorted<unknown>({ ...request }) as { readonly [Name in keyof PactRequest]: PactRequest[Name] };
}

function additionsOf({
  campaignName,
  skillId,
}: Pick<ContractFixtures, 'campaignName' | 'skillId'>): Readonly<Record<string, string>> {
  return {
    ...(campaignName === undefined ? {} : { campaign_name: campaignName }),
    ...(skillId === undefined ? {} : { skill_id: skillId }),
  };
}

function fillIn(state: PactProviderState, fixtures: ContractFixtures): PactProviderState {
  return state.params === undefined ? state : { ...state, params: replaceExamples(state.params, fixtures) };
}
