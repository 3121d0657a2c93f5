import { parseCallId, phoneSwitchModule, TOKENS } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { Container } from 'inversify';
import { pino } from 'pino';

// The platform's own container, with the framework as one module of it.
const container = new Container();
container.load(phoneSwitchModule());

// Every service can be rebound: here the platform's own logger. A pino logger fits as it is.
const logger = pino({ name: 'platform' }, process.stdout);
container.rebind(TOKENS.logger).toConstantValue(logger);

await using host = container.get(TOKENS.host);
host.register(five9Plugin);
host.setBrand('acme', { plugin: 'five9', config: { api_base_url: 'https://proxy.example', api_key: 'from-the-vault' } });

// Refused before anything is sent, and told by the platform's logger.
const phone = await host.phoneSwitch('acme');
const outcome = await phone
  .hangupCall({ callId: parseCallId('1') }, { signal: AbortSignal.abort() })
  .catch((error) => error.code);
console.log(outcome);
