import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSwitchHost, parseAgentExtension, parseBrandId } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';

await using host = createSwitchHost();
host.register(five9Plugin);
host.setBrand('acme', {
  plugin: 'five9',
  config: { api_base_url: 'https://proxy.example', api_key: 'from-the-vault' },
  screenPop: { signing_secrets: [process.env['POP_SECRET']], default_region: 'US' },
});
const receiver = host.receiveScreenPops({
  // Your customers by number.
  directory: {
    find: async (_brand, query) => (query.tier === 'e164' ? [{ id: 'c-1', displayName: `Caller ${query.e164}` }] : []),
  },
});

// For each agent who is signed in, what goes to that agent's browser.
const agent = { brandId: parseBrandId('acme'), agentExtension: parseAgentExtension('1001') };
await host.screenPops.subscribe(agent, ({ pop }) => console.log('pop', pop.event.callId, pop.customer.status));

// The brand is the last segment of the path: POST /screen-pops/acme.
const server = createServer(receiver.listener).listen(Number(process.env['PORT'] ?? 4100));
await once(server, 'listening');
console.log('listening', server.address());
await once(process, 'SIGTERM');
// Deliveries under way are answered before the host closes.
server.close();
