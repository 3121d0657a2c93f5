import { baseUrl, type FieldMetadata, restPath, type Secret, secretText } from '@elasticfunnels/switch-core';
import * as z from 'zod';
import { CREDENTIAL_RULES } from './credential-rules.ts';
import { DEFAULT_PATHS, DEFAULT_RECORDING_FIELDS, type Five9Paths } from './default-paths.ts';

/** How this brand's requests are authorised. */
export type Five9Credentials =
  | { readonly kind: 'bearer'; readonly token: Secret }
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'none' };

/** A brand's validated configuration. */
export interface Five9Config {
  readonly baseUrl: URL;
  readonly credentials: Five9Credentials;
  readonly paths: Five9Paths;
  readonly campaignName: string | undefined;
  readonly skillId: string | undefined;
  readonly recordingUrlFields: readonly string[];
}

const shortText = z
  .string()
  .max(256, 'must be at most 256 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

const token = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be the token alone: visible ASCII, no white space, without the word Bearer');

const field = (title: string, description: string, group: string, placeholder?: string): FieldMetadata => ({
  title,
  description,
  group,
  ...(placeholder === undefined ? {} : { placeholder }),
});

function pathField(title: string, description: string, defaultPath: string): z.ZodDefault<z.ZodType<string, string>> {
  return restPath.default(defaultPath).meta(field(title, description, 'Paths', defaultPath));
}

const form = z.strictObject({
  api_base_url: baseUrl.meta(
    field(
      'Base URL',
      'Base URL of the Five9 REST surface or of your middleware. The paths below are appended to it.',
      'Connection',
      'https://five9-proxy.example.com',
    ),
  ),
  api_key: secretText(token)
    .optional()
    .meta({ ...field('API key', 'Sent as "Authorization: Bearer ...". Leave empty for Basic.', 'Authentication'), secret: true }),
  username: shortText
    .regex(/^[^:]*$/, 'must not contain a colon, which ends the username in Basic authentication')
    .optional()
    .meta(field('Username', 'HTTP Basic username, used with the password. Leave empty for Bearer.', 'Authentication')),
  password: secretText(shortText)
    .optional()
    .meta({ ...field('Password', 'HTTP Basic password, used with the username.', 'Authentication'), secret: true }),
  campaign_name: shortText
    .optional()
    .meta(
      field('Campaign', 'Campaign of a call that names none, where your integration expects one.', 'Dialling', 'outbound-sales'),
    ),
  skill_id: shortText
    .optional()
    .meta(field('Skill', 'Skill of a call that names none, where your integration expects one.', 'Dialling', '501')),
  rest_connect_path: pathField('Connect path', 'Where connectivity and credentials are checked.', DEFAULT_PATHS.connect),
  rest_make_call_path: pathField('Make-call path', 'Where a call is placed.', DEFAULT_PATHS.makeCall),
  rest_hangup_path: pathField('Hangup path', 'Where a call is hung up.', DEFAULT_PATHS.hangup),
  rest_transfer_path: pathField('Transfer path', 'Where a call is transferred, blind or attended.', DEFAULT_PATHS.transfer),
  rest_recording_path: pathField('Recording path', "Where a call's recording URL is looked up.", DEFAULT_PATHS.recording),
  recording_url_fields: z
    .array(shortText.min(1))
    .min(1)
    .default([...DEFAULT_RECORDING_FIELDS])
    .meta(
      field(
        'Recording fields',
        "Fields of the recording answer that may hold the URL, first match wins; 'data.url' reaches inside.",
        'Paths',
      ),
    ),
});

type Filled = z.output<typeof form>;

function readCredentials({ api_key, username, password }: Filled): Five9Credentials {
  if (api_key !== undefined) return { kind: 'bearer', token: api_key };
  if (username !== undefined && password !== undefined) return { kind: 'basic', username, password };
  return { kind: 'none' };
}

function readPaths(filled: Filled): Five9Paths {
  const paths: Five9Paths = {
    connect: filled.rest_connect_path,
    makeCall: filled.rest_make_call_path,
    hangup: filled.rest_hangup_path,
    transfer: filled.rest_transfer_path,
    recording: filled.rest_recording_path,
  };
  return isSame(Object.values(paths), Object.values(DEFAULT_PATHS)) ? DEFAULT_PATHS : paths;
}

// Thousands of brands leave the defaults as they are: then all of them share one.
function isSame(values: readonly string[], defaults: readonly string[]): boolean {
  return values.length === defaults.length && values.every((value, index) => value === defaults[index]);
}

function isFormLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Every rule runs even when fields are wrong by themselves: a person wants all findings at once.
const checkedForm = CREDENTIAL_RULES.reduce<z.ZodType<Filled>>(
  (schema, { path, message, holds }) =>
    schema.refine((filled) => holds(filled), { path: [path], message, when: ({ value }) => isFormLike(value) }),
  form,
);

/** The settings form of the platform's own Five9 page, read into what the driver works with. */
export const five9Config: z.ZodType<Five9Config> = checkedForm.transform((filled) => ({
  baseUrl: filled.api_base_url,
  credentials: readCredentials(filled),
  paths: readPaths(filled),
  campaignName: filled.campaign_name,
  skillId: filled.skill_id,
  recordingUrlFields: isSame(filled.recording_url_fields, DEFAULT_RECORDING_FIELDS)
    ? DEFAULT_RECORDING_FIELDS
    : filled.recording_url_fields,
}));
