export { vicidialPlugin, vicidialPlugin as default } from './plugin.ts';
export { type VicidialConfig, vicidialConfig } from './config/vicidial-config.ts';
