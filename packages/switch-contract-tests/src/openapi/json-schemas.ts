import * as z from 'zod';
import type { Json } from '../pact/pact-file.ts';
import { type SchemaName, WIRE_SCHEMAS } from './wire-schemas.ts';

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, Json>>;

/** The names of every schema. */
export const SCHEMA_NAMES: readonly SchemaName[] = Object.keys(WIRE_SCHEMAS) as readonly SchemaName[];

/** The schema of a body, without `$schema`, as it stands in the OpenAPI document. */
export function jsonSchemaOf(name: SchemaName): JsonSchema {
  const { $schema: _draft, ...schema } = z.toJSONSchema(WIRE_SCHEMAS[name], { io: 'input' }) as JsonSchema;
  return REFINEMENTS[name]?.(schema) ?? schema;
}

/** The schema of a body as a file of its own. */
export function schemaFileOf(name: SchemaName): JsonSchema {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: name, ...jsonSchemaOf(name) };
}

const CONTROL = '\\p{Cc}\\p{Zl}\\p{Zp}';

// What the driver checks in code, and a schema would lose.
const REFINEMENTS: Partial<Record<SchemaName, (schema: JsonSchema) => JsonSchema>> = {
  // No white space at either end: the very text is the id.
  'make-call-answer': (schema) =>
    withProperty(schema, 'call_id', { pattern: `^[^\\s${CONTROL}]([^${CONTROL}]*[^\\s${CONTROL}])?$` }),
  // Which field holds the URL is the brand's choice, so the driver looks for it beside the schema.
  'recording-answer': (schema) => {
    const description = 'Absolute; http only where the host allows it. No credentials in it.';
    const url = { type: 'string', pattern: '^https?://[^\\s/?#@]+([/?#]\\S*)?$', description };
    return { ...withProperty(schema, 'recording_url', url), required: ['recording_url'] };
  },
};

function withProperty(schema: JsonSchema, name: string, change: JsonSchema): JsonSchema {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return { ...schema, properties: { ...properties, [name]: { ...properties[name], ...change } } };
}
