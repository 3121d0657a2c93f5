import { INTERACTIONS } from '../catalogue/interactions.ts';
import { type MessagePactFile, type PactFile, type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import { SCREEN_POP_CASES } from './screen-pop-cases.test.fixture.ts';

/** A pact in the catalogue's order and without the versions of the tools that wrote it: the same bytes each time. */
export function normalisePact(pact: PactFile): PactFile {
  const interactions = pact.interactions.toSorted((a, b) => positionOf(a) - positionOf(b));
  return { ...pact, interactions, metadata: withoutTools(pact) };
}

/** The same for messages. */
export function normaliseMessages(pact: MessagePactFile): MessagePactFile {
  const order = SCREEN_POP_CASES.map(({ description }) => description);
  const interactions = pact.interactions.toSorted((a, b) => order.indexOf(a.description) - order.indexOf(b.description));
  return { ...pact, interactions, metadata: withoutTools(pact) };
}

function withoutTools({ metadata }: PactFile | MessagePactFile): PactFile['metadata'] {
  const { pactSpecification } = metadata;
  return pactSpecification === undefined ? {} : { pactSpecification };
}

function positionOf(interaction: PactInteraction): number {
  const { interaction: id } = referenceOf(interaction);
  return INTERACTIONS.findIndex((each) => each.id === id);
}
