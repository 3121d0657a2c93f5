// A platform that catches nothing: what node prints of it, and puts into its report, is all that is left of it.
import { createSwitchHost, LOOPBACK_ALLOWED, parseAgentExtension } from '@elasticfunnels/switch-core';
import five9Plugin from '@elasticfunnels/switch-five9';
import { CUSTOMER } from './planted.ts';

const { FIVE9_API_BASE_URL: api_base_url, FIVE9_API_KEY: api_key } = process.env;
const host = createSwitchHost({ network: LOOPBACK_ALLOWED });
host.register(five9Plugin);
host.setBrand('acme', { plugin: 'five9', config: { api_base_url, api_key } });
const phone = await host.phoneSwitch('acme');
const dial = phone.makeCall({ agentExtension: parseAgentExtension('1001'), destination: CUSTOMER });
// Nobody awaits it: an unhandled rejection ends the process.
void dial.finally(() => {});
