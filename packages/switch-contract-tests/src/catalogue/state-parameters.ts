import { EXAMPLES } from './examples.ts';
import { PROVIDER_STATES, type ProviderState } from './provider-states.ts';

const EXAMPLE_OF: Readonly<Record<string, string>> = {
  agent_extension: EXAMPLES.agentExtension,
  destination: EXAMPLES.destination,
  target_extension: EXAMPLES.targetExtension,
};

/**
 * The parameters that a state is set up with, each with its example. Campaign and skill are no parameters of the state
 * unless the request names them.
 */
export function stateParametersOf(
  state: ProviderState,
  request: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const names = PROVIDER_STATES.find((each) => each.state === state)?.params ?? [];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = name === 'campaign_name' || name === 'skill_id' ? request[name] : EXAMPLE_OF[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
