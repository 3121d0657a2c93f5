import * as z from 'zod';
import type { FieldMap, MappedField } from '../reading/field-map.ts';

const MOST_NAMES = 10;
const LONGEST_NAME = 128;

/** What each part is, for the person who fills in its names. The one list of the parts that a brand may name. */
const PARTS: Readonly<Record<MappedField, string>> = {
  event: 'What happened to the call',
  eventId: 'The id of the event',
  callId: 'The id of the call',
  direction: 'Inbound or outbound',
  ani: 'Who calls',
  dnis: 'Who is called',
  customerNumber: "The customer's number, whatever the direction",
  agent: "The agent's extension",
  campaign: 'The campaign',
  skill: 'The skill',
  occurredAt: 'When it happened',
};

const PART_NAMES: readonly string[] = Object.keys(PARTS);

/** What a person may fill in for one part. */
type Names = string | string[];

const names = z.union([z.string(), z.array(z.string())], 'must be a name or a list of names').check((context) => {
  for (const { path, message } of listProblems(context.value)) {
    context.issues.push({ code: 'custom', message, path, input: undefined });
  }
});

function* listProblems(value: Names): Generator<{ path: number[]; message: string }> {
  if (typeof value === 'string') {
    yield* problemOf(value, []);
    return;
  }
  if (value.length > MOST_NAMES) yield { path: [], message: `must have at most ${MOST_NAMES} names` };
  for (const [index, name] of value.entries()) yield* problemOf(name, [index]);
}

function* problemOf(name: string, path: number[]): Generator<{ path: number[]; message: string }> {
  const message = findNameProblem(name);
  if (message !== undefined) yield { path, message };
}

function findNameProblem(name: string): string | undefined {
  if (name.length > LONGEST_NAME) return `must have at most ${LONGEST_NAME} characters`;
  if (/\p{Cc}/u.test(name)) return 'must not contain control characters';
  if (name.trim() !== name) return 'must not begin or end with white space';
  if (name.split('.').includes('')) return 'must not have an empty step between, before or after its full stops';
  return undefined;
}

// Not `never`, which would be told like an unknown field of the form, with the form's fields as suggestions.
const unknownPart = z.unknown().refine(() => false, `is not a part of a screen pop; the parts are ${PART_NAMES.join(', ')}`);

/** The form of a `FieldMap`: for each part a name or a list of names. */
export const fieldMapForm: z.ZodType<FieldMap> = z
  .object(
    Object.fromEntries(Object.entries(PARTS).map(([part, title]) => [part, names.optional().meta({ title })])),
    'must be an object that names the parts',
  )
  .catchall(unknownPart)
  .meta({ additionalProperties: false })
  .transform((filled) => {
    const given = Object.entries(filled).filter((entry): entry is [string, Names] => entry[1] !== undefined);
    return Object.fromEntries(given.map(([part, value]) => [part, typeof value === 'string' ? [value] : value]));
  });
