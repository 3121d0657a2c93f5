import type { Json } from '../pact/pact-file.ts';
import { change, type ContractChange } from './contract-change.ts';
import { isSame, partition } from './compare-values.ts';

type Schemas = ReadonlyMap<string, Json>;
type JsonObject = Readonly<Record<string, Json>>;

/** What the published schemas say otherwise than before. */
export function* compareSchemas(before: Schemas, after: Schemas): Generator<ContractChange> {
  const { kept, removed, added } = partition(before.keys(), after.keys());
  for (const name of removed) yield change('schema-removed', name, 'the schema is gone');
  for (const name of added) yield change('schema-added', name, 'the schema is new');
  for (const name of kept) yield* compareSchema(name, objectOf(before.get(name)), objectOf(after.get(name)));
}

function* compareSchema(name: string, before: JsonObject, after: JsonObject): Generator<ContractChange> {
  const isRequest = name.endsWith('-request');
  const { removed, added } = partition(requiredOf(before), requiredOf(after));
  for (const field of added) yield change('schema-required-added', name, `${field} is required`);
  for (const field of removed) {
    yield change(isRequest ? 'schema-request-relaxed' : 'schema-required-removed', name, `${field} is no longer required`);
  }
  yield* compareProperties(name, objectOf(before['properties']), objectOf(after['properties']));
  if (isSame(before, after)) return;
  if (isSame(withoutWords(before), withoutWords(after))) yield change('schema-described', name, 'it is described in other words');
}

function* compareProperties(name: string, before: JsonObject, after: JsonObject): Generator<ContractChange> {
  const { kept, removed, added } = partition(Object.keys(before), Object.keys(after));
  for (const field of removed) yield change('schema-property-removed', name, `${field} is gone`);
  for (const field of added) yield change('schema-property-added', name, `${field} is new`);
  for (const field of kept) {
    if (isSame(withoutWords(before[field] ?? null), withoutWords(after[field] ?? null))) continue;
    yield change('schema-property-changed', name, `${field} follows another rule`);
  }
}

function withoutWords(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([name, inner]) => !(name === 'description' && typeof inner === 'string'));
  return Object.fromEntries(members.map(([name, inner]) => [name, withoutWords(inner)]));
}

function requiredOf({ required }: JsonObject): readonly string[] {
  return Array.isArray(required) ? required.map(String) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
