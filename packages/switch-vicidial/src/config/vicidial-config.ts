import { baseUrl, type FieldMetadata, type Secret, secretText } from '@elasticfunnels/switch-core';
import * as z from 'zod';

/** A brand's validated configuration. */
export interface VicidialConfig {
  /** The script of the Non-Agent API. */
  readonly apiUrl: URL;
  /** The script of the Agent API. */
  readonly agentApiUrl: URL;
  readonly user: string;
  readonly pass: Secret;
  readonly source: string;
  readonly phoneCode: string;
  readonly searchLeads: boolean;
  readonly hangupStatus: string | undefined;
}

// What the scripts delete from a parameter before they look at it; a value that loses a sign there never works.
const IDENTIFIER = /^[-_0-9A-Za-z]+$/;

const field = (title: string, description: string, group: string, placeholder?: string): FieldMetadata => ({
  title,
  description,
  group,
  ...(placeholder === undefined ? {} : { placeholder }),
});

const scriptUrl = baseUrl.refine((url) => url.pathname.endsWith('.php'), 'must be the whole address of the script, up to .php');

const form = z.strictObject({
  api_url: scriptUrl.meta(
    field(
      'Non-Agent API URL',
      'Whole address of non_agent_api.php.',
      'Connection',
      'https://dialler.example.com/vicidial/non_agent_api.php',
    ),
  ),
  agent_api_url: scriptUrl.meta(
    field('Agent API URL', 'Whole address of agc/api.php.', 'Connection', 'https://dialler.example.com/agc/api.php'),
  ),
  user: z
    .string()
    .min(2, 'must be at least 2 characters')
    .max(20, 'must be at most 20 characters')
    .regex(IDENTIFIER, 'must be letters, digits, hyphens and underscores only: ViciDial deletes any other sign')
    .meta(field('API user', 'User of level 8 with Agent API Access and View Reports.', 'Authentication', 'apiuser')),
  pass: secretText(
    z
      .string()
      .min(2, 'must be at least 2 characters')
      .regex(IDENTIFIER, 'must be letters, digits, hyphens and underscores only: ViciDial deletes any other sign'),
  ).meta({
    ...field(
      'API password',
      'Letters, digits, hyphens and underscores only: ViciDial deletes any other sign, and such a password never works.',
      'Authentication',
    ),
    secret: true,
  }),
  source: z
    .string()
    .min(2, 'must be at least 2 characters')
    .max(20, 'must be at most 20 characters')
    .regex(/^[0-9A-Za-z]+$/, 'must be letters and digits only: ViciDial deletes any other sign')
    .default('phoneswitch')
    .meta(field('Source', "Name of this platform in ViciDial's API log.", 'Authentication', 'phoneswitch')),
  phone_code: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a country calling code of 1 to 4 digits, without a plus')
    .default('1')
    .meta(field('Phone code', 'Country calling code of numbers that are given without one.', 'Dialling', '1')),
  search_leads: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')], 'must be true or false')
    .default(false)
    .meta(
      field(
        'Search leads',
        'Dial the lead that has the number already. Off, each dial makes a lead of its own, so that no two calls can be mistaken for each other.',
        'Dialling',
      ),
    ),
  hangup_status: z
    .string()
    .max(6, 'must be at most 6 characters')
    .regex(IDENTIFIER, 'must be the code of a status: letters, digits, hyphens and underscores')
    .optional()
    .meta(
      field(
        'Status after hanging up',
        'Disposition that is set after a call was hung up, and the agent is paused. Empty, the agent disposes of each call.',
        'Dialling',
        'A',
      ),
    ),
});

/** The settings form, read into what the driver works with. */
export const vicidialConfig: z.ZodType<VicidialConfig> = form.transform((filled) => ({
  apiUrl: filled.api_url,
  agentApiUrl: filled.agent_api_url,
  user: filled.user,
  pass: filled.pass,
  source: filled.source,
  phoneCode: filled.phone_code,
  searchLeads: filled.search_leads,
  hangupStatus: filled.hangup_status,
}));
