import { createSwitchHost, LOOPBACK_ALLOWED, parseAgentExtension } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { AGENT, type DialClient, destinationOf, TOKEN } from './client.ts';

/** The product as a platform uses it: through the host, with everything on, and the brand's switch asked for each time. */
export async function openOurs(origin: string): Promise<DialClient> {
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED });
  host.register(five9Plugin);
  host.setBrand('bench', { plugin: 'five9', config: { api_base_url: origin, api_key: TOKEN } });
  const agentExtension = parseAgentExtension(AGENT);
  return {
    async dial(index) {
      const phone = await host.phoneSwitch('bench');
      const result = await phone.makeCall({ agentExtension, destination: destinationOf(index) });
      if (result.status !== 'placed' || result.replayed === true) throw new Error('not a call of its own');
      return result.call.callId;
    },
    close: () => host.close(),
  };
}

/** The same, with the brand's switch kept between the calls. */
export async function openOursKept(origin: string): Promise<DialClient> {
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED });
  host.register(five9Plugin);
  host.setBrand('bench', { plugin: 'five9', config: { api_base_url: origin, api_key: TOKEN } });
  const agentExtension = parseAgentExtension(AGENT);
  const phone = await host.phoneSwitch('bench');
  return {
    async dial(index) {
      const result = await phone.makeCall({ agentExtension, destination: destinationOf(index) });
      if (result.status !== 'placed' || result.replayed === true) throw new Error('not a call of its own');
      return result.call.callId;
    },
    close: () => host.close(),
  };
}
