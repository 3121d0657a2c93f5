import * as z from 'zod';

/** What a settings form shows for one field, beyond its type and default: given to zod's `.meta()`. */
export interface FieldMetadata {
  /** The label. */
  readonly title: string;
  /** The help text. */
  readonly description: string;
  /** The heading under which the field stands. */
  readonly group: string;
  readonly placeholder?: string;
  /** Shown as a password field, and never sent back to a browser. */
  readonly secret?: true;
  readonly [extra: string]: unknown;
}

/** A JSON Schema (2020-12) of a settings form. */
export type SettingsSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of what a person fills in: fields with a default are optional, secrets are plain strings. */
export function toSettingsSchema(schema: z.ZodType): SettingsSchema {
  // What JSON Schema has no word for (a date, a check of the vendor's own) becomes anything, and is no reason to fail.
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

/** The names of a settings form's fields. */
export function listFields(schema: SettingsSchema): readonly string[] {
  const properties = schema['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}
