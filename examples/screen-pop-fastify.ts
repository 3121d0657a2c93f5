import { once } from 'node:events';
import { createSwitchHost, parseAgentExtension, parseBrandId } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { fastify } from 'fastify';

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

const app = fastify();
await app.register(async (scope) => {
  // Within this scope bodies are left unread: a signature is over the bytes as they arrived. Your other routes keep theirs.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.all('/screen-pops/:brand', (request, reply) => {
    reply.hijack();
    receiver.listener(request.raw, reply.raw);
  });
});
await app.listen({ port: Number(process.env['PORT'] ?? 4100) });
console.log('listening', app.server.address());
await once(process, 'SIGTERM');
await app.close();
