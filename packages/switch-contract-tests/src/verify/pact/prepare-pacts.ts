import { type PactFile, type PactInteraction, referenceOf } from '../../pact/pact-file.ts';

/** The parameter by which the state server knows which interaction comes next. */
export const INTERACTION_PARAM = 'contract_interaction';

/** Puts the interactions that are wanted into the order of the catalogue, and names each in its state. */
export function selectInteractions(pact: PactFile, ids: readonly string[]): PactFile {
  const place = (interaction: PactInteraction): number => ids.indexOf(referenceOf(interaction).interaction);
  const interactions = pact.interactions.filter((interaction) => place(interaction) !== -1);
  return {
    ...pact,
    interactions: interactions.toSorted((a, b) => place(a) - place(b)).map((interaction) => nameInState(interaction)),
  };
}

function nameInState(interaction: PactInteraction): PactInteraction {
  const { interaction: id } = referenceOf(interaction);
  const states = interaction.providerStates ?? [];
  return {
    ...interaction,
    providerStates: states.map(({ name, params }) => ({ name, params: { ...params, [INTERACTION_PARAM]: id } })),
  };
}
