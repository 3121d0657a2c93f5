import { baseUrl, type FieldMetadata, type Secret, secretText } from '@elasticfunnels/switch-core';
import * as z from 'zod';

/** A brand's validated configuration. */
export interface NewVendorConfig {
  readonly base_url: URL;
  readonly api_key: Secret;
}

const BASE_URL: FieldMetadata = {
  title: 'Base URL',
  description: 'Where New Vendor answers.',
  group: 'Connection',
  placeholder: 'https://api.example.com',
};

const API_KEY: FieldMetadata = {
  title: 'API key',
  description: 'Sent as "Authorization: Bearer ...".',
  group: 'Authentication',
  secret: true,
};

/** What a brand fills in. Strict, so that a misspelt field is an error; the metadata draws the settings form. */
export const newVendorConfig: z.ZodType<NewVendorConfig> = z.strictObject({
  base_url: baseUrl.meta(BASE_URL),
  api_key: secretText().meta(API_KEY),
});
