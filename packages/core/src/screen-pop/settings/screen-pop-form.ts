import * as z from 'zod';
import { type Secret, secretText } from '../../config/secret.ts';
import type { FieldMetadata } from '../../config/settings-form.ts';
import { findSigningSecretProblem } from '../verification/delivery-signature.ts';
import type { FieldMap } from '../reading/field-map.ts';
import { fieldMapForm } from './field-map-form.ts';
import { isRegion } from './region.ts';

const MOST_SECRETS = 5;
const DEFAULT_TOLERANCE_SECONDS = 300;
const LONGEST_TOLERANCE_SECONDS = 900;
const SHORTEST_SHARED_SECRET = 16;
/** A longer one could be a subscriber's number, and every caller's number would be an extension. */
const LONGEST_EXTENSION = 9;

const metadata = (title: string, description: string, group: string, placeholder?: string): FieldMetadata => ({
  title,
  description,
  group,
  ...(placeholder === undefined ? {} : { placeholder }),
});

const signingSecret = secretText(
  z.string('must be a text').check((context) => {
    const problem = findSigningSecretProblem(context.value);
    if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: undefined });
  }),
);

const sharedSecret = secretText(
  z
    .string('must be a text')
    .min(SHORTEST_SHARED_SECRET, `must have at least ${SHORTEST_SHARED_SECRET} characters`)
    .max(512, 'must have at most 512 characters')
    .regex(/^[\x21-\x7e]*$/, 'must be visible ASCII without white space, as it goes into a header'),
);

// Not zod's own maximum, which counts the characters of a text that should have been a list.
const listOf = (item: z.ZodType<Secret, string>): z.ZodType<Secret[], string[]> =>
  z
    .array(item, 'must be a list')
    .refine(({ length }) => length <= MOST_SECRETS, `must have at most ${MOST_SECRETS} secrets`)
    .meta({ maxItems: MOST_SECRETS });

// Not zod's own integer: its finding ends the search for others.
const wholeNumber = (maximum: number): z.ZodNumber =>
  z
    .number('must be a whole number')
    .multipleOf(1, 'must be a whole number')
    .min(1, 'must be at least 1')
    .max(maximum, `must be at most ${maximum}`);

/** What a person filled in, with the defaults. */
export interface FilledScreenPopForm {
  readonly signing_secrets?: readonly Secret[] | undefined;
  readonly timestamp_tolerance_seconds: number;
  readonly shared_secrets?: readonly Secret[] | undefined;
  readonly shared_secret_header: string;
  readonly shared_secret_parameter?: string | undefined;
  readonly default_region?: string | undefined;
  readonly extension_digits_min?: number | undefined;
  readonly extension_digits_max?: number | undefined;
  readonly field_map?: FieldMap | undefined;
}

/**
 * A brand's screen-pop settings as a person fills them in; `parseScreenPopSettings` reads them. Field by field: what they must
 * be together stands in screen-pop-rules.ts.
 */
export const screenPopForm: z.ZodType<FilledScreenPopForm> = z.strictObject({
  signing_secrets: listOf(signingSecret)
    .optional()
    .meta({
      ...metadata(
        'Signing secrets',
        'What deliveries are signed with (Standard Webhooks). Two while one replaces the other.',
        'Verification',
        'whsec_...',
      ),
      secret: true,
    }),
  timestamp_tolerance_seconds: wholeNumber(LONGEST_TOLERANCE_SECONDS)
    .default(DEFAULT_TOLERANCE_SECONDS)
    .meta(
      metadata(
        'Clock tolerance',
        "How many seconds a signed delivery's time may be from ours, either way.",
        'Verification',
        '300',
      ),
    ),
  shared_secrets: listOf(sharedSecret)
    .optional()
    .meta({
      ...metadata(
        'Shared secrets',
        'For telephony that cannot sign; weaker than a signature. At least 16 characters. Two while one replaces the other.',
        'Verification',
      ),
      secret: true,
    }),
  shared_secret_header: z
    .string('must be a text')
    .max(64, 'must have at most 64 characters')
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a header, such as x-pop-token')
    .toLowerCase()
    .default('authorization')
    .meta(
      metadata(
        'Shared-secret header',
        'Which header brings the shared secret: a Bearer token in authorization, the whole value of any other.',
        'Verification',
        'authorization',
      ),
    ),
  shared_secret_parameter: z
    .string('must be a text')
    .regex(/^[\w.~-]{1,64}$/, 'must be the name of a query parameter: at most 64 letters, digits, and _ - . ~')
    .optional()
    .meta(
      metadata(
        'Shared-secret parameter',
        'Which query parameter may bring the shared secret instead. The weakest of all: it stands in the access logs of ' +
          'every server on the way. Leave empty unless the telephony can do nothing else.',
        'Verification',
        'token',
      ),
    ),
  default_region: z
    .string('must be a text')
    .refine(isRegion, 'must be a country in two capital letters (ISO 3166-1), such as US or GB')
    .optional()
    .meta(
      metadata('Default country', 'Of which country a number without a country code is. Two capital letters.', 'Numbers', 'US'),
    ),
  extension_digits_min: wholeNumber(LONGEST_EXTENSION)
    .optional()
    .meta(metadata('Shortest extension', 'How many digits the shortest extension of this brand has.', 'Numbers', '3')),
  extension_digits_max: wholeNumber(LONGEST_EXTENSION)
    .optional()
    .meta(metadata('Longest extension', 'How many digits the longest extension of this brand has.', 'Numbers', '5')),
  field_map: fieldMapForm
    .optional()
    .meta(
      metadata(
        'Field names',
        "Under which names a delivery has its parts, where they differ from the usual ones; 'call.ani' reaches inside.",
        'Fields',
      ),
    ),
});
