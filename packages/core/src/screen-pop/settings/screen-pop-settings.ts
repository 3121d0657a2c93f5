import type * as z from 'zod';
import type { NumberPlan } from '../../call/phone-number.ts';
import { parseSettings, withoutEmptyFields } from '../../config/parse-settings.ts';
import type { Secret } from '../../config/secret.ts';
import { type SettingsSchema, toSettingsSchema } from '../../config/settings-form.ts';
import type { FieldMap } from '../reading/field-map.ts';
import { type FilledScreenPopForm, screenPopForm } from './screen-pop-form.ts';
import { SCREEN_POP_RULES } from './screen-pop-rules.ts';

/** How this brand's deliveries are told from forged ones. One way only: a second, weaker one would be the one attacked. */
export type DeliveryVerification =
  | {
      readonly kind: 'signature';
      /** Every one that is active: two while one replaces the other. */
      readonly secrets: readonly Secret[];
      readonly toleranceSeconds: number;
    }
  | {
      readonly kind: 'shared_secret';
      readonly secrets: readonly Secret[];
      /** Lower case. In `authorization` it is a Bearer token. */
      readonly header: string;
      /** The query parameter that may carry it instead. A GET is taken with either. */
      readonly parameter?: string;
    };

/** A brand's validated screen-pop settings. */
export interface ScreenPopSettings {
  readonly verification: DeliveryVerification;
  readonly numberPlan: NumberPlan;
  readonly fieldMap: FieldMap;
}

function readVerification(filled: FilledScreenPopForm): DeliveryVerification {
  const { signing_secrets, shared_secrets = [], shared_secret_parameter: parameter } = filled;
  if (signing_secrets !== undefined) {
    return { kind: 'signature', secrets: signing_secrets, toleranceSeconds: filled.timestamp_tolerance_seconds };
  }
  const header = filled.shared_secret_header;
  return { kind: 'shared_secret', secrets: shared_secrets, header, ...(parameter === undefined ? {} : { parameter }) };
}

function readNumberPlan({
  default_region,
  extension_digits_min: min,
  extension_digits_max: max,
}: FilledScreenPopForm): NumberPlan {
  return {
    ...(default_region === undefined ? {} : { defaultRegion: default_region }),
    ...(min === undefined || max === undefined ? {} : { extensionDigits: { min, max } }),
  };
}

// Every rule runs even when fields are wrong by themselves: a person wants all findings at once.
const checkedForm = SCREEN_POP_RULES.reduce<z.ZodType<FilledScreenPopForm>>(
  (schema, { path, message, holds }) =>
    schema.refine((filled) => holds(filled), { path: [path], message, when: ({ value }) => isFormLike(value) }),
  screenPopForm,
);

const screenPopSettings: z.ZodType<ScreenPopSettings> = checkedForm.transform((filled) => ({
  verification: readVerification(filled),
  numberPlan: readNumberPlan(filled),
  fieldMap: filled.field_map ?? {},
}));

/**
 * A brand's screen-pop settings as a person filled them in, validated: snake_case fields, as `screenPopSettingsSchema` draws
 * them. An empty text, null, an empty list and a list's empty row stand for what nobody filled in.
 *
 * @throws SwitchError `CONFIG_INVALID` with every field that is wrong (`screenPop.signing_secrets.0`), and no value.
 * @example parseScreenPopSettings({ signing_secrets: [process.env.POP_SECRET], default_region: 'US' })
 */
export function parseScreenPopSettings(input: unknown): ScreenPopSettings {
  return parseSettings(screenPopSettings, withoutEmptyRows(input), { title: 'The screen-pop configuration', at: 'screenPop' });
}

/** The JSON Schema of the screen-pop settings' form, with labels, help, groups, defaults and which fields are secret. */
export function screenPopSettingsSchema(): SettingsSchema {
  return toSettingsSchema(screenPopForm);
}

/** Lists and the field map of a form have empty rows of their own. */
function withoutEmptyRows(input: unknown): unknown {
  if (!isFormLike(input)) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      name === 'field_map' ? withoutEmptyNames(value) : withoutEmptyItems(value),
    ]),
  );
}

function withoutEmptyNames(fieldMap: unknown): unknown {
  if (!isFormLike(fieldMap)) return fieldMap;
  return withoutEmptyFields(
    Object.fromEntries(Object.entries(fieldMap).map(([part, names]) => [part, withoutEmptyItems(names)])),
  );
}

/** Null for a list without any: as good as absent. */
function withoutEmptyItems(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items: readonly unknown[] = value.filter((item) => item !== '' && item !== null);
  return items.length === 0 ? null : items;
}

function isFormLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
