import { createSwitchHost, LOOPBACK_ALLOWED, parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';
import type { ConformanceCast, ConformanceStage, ConformanceSubject } from '@elasticfunnels/switch-core/conformance';
import { newVendorPlugin } from '../plugin.ts';
import { API_KEY, SimulatedNewVendor } from './simulated-new-vendor.test.fixture.ts';
import { VendorServer } from './vendor-server.test.fixture.ts';

const BRAND = 'conformance';

/** Whom the simulated vendor knows, and how. */
const CAST: ConformanceCast = {
  agent: parseAgentExtension('1001'),
  otherAgent: parseAgentExtension('1002'),
  transferTarget: '2001',
  loggedOutAgent: parseAgentExtension('1003'),
  unknownAgent: parseAgentExtension('9999'),
  unknownTarget: '9998',
  destination: '+15550001111',
  otherDestination: '+15550002222',
  blockedDestination: '+15550009999',
  invalidDestination: 'not-a-number',
  unknownCallId: parseCallId('no-such-call'),
  campaignName: 'renewals',
  skillId: '501',
  unknownCampaign: 'no-such-campaign',
  secrets: [API_KEY],
};

/** The driver behind the host, over real HTTP, before the simulated vendor. */
export const newVendorSubject: ConformanceSubject = {
  name: 'New Vendor behind the host',
  through: 'host',
  capabilities: [],
  // What this vendor has no notion of is left out here, each with the reason: { campaigns: 'it has none' }.
  cannot: {},
  open: openStage,
};

async function openStage(): Promise<ConformanceStage> {
  const vendor = new SimulatedNewVendor();
  const server = new VendorServer((request) => vendor.answer(request));
  await server.listen();
  // Tries follow one another at once, so that nobody waits for the suite.
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED, retry: { random: () => 0 } });
  host.register(newVendorPlugin);
  host.setBrand(BRAND, { plugin: newVendorPlugin.id, config: { base_url: server.url, api_key: API_KEY } });
  return {
    phone: await host.phoneSwitch(BRAND),
    cast: CAST,
    witness: {
      calls: async () => vendor.calls,
      rings: async (destination) => vendor.rings(destination),
    },
    provoke: (trouble) => server.provoke(trouble),
    close: async () => {
      await host.close();
      await server.close();
    },
  };
}
