export { type NewVendorConfig, newVendorConfig } from './config/new-vendor-config.ts';
export { newVendorPlugin, newVendorPlugin as default } from './plugin.ts';
