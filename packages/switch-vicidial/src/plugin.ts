import {
  type Authorisation,
  type Capability,
  definePlugin,
  queryCredentials,
  type SwitchPlugin,
  type SwitchServices,
} from '@elasticfunnels/switch-core';
import { type ScriptClient, VicidialClient } from './api/vicidial-client.ts';
import { type VicidialConfig, vicidialConfig } from './config/vicidial-config.ts';
import { vicidialEndpoints } from './endpoints/vicidial-endpoints.ts';
import { explainStartCallUrl, readStartCallUrl } from './screen-pop/start-call-url.ts';
import { VicidialPhoneSwitch } from './vicidial-phone-switch.ts';

/** The ViciDial plugin, for `host.register` or `host.load('@elasticfunnels/switch-vicidial')`. */
export const vicidialPlugin: SwitchPlugin = definePlugin<VicidialConfig, Capability>({
  id: 'vicidial',
  displayName: 'ViciDial',
  // Attended only to another agent: of a telephone number nobody can tell whether it has answered.
  capabilities: ['transfer.attended', 'agent.status', 'call.status'],
  config: vicidialConfig,
  connect: (config, services) => new VicidialPhoneSwitch(config, makeClient(config, services), services),
  screenPop: () => ({ decode: readStartCallUrl, explain: explainStartCallUrl }),
  endpoints: (config) => vicidialEndpoints(config, authorisationOf(config)),
});

// Neither API knows a header for them; both take the user and the password with every request.
function authorisationOf({ source, user, pass }: VicidialConfig): Authorisation {
  return queryCredentials({ source, user }, { pass });
}

function makeClient(config: VicidialConfig, { http, clock }: SwitchServices): VicidialClient {
  const { apiUrl, agentApiUrl, user } = config;
  const authorisation = authorisationOf(config);
  const scriptAt = (url: URL): ScriptClient => ({
    http: http({ baseUrl: new URL('.', url), authorisation }),
    path: url.pathname.slice(url.pathname.lastIndexOf('/')),
  });
  return new VicidialClient({ agentApi: scriptAt(agentApiUrl), nonAgentApi: scriptAt(apiUrl), authorisation, user, clock });
}
