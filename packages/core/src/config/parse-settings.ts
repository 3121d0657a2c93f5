import type * as z from 'zod';
import { SwitchError } from '../errors/switch-error.ts';
import { summariseIssues, toIssues } from './config-issues.ts';
import { listFields, toSettingsSchema } from './settings-form.ts';

/** What settings are called where they are wrong. */
export interface SettingsNaming {
  /** The subject of the message: `The Acme configuration`. */
  readonly title: string;
  /** Where the settings stand in what holds them; before the path of each finding. */
  readonly at?: string;
}

/**
 * What a person filled in, validated. An empty text or null stands for an absent field.
 *
 * @throws SwitchError `CONFIG_INVALID` with every field that is wrong, and no value.
 */
export function parseSettings<Settings>(schema: z.ZodType<Settings>, input: unknown, naming: SettingsNaming): Settings {
  const result = schema.safeParse(withoutEmptyFields(input));
  if (result.success) return result.data;
  const { title, at } = naming;
  const found = toIssues(result.error.issues, listFields(toSettingsSchema(schema)));
  const issues = found.map(({ path, message }) => ({ path: [at, path].filter((part) => part).join('.'), message }));
  const message = `${title} is not valid: ${summariseIssues(issues)}.`;
  throw new SwitchError('CONFIG_INVALID', { issues }, { message });
}

/** A form sends an empty text, or null, for a field that nobody filled in. */
export function withoutEmptyFields(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== '' && value !== null));
}
