import type { Json } from '../pact/pact-file.ts';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, Json>>;

/** Whether a value is a JSON object, and no array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that is a member of another; empty when there is none. */
export function membersOf(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

/** A schema, or the one that it refers to. */
export function resolve(document: JsonObject, schema: JsonObject): JsonObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  return reference.split('/').slice(1).reduce(membersOf, document);
}
