import { EXAMPLES } from '../catalogue/examples.ts';
import type { Json, PactBody } from '../pact/pact-file.ts';
import { sorted } from './authentication.ts';

/** A middleware's own agent, numbers and names, in place of the examples. */
export interface ContractFixtures {
  readonly agentExtension?: string | undefined;
  readonly destination?: string | undefined;
  readonly targetExtension?: string | undefined;
  readonly campaignName?: string | undefined;
  readonly skillId?: string | undefined;
}

const FIELDS: Readonly<Record<string, keyof ContractFixtures>> = {
  agent_extension: 'agentExtension',
  destination: 'destination',
  target_extension: 'targetExtension',
  campaign_name: 'campaignName',
  skill_id: 'skillId',
};

type Fields = Readonly<Record<string, Json>>;

/** The same fields with the fixtures in place of the examples; what is sent to be refused stays. */
export function replaceExamples(fields: Fields, fixtures: ContractFixtures): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const fixture = FIELDS[name];
      const replaced = fixture === undefined || value !== EXAMPLES[fixture] ? undefined : fixtures[fixture];
      return [name, replaced ?? value];
    }),
  );
}

/** A request body with the fixtures, and with what the brand's settings add to it. */
export function replaceInBody(body: PactBody, fixtures: ContractFixtures, additions: Fields): PactBody {
  if (!isFields(body.content)) return body;
  return { ...body, content: sorted({ ...additions, ...replaceExamples(body.content, fixtures) }) };
}

function isFields(content: Json): content is Fields {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}
