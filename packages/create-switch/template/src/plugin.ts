import { bearer, definePlugin, type SwitchPlugin } from '@elasticfunnels/switch-core';
import { type NewVendorConfig, newVendorConfig } from './config/new-vendor-config.ts';
import { NewVendorPhoneSwitch } from './new-vendor-phone-switch.ts';

/** The New Vendor plugin: data, and one function that opens a brand's switch. */
export const newVendorPlugin: SwitchPlugin = definePlugin<NewVendorConfig, never>({
  id: 'new-vendor',
  displayName: 'New Vendor',
  // What the switch can do beyond the five operations; a capability that is declared here must be implemented.
  capabilities: [],
  config: newVendorConfig,
  connect: ({ base_url: baseUrl, api_key: apiKey }, services) => {
    const authorisation = bearer(apiKey);
    return new NewVendorPhoneSwitch(services.http({ baseUrl, authorisation }), authorisation, services.clock);
  },
});
