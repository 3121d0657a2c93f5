import { createServer } from 'node:http';
import { createSwitchHost, parseAgentExtension, parseBrandId } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { AGENTS, agentOf, BRANDS, brandOf, CUSTOMERS, secretOf } from './deliveries.ts';
import { listen, type RunningReceiver } from './receiver.ts';

/** The product as a platform mounts it: `receiveScreenPops` on `node:http`, with its own limits. */
export async function openOurs(): Promise<RunningReceiver> {
  const host = createSwitchHost();
  host.register(five9Plugin);
  let published = 0;
  for (let index = 0; index < BRANDS; index += 1) {
    const brand = brandOf(index);
    host.setBrand(brand, {
      plugin: 'five9',
      config: { api_base_url: 'https://switch.example/api', api_key: 'a-key' },
      screenPop: { signing_secrets: [secretOf(brand)], default_region: 'US' },
    });
    for (let agent = 0; agent < AGENTS; agent += 1) {
      const topic = { brandId: parseBrandId(brand), agentExtension: parseAgentExtension(agentOf(agent)) };
      await host.screenPops.subscribe(topic, () => (published += 1));
    }
  }
  const receiver = host.receiveScreenPops({
    directory: {
      find: async (_brand, query) => {
        const customer = query.tier === 'e164' ? CUSTOMERS.get(query.e164) : undefined;
        return customer === undefined ? [] : [customer];
      },
    },
  });
  return { port: await listen(createServer(receiver.listener)), published: () => published };
}
