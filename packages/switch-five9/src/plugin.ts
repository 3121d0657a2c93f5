import { basic, bearer, definePlugin, noAuthorisation, type Authorisation, type SwitchPlugin } from '@elasticfunnels/switch-core';
import { type Five9Config, type Five9Credentials, five9Config } from './config/five9-config.ts';
import { five9Endpoints } from './endpoints/five9-endpoints.ts';
import { Five9PhoneSwitch } from './five9-phone-switch.ts';
import { MiddlewareClient } from './middleware/middleware-client.ts';
import { explainScreenPop, readScreenPop } from './screen-pop/read-screen-pop.ts';

function authorisationOf(credentials: Five9Credentials): Authorisation {
  switch (credentials.kind) {
    case 'bearer':
      return bearer(credentials.token);
    case 'basic':
      return basic(credentials.username, credentials.password);
    case 'none':
      return noAuthorisation;
  }
}

/** The Five9 plugin, for `host.register` or `host.load('@elasticfunnels/switch-five9')`. */
export const five9Plugin: SwitchPlugin = definePlugin<Five9Config, 'transfer.attended'>({
  id: 'five9',
  displayName: 'Five9',
  // The driver can ask for an attended transfer; a middleware that cannot do it says so.
  capabilities: ['transfer.attended'],
  config: five9Config,
  connect: (config, services) => {
    const authorisation = authorisationOf(config.credentials);
    const http = services.http({ baseUrl: config.baseUrl, authorisation });
    return new Five9PhoneSwitch(config, new MiddlewareClient(http, authorisation, services.clock), services);
  },
  screenPop: () => ({ decode: readScreenPop, explain: explainScreenPop }),
  endpoints: (config) => five9Endpoints(config, authorisationOf(config.credentials)),
});
