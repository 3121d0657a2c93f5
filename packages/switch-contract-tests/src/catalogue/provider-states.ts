/** What must hold before an interaction, in business words; variables stand in the parameters only. */
export type ProviderState =
  | 'the credentials are valid'
  | 'the presented credentials are not valid'
  | 'an agent can dial'
  | 'a call was placed with an idempotency key'
  | 'the agent extension is unknown'
  | 'the destination is not dialable'
  | 'an active call'
  | 'an active call and a transfer target'
  | 'no call has the id'
  | 'a call with a finished recording'
  | 'the agent is not ready'
  | 'an active call and an unknown transfer target'
  | 'a call whose recording is pending'
  | 'a call whose recording was purged'
  | 'the credentials lack the permission'
  | 'Five9 refuses in the body'
  | 'Five9 limits the rate'
  | 'Five9 is unavailable';

/** One state of the catalogue. */
export interface ProviderStateDescription {
  readonly state: ProviderState;
  readonly meaning: string;
  /** What the setup may be given. */
  readonly params: readonly string[];
  /** What the setup must answer with, as texts. */
  readonly returns: readonly string[];
}

const agent = ['agent_extension', 'destination'];

/** Every state that an interaction may ask for. */
export const PROVIDER_STATES: readonly ProviderStateDescription[] = [
  {
    state: 'the credentials are valid',
    meaning: 'The credentials that the verifier presents are good.',
    params: [],
    returns: [],
  },
  {
    state: 'the presented credentials are not valid',
    meaning: 'The request carries credentials that nobody was given; nothing to prepare.',
    params: [],
    returns: [],
  },
  {
    state: 'an agent can dial',
    meaning: 'The agent is logged in, ready, and eligible for the campaign and skill named.',
    params: [...agent, 'campaign_name', 'skill_id'],
    returns: agent,
  },
  {
    state: 'a call was placed with an idempotency key',
    meaning: 'A moment ago a call was placed with the key and the same body, and the answer was a success.',
    params: agent,
    returns: [...agent, 'call_id', 'idempotency_key'],
  },
  { state: 'the agent extension is unknown', meaning: 'No agent has the extension.', params: [], returns: ['agent_extension'] },
  {
    state: 'the destination is not dialable',
    meaning: 'The destination is no number at all; the agent could dial another.',
    params: ['agent_extension'],
    returns: ['agent_extension'],
  },
  { state: 'an active call', meaning: 'The agent is on a call.', params: agent, returns: ['call_id'] },
  {
    state: 'an active call and a transfer target',
    meaning: 'The agent is on a call, and the target can take it.',
    params: [...agent, 'target_extension'],
    returns: ['call_id', 'target_extension'],
  },
  { state: 'no call has the id', meaning: 'The id is of no call, now or ever.', params: [], returns: ['call_id'] },
  {
    state: 'a call with a finished recording',
    meaning: 'A call has ended and its recording can be played.',
    params: agent,
    returns: ['call_id'],
  },
  {
    state: 'the agent is not ready',
    meaning: 'The agent is known, and logged out or not ready.',
    params: ['agent_extension'],
    returns: ['agent_extension'],
  },
  {
    state: 'an active call and an unknown transfer target',
    meaning: 'The agent is on a call, and no agent has the target extension.',
    params: agent,
    returns: ['call_id', 'target_extension'],
  },
  {
    state: 'a call whose recording is pending',
    meaning: 'The call is recorded, and the recording cannot be played yet.',
    params: agent,
    returns: ['call_id'],
  },
  {
    state: 'a call whose recording was purged',
    meaning: 'The recording is past its retention.',
    params: agent,
    returns: ['call_id'],
  },
  {
    state: 'the credentials lack the permission',
    meaning: 'The credentials are good, and may not place calls.',
    params: agent,
    returns: ['agent_extension'],
  },
  {
    state: 'Five9 refuses in the body',
    meaning: 'The next dial is refused with a 2xx whose body says so.',
    params: agent,
    returns: ['agent_extension'],
  },
  {
    state: 'Five9 limits the rate',
    meaning: 'The next dial is answered with 429.',
    params: agent,
    returns: ['agent_extension'],
  },
  {
    state: 'Five9 is unavailable',
    meaning: 'The next dial finds Five9 down.',
    params: agent,
    returns: ['agent_extension'],
  },
];
